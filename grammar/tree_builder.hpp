// Collects the events of a parse. Comments between tokens are held back until the next token comes and are then put
// before the nodes that open with it, so that they belong to the outermost node they can, and a node ends with its last
// token.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "grammar/tree.hpp"

namespace shelflife {

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text) {}

  std::uint32_t next() const { return next_; }            // where the token to come begins
  std::uint32_t leaf_end() const { return leaf_end_; }    // end of the last leaf
  std::size_t mark() const { return static_cast<std::size_t>(at_ - buffer_.data()); }

  void open(Kind kind) {
    push({next_, 0, kind, EventType::open});
  }
  void close(Kind kind) { push({leaf_end_, 0, kind, EventType::close}); }
  // A node that did not begin: nothing stands behind its open event.
  void drop_open() { --at_; }
  void leaf(Kind kind, std::uint32_t end) {
    if (comment_ || next_ - leaf_end_ > 0xffffU) flush_gap();
    push({end, static_cast<std::uint16_t>(next_ - leaf_end_), kind, EventType::leaf});
    leaf_end_ = next_ = end;
  }
  void saw_comment() { comment_ = true; }
  void blanks_until(std::uint32_t offset) { next_ = offset; }

  // Closes the nodes that were opened since the mark.
  void close_open_nodes(std::size_t begin);
  // Comments up to next(), and the blank tail, become leaves.
  void finish();
  // The whole text is one leaf that nobody read.
  void give_up(std::size_t size);
  // Nothing was read yet, and the first token begins here.
  void start_at(std::uint32_t offset) {
    at_ = buffer_.data();
    leaf_end_ = next_ = offset;
    comment_ = false;
  }
  // Forgets the events, not the place.
  void forget() { at_ = buffer_.data(); }

  std::span<const Event> events() const { return {buffer_.data(), mark()}; }
  std::vector<Event> take_events() {
    buffer_.resize(mark());
    at_ = end_ = nullptr;
    return std::move(buffer_);
  }

 private:
  // Not std::vector::push_back: this is the inner loop of the parse, and it must be inlined.
  [[gnu::always_inline]] void push(const Event& event) {
    if (at_ == end_) [[unlikely]] grow();
    *at_++ = event;
  }
  void grow();
  void flush_comments();
  void flush_gap();

  std::string_view text_;
  std::vector<Event> buffer_;  // those before at_ are events
  Event* at_ = nullptr;
  Event* end_ = nullptr;
  std::uint32_t leaf_end_ = 0;
  std::uint32_t next_ = 0;
  bool comment_ = false;
};

}  // namespace shelflife
