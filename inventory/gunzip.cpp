#include "inventory/gunzip.hpp"

#include <array>

#include "inventory/inflater.hpp"

namespace shelflife {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

struct Gunzip::Stream {
  std::unique_ptr<Inflater> inflater;
  const std::uint8_t* from = nullptr;
  std::size_t left = 0;
  std::array<char, 1 << 18> packed{};
};

Gunzip::Gunzip(Read read) : Gunzip(std::move(read), nullptr) {}

Gunzip::Gunzip(Read read, std::unique_ptr<Inflater> inflater) : read_(std::move(read)), stream_(std::make_unique<Stream>()) {
  stream_->inflater = std::move(inflater);
  if (!stream_->inflater) stream_->inflater = isal_inflater();
  if (!stream_->inflater) stream_->inflater = zlib_inflater();
  if (!stream_->inflater) problem_ = "out of memory";
}

Gunzip::~Gunzip() = default;

// False where no packed bytes are left.
bool Gunzip::fill() {
  if (stream_->left > 0) return true;
  if (ended_) return false;
  stream_->left = read_(stream_->packed.data(), stream_->packed.size());
  stream_->from = reinterpret_cast<const std::uint8_t*>(stream_->packed.data());
  ended_ = stream_->left == 0;
  return stream_->left > 0;
}

std::size_t Gunzip::read(char* into, std::size_t size) {
  auto* out = reinterpret_cast<std::uint8_t*>(into);
  std::size_t room = size;
  while (problem_.empty() && room > 0) {
    // The inflater may still hold bytes that did not fit into the piece before.
    const bool more = fill();
    if (!more && !member_) break;
    if (!member_) stream_->inflater->begin_member();  // another may follow the one that has ended
    member_ = true;
    const std::size_t had = room;
    const Inflater::State state = stream_->inflater->step(stream_->from, stream_->left, out, room);
    if (state == Inflater::State::ended) member_ = false;
    else if (state == Inflater::State::damaged) problem_ = "the gzip data is damaged";
    else if (!more && room == had) problem_ = "the gzip data is cut off";
  }
  return size - room;
}

}  // namespace shelflife
