// Two texts to a unified diff with three lines of context, as `diff -u` prints it.
#pragma once

#include <string>
#include <string_view>

namespace shelflife::cli {

// Empty when the texts are equal.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace shelflife::cli
