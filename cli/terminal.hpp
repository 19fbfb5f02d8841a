// Standard output and standard error. Text is gathered and written in few calls; a write that fails is told.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shelflife::cli {

bool write_out(std::string_view text);    // false: the rest could not be written
bool write_error(std::string_view text);

enum class Stream { out, error };
// By --color, NO_COLOR and whether the stream is a terminal.
bool use_color(Stream stream, std::string_view choice);

// How wide text may be: COLUMNS, else the terminal's width, else 100.
std::size_t columns(Stream stream);

// "shelflife: MESSAGE" and, where there is one, "  help: HELP", on standard error. User text in it is to be
// printable() already.
void complain(std::string_view message, std::string_view help = {});
// The same, and the status of a command that was called wrongly.
int misuse(std::string_view message, std::string_view help);

}  // namespace shelflife::cli
