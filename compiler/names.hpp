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
// Words that cannot name a field, label, let or store, and are quoted as values.
bool is_reserved_word(std::string_view word);
// Only digits, at least one.
bool is_digits(std::string_view text);

// Number of single-character edits (swap of neighbours counts as one) between two names, or `limit` + 1 when more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);
// The candidate nearest to `word`, at most two edits away and closer than a name of its length is by chance;
// a difference in case only always counts as near. Empty: none. The first of equals wins.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// Hash tables of names that can be asked with a string_view.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class T>
using NameMap = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;
using NameSet = std::unordered_set<std::string, NameHash, std::equal_to<>>;

}  // namespace shelflife
