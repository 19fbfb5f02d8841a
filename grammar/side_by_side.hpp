// Work on many like things by all processors.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace shelflife {

// Whether this thread is at such work.
inline bool& side_by_side_at_work() {
  thread_local bool at_work = false;
  return at_work;
}

// Calls each(index) for all indexes below `count`, in any order, and returns when all are done. What `each` writes must be
// its own; it must not throw. Within such work all processors are at work already: there it is a loop.
template <typename F>
void side_by_side(std::size_t count, F each) {
  if (count < 2 || side_by_side_at_work()) {
    for (std::size_t i = 0; i < count; ++i) each(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    side_by_side_at_work() = true;
    for (std::size_t i = next++; i < count; i = next++) each(i);
    side_by_side_at_work() = false;
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min<std::size_t>(std::thread::hardware_concurrency(), count); ++i) helpers.emplace_back(work);
  work();
}

}  // namespace shelflife
