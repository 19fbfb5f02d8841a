#include "grammar/bytes.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "grammar/utf8.hpp"

namespace shelflife {

namespace {

// Most text is printable ASCII: whole blocks pass with one comparison a byte, which the compiler vectorizes.
bool plain_block(const char* at, std::size_t size) {
  unsigned char odd = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto c = static_cast<unsigned char>(at[i]);
    // 0 for what is allowed: no branches, so that it becomes vector code.
    const auto control = static_cast<unsigned char>((c < 0x20) & (c != '\n') & (c != '\t'));
    odd = static_cast<unsigned char>(odd | control | static_cast<unsigned char>(c >= 0x7F));
  }
  return odd == 0;
}

std::string hex(char32_t value, int digits) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%0*X", digits, static_cast<unsigned>(value));
  return buffer;
}

bool is_utf16_or_32(std::string_view text) {
  const std::string_view head = text.substr(0, 4);
  return head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF" ||
         head == std::string_view("\0\0\xFE\xFF", 4);
}

}  // namespace

ByteCheck check_bytes(std::string_view text, FileId file, std::size_t limit, Diagnostics& diagnostics) {
  ByteCheck result;
  if (text.size() >= max_file_size) {
    diagnostics.add(Code::file_too_large, {file, 0, 0}, "the file has " + std::to_string(text.size()) + " bytes");
    return {false, {}};
  }
  if (is_utf16_or_32(text)) {
    diagnostics.add(Code::wrong_encoding, {file, 0, 2}, "the file begins with the mark of UTF-16 or UTF-32");
    return {false, {}};
  }
  constexpr std::size_t block = 256, small_block = 16;
  for (std::size_t at = 0; at < text.size();) {
    if (at + block <= text.size() && plain_block(text.data() + at, block)) {
      at += block;
      continue;
    }
    if (at + small_block <= text.size() && plain_block(text.data() + at, small_block)) {
      at += small_block;
      continue;
    }
    for (const std::size_t stop = std::min(at + small_block, text.size()); at < stop;) {
      const CodePoint c = decode_utf8(text, at);
      const auto begin = static_cast<std::uint32_t>(at);
      const Span span{file, begin, begin + std::max(1U, c.length)};
      const std::size_t before = diagnostics.all().size();
      if (c.length == 0)
        diagnostics.add(Code::not_utf8, span, "the byte 0x" + hex(static_cast<unsigned char>(text[at]), 2) + " is not UTF-8 here");
      else if (c.value == 0)
        diagnostics.add(Code::nul_byte, span, "found a NUL byte");
      else if (c.value == '\r' && at + 1 < text.size() && text[at + 1] == '\n')
        ;
      else if ((c.value < 0x20 && c.value != '\n' && c.value != '\t') || (c.value >= 0x7F && c.value <= 0x9F))
        diagnostics.add(Code::control_character, span,
                        c.value == '\r' ? "a carriage return without a line feed"
                                        : "found the control character U+" + hex(c.value, 4));
      else if (is_bidi_control(c.value))
        diagnostics.add(Code::bidi_control, span, "found the bidirectional control U+" + hex(c.value, 4));
      at += span.end - span.begin;
      if (diagnostics.all().size() == before) continue;
      result.reported.push_back(begin);
      if (result.reported.size() < limit) continue;
      diagnostics.add(Code::too_many_errors, {file, begin, begin},
                      "stopped after " + std::to_string(limit) + " bad characters; the file was not checked further");
      result.parse = false;
      return result;
    }
  }
  return result;
}

}  // namespace shelflife
