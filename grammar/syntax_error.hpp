// A failed expectation, and how it becomes a diagnostic.
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/tree.hpp"

namespace shelflife {

struct Expectation {
  Code code{};
  std::string_view what;        // in words
  Kind word = Kind::blank;      // instead of `what`: one word of the language
  constexpr bool known() const { return !what.empty() || word != Kind::blank; }
};

// Thrown by the rules, caught by the recovery. `reported`: it has its diagnostic already.
struct SyntaxError {
  Expectation expected;
  std::uint32_t offset = 0;
  bool reported = false;
};

// Where an error was met. `context` is the first word of the innermost line or declaration.
struct ErrorPlace {
  FileId file = no_file;
  std::string_view text;
  std::uint32_t offset = 0;        // of the token that did not fit
  std::uint32_t previous_end = 0;  // end of the token before it
  std::uint32_t line_begin = 0;    // of the statement, setting or declaration it stands in
};

// The diagnostic for a failed expectation: the code of a likely mistake where the text shows one, else that of the
// expectation.
Diagnostic explain(const Expectation& expected, const ErrorPlace& place);

}  // namespace shelflife
