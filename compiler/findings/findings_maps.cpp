#include "compiler/findings/findings_maps.hpp"

#include <algorithm>

namespace shelflife::findings {

namespace {

// Eight bytes of a text, so that most comparisons touch no text.
struct Key {
  std::uint64_t head = 0;
  std::uint32_t index = 0;
};

std::uint64_t head_of(std::string_view text, std::size_t from) {
  std::uint64_t head = 0;
  for (std::size_t i = from; i < from + 8; ++i) head = head << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return head;
}

// All texts from first to last are the same before `from`.
void sort_from(const std::vector<std::string>& texts, Key* first, Key* last, std::size_t from) {
  for (Key* at = first; at != last; ++at) at->head = head_of(texts[at->index], from);
  std::sort(first, last, [](const Key& a, const Key& b) { return a.head < b.head; });
  for (Key* run = first; run != last;) {
    Key* end = run + 1;
    bool longer = texts[run->index].size() > from + 8, shorter = !longer;
    for (; end != last && end->head == run->head; ++end) (texts[end->index].size() > from + 8 ? longer : shorter) = true;
    if (end - run > 1 && longer && !shorter) sort_from(texts, run, end, from + 8);
    else if (end - run > 1) std::sort(run, end, [&](const Key& a, const Key& b) { return texts[a.index] < texts[b.index]; });  // equal, or with zero bytes
    run = end;
  }
}

}  // namespace

std::vector<std::uint32_t> order_of(const std::vector<std::string>& texts) {
  std::vector<Key> keys(texts.size());
  std::size_t common = texts.empty() ? 0 : texts[0].size();
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    keys[i].index = i;
    std::size_t same = 0;
    while (same < common && same < texts[i].size() && texts[i][same] == texts[0][same]) ++same;
    common = same;
  }
  sort_from(texts, keys.data(), keys.data() + keys.size(), common);
  std::vector<std::uint32_t> out;
  out.reserve(keys.size());
  for (const Key& key : keys) out.push_back(key.index);
  return out;
}

}  // namespace shelflife::findings
