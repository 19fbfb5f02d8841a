// Counts of objects and bytes in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shelflife::cli {

std::string grouped(std::uint64_t number);                            // "1,204"
std::string counted(std::uint64_t number, std::string_view what);     // "1,204 objects"; "1 object"
// "3.1 TiB": the unit that leaves at least 1, with one digit after the point, rounded down.
std::string bytes_text(std::uint64_t bytes);

}  // namespace shelflife::cli
