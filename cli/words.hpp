// Lists, and counts of objects and bytes, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife::cli {

std::string joined(const std::vector<std::string>& parts, std::string_view between);
std::string listed(const std::vector<std::string>& names);            // "`a.shelf`, `b.shelf`", printable
std::string grouped(std::uint64_t number);                            // "1,204"
std::string counted(std::uint64_t number, std::string_view what);     // "1,204 objects"; "1 object"
// "3.1 TiB": the unit that leaves at least 1, with one digit after the point, rounded down.
std::string bytes_text(std::uint64_t bytes);

}  // namespace shelflife::cli
