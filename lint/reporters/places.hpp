// What several reporters print alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"

namespace shelflife::lint {

// Lines and columns count from 1, columns in UTF-16 code units, as editors and forges count; a byte that is no UTF-8 counts as
// one, a byte order mark as none. The end is behind the last character.
struct Place {
  std::string path;  // report_path()
  std::uint32_t line = 1, column = 1, end_line = 1, end_column = 1;
};
// Nothing where the span is in no file.
std::optional<Place> place_of(const Span& span, const SourceManager& sources);

// The message, its object and the first line of the hint, printable, on one line.
std::string told_in_one_line(const Diagnostic& diagnostic);
// "SL0503 statement-shadowed"
std::string titled(const Diagnostic& diagnostic);

}  // namespace shelflife::lint
