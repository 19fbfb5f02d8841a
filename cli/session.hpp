// What one run has read and found, and how it tells.
#pragma once

#include <map>
#include <string>

#include "cli/arguments.hpp"
#include "cli/files.hpp"
#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"
#include "lint/control.hpp"

namespace shelflife::cli {

// Texts that are read in place of what is on the disk.
using Overlay = std::map<FileIdentity, std::string>;

struct Session {
  SourceManager sources;
  Diagnostics diagnostics;
  bool misused = false;  // something could not be read or written: status 2 whatever the findings
  const Overlay* overlay = nullptr;

  // A finding that has no place in a text. The message is printed as it is: user text in it must be printable().
  void fail(Code code, std::string message, std::string hint = {});
  void cannot_read(const std::string& path, const std::string& problem);
};

// `-` is standard input, elsewhere shown as this.
inline constexpr std::string_view standard_input_name = "<stdin>";
// Reads one file the user named ("-" included) into the session. Tells when it cannot.
FileId read_source(Session& session, const std::string& path);
// A file, as the overlay has it where there is one.
ReadResult read_file(const Overlay* overlay, const std::string& path);

// Puts the findings in the order of their files, each once. report() does it too.
void settle(Session& session);
// Prints the findings in --format that are not suppressed. Returns the exit status.
int report(Session& session, const Arguments& arguments, lint::FailOn fail_on = lint::FailOn::error);

}  // namespace shelflife::cli
