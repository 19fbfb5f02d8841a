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

// Errors in lines stand behind the `{`.
bool EventReader::head_holds_error() const {
  std::size_t depth = 0;
  for (const Event* event = at_; event != end_; ++event) {
    if (event->type == EventType::open) {
      ++depth;
      if (event->kind == Kind::error) return true;
    } else if (event->type == EventType::close) {
      if (--depth == 0) break;
    } else if (event->kind == Kind::open_brace && depth == 1) {
      break;
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
