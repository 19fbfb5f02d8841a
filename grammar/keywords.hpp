// The spelling of each word of the language, known at compile time.
#pragma once

#include "grammar/tree.hpp"

namespace shelflife {

struct Keyword {
  std::string_view spelling;
  bool reserved;
};
inline constexpr Keyword keywords[] = {
#define SHELFLIFE_KEYWORD(kind, spelling, reserved) {spelling, reserved},
#include "grammar/keywords.def"
#undef SHELFLIFE_KEYWORD
};
inline constexpr std::size_t keyword_count = sizeof keywords / sizeof keywords[0];
inline constexpr std::size_t first_keyword = static_cast<std::size_t>(Kind::kw_import);

template <Kind K>
inline constexpr std::string_view spelling_of = keywords[static_cast<std::size_t>(K) - first_keyword].spelling;

}  // namespace shelflife
