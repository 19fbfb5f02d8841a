#include "grammar/event_reader.hpp"

namespace shelflife {

void EventReader::skip() {
  std::size_t depth = 0;
  do {
    if (at_ == end_) return;
    if (at_->type == EventType::open) ++depth;
    if (at_->type == EventType::close && depth > 0) --depth;
    if (at_->type == EventType::leaf) leaf_end_ = at_->offset;
    next();
  } while (depth > 0);
}

namespace {
bool is_line(Kind kind) { return kind >= Kind::tier_entry && kind <= Kind::manifest_entry; }
}  // namespace

bool EventReader::head_holds_error() const {
  std::size_t depth = 0;
  std::size_t line_depth = 0;
  for (const Event* event = at_; event != end_; ++event) {
    if (event->type == EventType::open) {
      ++depth;
      if (line_depth == 0 && is_line(event->kind)) line_depth = depth;
      if (line_depth == 0 && event->kind == Kind::error) return true;
    } else if (event->type == EventType::close) {
      if (depth == line_depth) line_depth = 0;
      if (--depth == 0) break;
    }
  }
  return false;
}

bool EventReader::holds_error() const {
  std::size_t depth = 0;
  for (const Event* event = at_; event != end_; ++event) {
    if (event->type == EventType::open) {
      ++depth;
      if (event->kind == Kind::error) return true;
    } else if (event->type == EventType::close && --depth == 0) {
      break;
    }
  }
  return false;
}

}  // namespace shelflife
