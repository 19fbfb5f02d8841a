// What a name may be, and which known name somebody may have meant.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace shelflife {

// letter { letter | digit | "_" | "-" }, no final "-"; ASCII.
bool is_name(std::string_view text);
// Only digits, at least one.
bool is_digits(std::string_view text);

// The candidate nearest to `word`, as grammar/nearest.hpp finds it; empty when none is near.
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

// Hash tables of names that can be asked with a string_view.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class T>
using NameMap = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;
using NameSet = std::unordered_set<std::string, NameHash, std::equal_to<>>;

}  // namespace shelflife
