#include "inventory/gunzip.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <zlib.h>

namespace shelflife {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::optional<std::string> gunzip(std::string_view bytes, std::size_t most, std::string& problem) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {  // 16: gzip, and nothing else
    problem = "out of memory";
    return std::nullopt;
  }
  std::string out;
  std::array<char, 1 << 16> piece;
  int state = Z_OK;
  std::size_t fed = 0;
  while (problem.empty()) {
    if (stream.avail_in == 0 && fed < bytes.size()) {
      const std::size_t count = std::min<std::size_t>(bytes.size() - fed, std::numeric_limits<uInt>::max());
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + fed));  // zlib only reads it
      stream.avail_in = static_cast<uInt>(count);
      fed += count;
    }
    if (state == Z_STREAM_END) {  // a member ends; another may follow
      if (stream.avail_in == 0) break;
      inflateReset(&stream);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    const std::size_t got = piece.size() - stream.avail_out;
    out.append(piece.data(), got);
    if (out.size() > most) problem = "it unpacks to " + std::to_string(most) + " bytes or more";
    else if (state == Z_BUF_ERROR || (state == Z_OK && got == 0 && stream.avail_in == 0 && fed == bytes.size())) problem = "the gzip data is cut off";
    else if (state != Z_OK && state != Z_STREAM_END) problem = "the gzip data is damaged";
  }
  inflateEnd(&stream);
  return problem.empty() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace shelflife
