#include "inventory/gunzip.hpp"

#include <array>
#include <zlib.h>

namespace shelflife {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

struct Gunzip::Stream {
  z_stream z{};
  std::array<char, 1 << 16> packed{};
};

Gunzip::Gunzip(Read read) : read_(std::move(read)), stream_(std::make_unique<Stream>()) {
  if (inflateInit2(&stream_->z, 15 + 16) != Z_OK) problem_ = "out of memory";  // 16: gzip, and nothing else
}

Gunzip::~Gunzip() { inflateEnd(&stream_->z); }

// False where no packed bytes are left.
bool Gunzip::fill() {
  if (stream_->z.avail_in > 0) return true;
  if (ended_) return false;
  const std::size_t got = read_(stream_->packed.data(), stream_->packed.size());
  ended_ = got == 0;
  stream_->z.next_in = reinterpret_cast<Bytef*>(stream_->packed.data());
  stream_->z.avail_in = static_cast<uInt>(got);
  return got > 0;
}

std::size_t Gunzip::read(char* into, std::size_t size) {
  z_stream& z = stream_->z;
  std::size_t done = 0;
  while (problem_.empty() && done < size) {
    if (!fill()) {
      if (member_) problem_ = "the gzip data is cut off";
      break;
    }
    if (!member_) {  // another may follow the one that has ended
      inflateReset(&z);
      member_ = true;
    }
    const auto room = static_cast<uInt>(std::min<std::size_t>(size - done, 1U << 30));
    z.next_out = reinterpret_cast<Bytef*>(into + done);
    z.avail_out = room;
    const int state = inflate(&z, Z_NO_FLUSH);
    done += room - z.avail_out;
    if (state == Z_STREAM_END) member_ = false;
    else if (state != Z_OK && state != Z_BUF_ERROR) problem_ = "the gzip data is damaged";
  }
  return done;
}

}  // namespace shelflife
