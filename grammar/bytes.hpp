// The check of the bytes of a file, before its grammar.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"

namespace shelflife {

inline constexpr std::uint64_t max_file_size = 0xffffffffU;  // offsets have 32 bits

struct ByteCheck {
  bool parse = true;                    // false: this is no policy text at all
  std::vector<std::uint32_t> reported;  // offsets of what was reported, ascending
};
// Reports bytes that are not UTF-8, NUL, other control characters and bidi controls, at most `limit` of them.
ByteCheck check_bytes(std::string_view text, FileId file, std::size_t limit, Diagnostics& diagnostics);

}  // namespace shelflife
