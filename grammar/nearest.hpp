// The word that a misspelled one was probably meant to be.
#pragma once

#include <span>
#include <string_view>

namespace shelflife {

// Edits (insert, remove, replace, swap of neighbours) from a to b, upper and lower case alike.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate nearest to the word, or empty when none is near enough to be meant. The first of several wins.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace shelflife
