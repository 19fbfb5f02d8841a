// Walks events forward, comments and blanks passed over. What it reads has the order that the rules fix, so callers
// take what must stand there and ask only where the rules leave a choice.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"
#include "grammar/tree.hpp"

namespace shelflife {

class EventReader {
 public:
  EventReader(std::span<const Event> events, std::uint32_t start, std::string_view text, FileId file)
      : at_(events.data()), end_(events.data() + events.size()), text_(text), file_(file), leaf_end_(start) {
    pass_trivia();
  }

  bool done() const { return at_ == end_; }
  bool at_leaf(Kind kind) const { return at_ != end_ && at_->type == EventType::leaf && at_->kind == kind; }
  bool at_leaf() const { return at_ != end_ && at_->type == EventType::leaf; }
  bool at_node(Kind kind) const { return at_ != end_ && at_->type == EventType::open && at_->kind == kind; }
  bool at_close() const { return at_ == end_ || at_->type == EventType::close; }
  Kind kind() const { return at_ == end_ ? Kind::blank : at_->kind; }

  Origin here() const { return {Span{file_, leaf_begin(), leaf_end_}}; }
  // Of what was read since: `from` is here() at its start.
  Origin since(const Origin& from) const { return {Span{file_, from.span.begin, leaf_end_}}; }

  // The leaf, read.
  Origin take() {
    if (at_ == end_) return here();
    const Origin origin{Span{file_, leaf_begin(), at_->offset}};
    leaf_end_ = at_->offset;
    next();
    return origin;
  }
  bool accept(Kind kind) {
    if (!at_leaf(kind)) return false;
    take();
    return true;
  }
  std::string_view text(const Origin& origin) const {
    return text_.substr(origin.span.begin, origin.span.end - origin.span.begin);
  }
  // Into and out of a node.
  void enter() { next(); }
  void leave() { next(); }
  // Past the node that opens here, whatever it holds; or past one leaf or close.
  void skip();
  // An error stands anywhere in the node that opens here.
  bool holds_error() const;
  // An error stands in the declaration that opens here, but in none of the lines of its block.
  bool head_holds_error() const;

 private:
  std::uint32_t leaf_begin() const {
    return at_ != end_ && at_->type == EventType::leaf ? leaf_end_ + at_->blank
           : at_ != end_                               ? at_->offset
                                                       : leaf_end_;
  }
  void next() {
    if (at_ != end_) ++at_;
    pass_trivia();
  }
  void pass_trivia() {
    while (at_ != end_ && at_->type == EventType::leaf && (at_->kind == Kind::comment || at_->kind == Kind::blank))
      leaf_end_ = (at_++)->offset;
  }

  const Event* at_;
  const Event* end_;
  std::string_view text_;
  FileId file_;
  std::uint32_t leaf_end_;
};

}  // namespace shelflife
