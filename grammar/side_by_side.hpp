// Work on many like things by all processors.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace shelflife {

// Calls each(index) for all indexes below `count`, in any order, and returns when all are done. What `each` writes must be
// its own; it must not throw.
template <typename F>
void side_by_side(std::size_t count, F each) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) each(i);
  };
  std::vector<std::jthread> helpers;
  if (count > 1)
    for (std::size_t i = 1; i < std::min<std::size_t>(std::thread::hardware_concurrency(), count); ++i) helpers.emplace_back(work);
  work();
}

}  // namespace shelflife
