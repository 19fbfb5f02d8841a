#include "grammar/nearest.hpp"

#include <algorithm>
#include <vector>

#include "grammar/ascii.hpp"

namespace shelflife {

namespace {
constexpr std::size_t longest_compared = 64;  // nobody misspells more than that
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> older(b.size() + 1), old(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) old[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({old[j] + 1, now[j - 1] + 1, old[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        now[j] = std::min(now[j], older[j - 2] + 1);
    }
    older.swap(old);
    old.swap(now);
  }
  return old[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > longest_compared) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_compared) continue;
    const std::size_t apart = std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
    if (apart >= best_distance) continue;  // so many edits at least
    const std::size_t distance = edit_distance(word, candidate);
    // A word of two letters is one edit from most others.
    if (distance < best_distance && distance < std::max<std::size_t>(1, candidate.size() - (candidate.empty() ? 0 : 1))) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace shelflife
