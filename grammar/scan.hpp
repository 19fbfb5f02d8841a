// Cuts text into tokens without knowing the grammar: for what is skipped after an error, and to say what was found.
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/tree.hpp"

namespace shelflife {

struct Scanned {
  Kind kind = Kind::junk;  // a keyword's own kind for words of the language; junk: no token; blank: end of the text
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

// The token that begins at or behind `at`, blanks and comments skipped.
Scanned scan(std::string_view text, std::uint32_t at);
// The end of the blanks and comments that begin at `at`.
std::uint32_t skip_trivia(std::string_view text, std::uint32_t at);

bool is_declaration_word(Kind kind);
bool is_statement_word(Kind kind);
// A word that goes on with what stands before it, even on a new line.
bool is_continuation_word(Kind kind);

}  // namespace shelflife
