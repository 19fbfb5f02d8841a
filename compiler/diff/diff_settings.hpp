// What differs between two policies beside their statements: settings of stores, tiers, safeguards and obligations.
#pragma once

#include <vector>

#include "compiler/diff/diff.hpp"
#include "compiler/diff/diff_items.hpp"

namespace shelflife::diffing {

void compare_settings(const PairSpace& space, std::vector<Change>& out);
void compare_requires(const PairSpace& space, std::vector<Change>& out);
void compare_whole(const Policy& before, const Policy& after, std::vector<Change>& out);  // tiers, safeguards

}  // namespace shelflife::diffing
