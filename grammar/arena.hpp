// Memory for small things that are made one after the other and go together: the nodes of a syntax tree.
// Nothing is freed alone, and no destructor runs; so only trivially destructible things may live there.
#pragma once

#include <algorithm>
#include <new>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace shelflife {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), end_(std::exchange(other.end_, nullptr)), blocks_(std::move(other.blocks_)) {}
  Arena& operator=(Arena&& other) noexcept {
    at_ = std::exchange(other.at_, nullptr);
    end_ = std::exchange(other.end_, nullptr);
    blocks_ = std::move(other.blocks_);
    return *this;
  }

  void* take(std::size_t bytes) {
    bytes = (bytes + alignment - 1) & ~(alignment - 1);
    if (bytes > static_cast<std::size_t>(end_ - at_)) grow(bytes);
    return std::exchange(at_, at_ + bytes);
  }
  // A copy that stays where it is until the arena goes.
  template <typename T>
  T* keep(const T& value) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
    return new (take(sizeof(T))) T(value);
  }
  template <typename T>
  T* keep(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignment);
    if (values.empty()) return nullptr;
    return static_cast<T*>(std::memcpy(take(values.size_bytes()), values.data(), values.size_bytes()));
  }
  // Forgets all, and keeps one block for what comes next.
  void reset();

 private:
  static constexpr std::size_t alignment = 8;
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  void grow(std::size_t bytes);

  std::byte* at_ = nullptr;
  std::byte* end_ = nullptr;
  std::vector<Block> blocks_;
};

// A list in an arena: as long as the arena lives, it can be copied and read.
template <typename T>
class List {
 public:
  List() = default;
  List(Arena& arena, std::span<const T> values)
      : items_(arena.keep(values)), size_(static_cast<std::uint32_t>(values.size())) {}
  List(const T* items, std::size_t size) : items_(items), size_(static_cast<std::uint32_t>(size)) {}
  const T* begin() const { return items_; }
  const T* end() const { return items_ + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t index) const { return items_[index]; }
  const T& front() const { return items_[0]; }
  friend bool operator==(const List& a, const List& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

 private:
  const T* items_ = nullptr;
  std::uint32_t size_ = 0;
};

// One thing in an arena, or none. Equality looks at the things.
template <typename T>
class Maybe {
 public:
  Maybe() = default;
  explicit Maybe(const T* value) : value_(value) {}
  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_; }
  friend bool operator==(const Maybe& a, const Maybe& b) {
    return a.value_ == b.value_ || (a.value_ != nullptr && b.value_ != nullptr && *a.value_ == *b.value_);
  }

 private:
  const T* value_ = nullptr;
};

}  // namespace shelflife
