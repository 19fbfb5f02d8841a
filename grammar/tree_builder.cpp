#include "grammar/tree_builder.hpp"

#include <algorithm>

namespace shelflife {

void TreeBuilder::grow() {
  const std::size_t count = mark();
  buffer_.resize(std::max<std::size_t>(256, count + count / 2));
  at_ = buffer_.data() + count;
  end_ = buffer_.data() + buffer_.size();
}

void TreeBuilder::close_open_nodes(std::size_t begin) {
  std::vector<Kind> open_kinds;
  for (std::size_t i = begin; i < mark(); ++i) {
    if (buffer_[i].type == EventType::open) open_kinds.push_back(buffer_[i].kind);
    if (buffer_[i].type == EventType::close) open_kinds.pop_back();
  }
  for (; !open_kinds.empty(); open_kinds.pop_back()) close(open_kinds.back());
}

// The gap between two tokens holds blanks and comments only, so every `#` in it begins a comment.
void TreeBuilder::flush_comments() {
  const std::uint32_t gap_end = next_;
  comment_ = false;
  std::vector<Event> opened;
  for (; at_ != buffer_.data() && at_[-1].type == EventType::open; --at_) opened.push_back(at_[-1]);
  const std::string_view gap = text_.substr(0, gap_end);
  for (std::size_t at = gap.find('#', leaf_end_); at < gap_end; at = gap.find('#', leaf_end_)) {
    std::size_t end = gap.find('\n', at);
    if (end == std::string_view::npos) end = gap_end;
    if (end > at && end < gap_end && text_[end - 1] == '\r') --end;
    next_ = static_cast<std::uint32_t>(at);
    if (next_ - leaf_end_ > 0xffffU) flush_gap();
    leaf(Kind::comment, static_cast<std::uint32_t>(end));
  }
  next_ = gap_end;
  for (; !opened.empty(); opened.pop_back()) push(opened.back());
}

// A gap too wide for Event::blank becomes a leaf of its own.
void TreeBuilder::flush_gap() {
  if (comment_) flush_comments();
  if (next_ - leaf_end_ <= 0xffffU) return;
  push({next_, 0, Kind::blank, EventType::leaf});
  leaf_end_ = next_;
}

void TreeBuilder::give_up(std::size_t size) {
  open(Kind::error);
  if (size != 0) leaf(Kind::junk, static_cast<std::uint32_t>(size));
  close(Kind::error);
}

void TreeBuilder::finish() {
  if (comment_) flush_comments();
  if (next_ > leaf_end_) push({next_, 0, Kind::blank, EventType::leaf});
  leaf_end_ = next_;
}

}  // namespace shelflife
