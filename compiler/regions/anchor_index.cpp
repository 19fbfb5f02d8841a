#include <algorithm>
#include <string_view>

#include "compiler/regions/key_space.hpp"

namespace shelflife {

void AnchorIndex::add(const std::vector<std::string>& anchors, std::uint32_t item) {
  for (const std::string& anchor : anchors) {
    if (anchor.size() >= lengths_.size()) lengths_.resize(anchor.size() + 1);
    lengths_[anchor.size()] = true;
    entries_.emplace_back(anchor, item);
  }
}

void AnchorIndex::finish() { std::sort(entries_.begin(), entries_.end()); }

// Calls `use(first, last)` for each run of entries whose anchor extends one of these, or is extended by it.
template <class Use>
void AnchorIndex::each_range(const std::vector<std::string>& anchors, Use use) const {
  const auto before = [](const auto& entry, std::string_view key) { return std::string_view(entry.first) < key; };
  const auto after = [](std::string_view key, const auto& entry) { return key < std::string_view(entry.first).substr(0, key.size()); };
  for (const std::string& anchor : anchors) {
    use(std::lower_bound(entries_.begin(), entries_.end(), std::string_view(anchor), before),
        std::upper_bound(entries_.begin(), entries_.end(), std::string_view(anchor), after));
    for (std::size_t length = 0; length < anchor.size() && length < lengths_.size(); ++length) {
      if (!lengths_[length]) continue;
      const std::string_view shorter = std::string_view(anchor).substr(0, length);
      use(std::lower_bound(entries_.begin(), entries_.end(), shorter, before),
          std::upper_bound(entries_.begin(), entries_.end(), shorter, [](std::string_view key, const auto& entry) { return key < std::string_view(entry.first); }));
    }
  }
}

std::vector<std::uint32_t> AnchorIndex::near(const std::vector<std::string>& anchors) const {
  std::vector<std::uint32_t> found;
  each_range(anchors, [&](auto first, auto last) {
    for (auto at = first; at != last; ++at) found.push_back(at->second);
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::size_t AnchorIndex::count(const std::vector<std::string>& anchors) const {
  std::size_t sum = 0;
  each_range(anchors, [&](auto first, auto last) { sum += static_cast<std::size_t>(last - first); });
  return sum;
}

}  // namespace shelflife
