#include "grammar/tree.hpp"

#include <array>

#include "grammar/keywords.hpp"

namespace shelflife {

namespace {

// Reserved words by first letter: the check runs once per field, so it must not walk the whole table.
struct Bucket {
  std::array<std::string_view, 8> words;
  std::size_t count = 0;
  std::uint32_t lengths = 0;  // bit n: one has n letters
};
constexpr std::array<Bucket, 26> make_buckets() {
  std::array<Bucket, 26> buckets{};
  for (const Keyword& keyword : keywords) {
    if (!keyword.reserved) continue;
    Bucket& bucket = buckets[static_cast<std::size_t>(keyword.spelling[0] - 'a')];
    bucket.words[bucket.count++] = keyword.spelling;
    bucket.lengths |= 1U << keyword.spelling.size();
  }
  return buckets;
}
constexpr std::array<Bucket, 26> buckets = make_buckets();

}  // namespace

bool is_keyword(Kind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index >= first_keyword && index < first_keyword + keyword_count;
}

std::string_view spelling(Kind keyword) {
  return is_keyword(keyword) ? keywords[static_cast<std::size_t>(keyword) - first_keyword].spelling
                             : std::string_view();
}

bool is_reserved(std::string_view word) {
  if (word.empty() || word.size() > 31 || word[0] < 'a' || word[0] > 'z') return false;
  const Bucket& bucket = buckets[static_cast<std::size_t>(word[0] - 'a')];
  if ((bucket.lengths >> word.size() & 1U) == 0) return false;
  for (std::size_t i = 0; i < bucket.count; ++i)
    if (bucket.words[i].size() == word.size() && bucket.words[i][1] == word[1] && bucket.words[i] == word) return true;
  return false;
}

std::vector<Leaf> leaves(const Tree& tree) {
  std::vector<Leaf> result;
  std::uint32_t at = 0;
  for (const Event& event : tree.events) {
    if (event.type != EventType::leaf) continue;
    if (event.blank != 0) result.push_back({Kind::blank, at, at + event.blank});
    result.push_back({event.kind, at + event.blank, event.offset});
    at = event.offset;
  }
  if (at < tree.size) result.push_back({Kind::blank, at, tree.size});
  return result;
}

}  // namespace shelflife
