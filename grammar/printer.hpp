// The canonical layout of a policy: where lines begin, what is aligned, where comments go. Works on the tokens of the
// tree, so it can lose nothing.
#pragma once

#include <string>
#include <string_view>

#include "grammar/tree.hpp"

namespace shelflife {

inline constexpr std::size_t max_columns = 100;

// The text in canonical style; the tree must be free of errors.
std::string print_canonical(const Tree& tree, std::string_view text);

}  // namespace shelflife
