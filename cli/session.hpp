// What one run has read and found, and how it tells.
#pragma once

#include <string>

#include "cli/arguments.hpp"
#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"

namespace shelflife::cli {

struct Session {
  SourceManager sources;
  Diagnostics diagnostics;
  bool misused = false;  // something could not be read or written: status 2 whatever the findings

  // A finding that has no place in a text. The message is printed as it is: user text in it must be printable().
  void fail(Code code, std::string message, std::string hint = {});
  void cannot_read(const std::string& path, const std::string& problem);
};

// `-` is standard input, elsewhere shown as this.
inline constexpr std::string_view standard_input_name = "<stdin>";
// Reads one file the user named ("-" included) into the session. Tells when it cannot.
FileId read_source(Session& session, const std::string& path);

// Prints the findings in --format, in the order of their files. Returns the exit status.
int report(Session& session, const Arguments& arguments);

}  // namespace shelflife::cli
