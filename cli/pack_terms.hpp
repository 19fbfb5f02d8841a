// What a pack asks for, obligation by obligation, as its text says it.
#pragma once

#include <string>
#include <vector>

#include "compiler/packs/packs.hpp"

namespace shelflife::cli {

struct PackTerm {
  std::string kind;      // "floor", "ceiling", "hot", "lock"
  std::string duration;  // "6 years", or the name of the let that holds it
  std::uint32_t days = 0;  // as many as the policy counts: the most for a floor, the fewest for a ceiling; 0: from a let
  std::string since;     // "created", or what the text says
  std::string words;     // "at least 6 years", "nothing moves for 2 years"
};

std::vector<PackTerm> terms_of(const Pack& pack);
// All of them in one line; "at least 10 years since placed_on_market; ...".
std::string in_words(const std::vector<PackTerm>& terms);

// `packs --format json`.
std::string packs_json();

}  // namespace shelflife::cli
