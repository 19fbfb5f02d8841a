// UTF-8, strictly: what a byte sequence is, or that it is none.
#pragma once

#include <cstdint>
#include <string_view>

namespace shelflife {

struct CodePoint {
  char32_t value = 0;
  std::uint32_t length = 0;  // bytes; 0: not UTF-8 here (overlong forms, surrogates and > U+10FFFF are not)
};
// The code point that begins at text[at]; at < text.size().
CodePoint decode_utf8(std::string_view text, std::size_t at);

// The display of it would move the cursor, reorder or hide text: C0, DEL, C1, bidi controls, zero-width, tags.
bool is_unprintable(char32_t c);
// Of those, the ones that make the eye read another text than the compiler ("Trojan Source").
bool is_bidi_control(char32_t c);

}  // namespace shelflife
