// Small tables for a policy's many statements: found by hash in one array, nothing allocated for an entry. An order of
// entries never shows. compiler/findings*.cpp only.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shelflife::findings {

// Numbers of up to 32 bits by an own hash, `equal` deciding between those of one hash. Indexes vectors that others hold.
class HashIndex {
 public:
  static constexpr std::uint32_t none = 0xffffffffU;

  explicit HashIndex(std::size_t expected = 0) { resize(std::bit_ceil(expected * 2 + 16)); }

  // What has this hash and is equal; none: nothing.
  template <class Equal>
  std::uint32_t find(std::uint64_t hash, Equal equal) const {
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.value == none) return none;
      if (slot.hash == hash && equal(slot.value)) return slot.value;
    }
  }
  // What is there already is not looked for.
  void add(std::uint64_t hash, std::uint32_t value) {
    if (++count_ * 2 > slots_.size()) {
      std::vector<Slot> old = std::move(slots_);
      resize(old.size() * 2);
      for (const Slot& slot : old) {
        if (slot.value != none) put(slot);
      }
    }
    put({hash, value});
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t value = none;
  };
  void resize(std::size_t size) {
    slots_.assign(size, {});
    mask_ = size - 1;
  }
  void put(const Slot& slot) {
    std::size_t at = slot.hash & mask_;
    while (slots_[at].value != none) at = (at + 1) & mask_;
    slots_[at] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t mask_ = 0, count_ = 0;
};

inline std::uint64_t mixed(std::uint64_t v) {
  v = (v ^ (v >> 32U)) * 0x9e3779b97f4a7c15U;
  return v ^ (v >> 29U);
}

// Numbers 0, 1, 2 ... for pairs of numbers, in the order in which they come.
class PairIds {
 public:
  // Its number, and whether it is new.
  std::pair<std::uint32_t, bool> of(std::uint64_t key) {
    const std::uint64_t hash = mixed(key);
    const std::uint32_t have = index_.find(hash, [&](std::uint32_t id) { return keys_[id] == key; });
    if (have != HashIndex::none) return {have, false};
    const auto id = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(key);
    index_.add(hash, id);
    return {id, true};
  }
  std::uint64_t key(std::uint32_t id) const { return keys_[id]; }

 private:
  HashIndex index_;
  std::vector<std::uint64_t> keys_;
};

// Numbers 1, 2, 3 ... for texts, in the order in which they come. The texts must outlive it.
class TextIds {
 public:
  std::uint32_t of(std::string_view text) {
    const std::uint64_t hash = std::hash<std::string_view>{}(text);
    const std::uint32_t have = index_.find(hash, [&](std::uint32_t id) { return texts_[id - 1] == text; });
    if (have != HashIndex::none) return have;
    texts_.push_back(text);
    const auto id = static_cast<std::uint32_t>(texts_.size());
    index_.add(hash, id);
    return id;
  }
  // 0: it has none.
  std::uint32_t find(std::string_view text) const {
    const std::uint32_t have = index_.find(std::hash<std::string_view>{}(text), [&](std::uint32_t id) { return texts_[id - 1] == text; });
    return have == HashIndex::none ? 0 : have;
  }

 private:
  HashIndex index_;
  std::vector<std::string_view> texts_;
};

// Indices of the texts in their order; equal ones in any.
std::vector<std::uint32_t> order_of(const std::vector<std::string>& texts);

}  // namespace shelflife::findings
