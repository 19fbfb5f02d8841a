#include "grammar/arena.hpp"

namespace shelflife {

namespace {

constexpr std::size_t first_block = std::size_t{1} << 11U;  // small policies touch few pages
constexpr std::size_t largest_block = std::size_t{1} << 20U;

}  // namespace

void Arena::grow(std::size_t bytes) {
  const std::size_t next = blocks_.empty() ? first_block : std::min(blocks_.back().size * 2, largest_block);
  const std::size_t size = std::max(bytes, next);
  blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
  at_ = blocks_.back().bytes.get();
  end_ = at_ + size;
}

void Arena::reset() {
  if (blocks_.empty()) return;
  if (blocks_.size() > 1) {  // the largest is enough for most of what follows
    std::swap(blocks_.front(), blocks_.back());
    blocks_.resize(1);
  }
  at_ = blocks_.front().bytes.get();
  end_ = at_ + blocks_.front().size;
}

}  // namespace shelflife
