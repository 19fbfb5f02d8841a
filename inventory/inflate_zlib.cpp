#include <zlib.h>

#include <algorithm>

#include "inventory/inflater.hpp"

namespace shelflife {

namespace {

class Zlib : public Inflater {
 public:
  Zlib() : ready_(inflateInit2(&z_, 15 + 16) == Z_OK) {}  // 16: gzip, and nothing else
  ~Zlib() override { inflateEnd(&z_); }
  Zlib(const Zlib&) = delete;
  Zlib& operator=(const Zlib&) = delete;
  bool ready() const { return ready_; }

  void begin_member() override { inflateReset(&z_); }

  State step(const std::uint8_t*& from, std::size_t& size, std::uint8_t*& into, std::size_t& room) override {
    const auto in = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30)), out = static_cast<uInt>(std::min<std::size_t>(room, 1U << 30));
    z_.next_in = const_cast<Bytef*>(from);  // zlib only reads it
    z_.avail_in = in;
    z_.next_out = into;
    z_.avail_out = out;
    const int state = inflate(&z_, Z_NO_FLUSH);
    from += in - z_.avail_in;
    size -= in - z_.avail_in;
    into += out - z_.avail_out;
    room -= out - z_.avail_out;
    if (state == Z_STREAM_END) return State::ended;
    return state == Z_OK || state == Z_BUF_ERROR ? State::more : State::damaged;
  }

 private:
  z_stream z_{};
  bool ready_;
};

}  // namespace

std::unique_ptr<Inflater> zlib_inflater() {
  auto zlib = std::make_unique<Zlib>();
  if (!zlib->ready()) return nullptr;
  return zlib;
}

}  // namespace shelflife
