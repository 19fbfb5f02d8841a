#include "compiler/regions/box_index.hpp"

#include <algorithm>
#include <limits>

namespace shelflife {

namespace {

// The states of a finite set; "" stands for missing. (An empty value is found with it: too much is no harm.)
std::vector<std::string> states(const TextSet& set) {
  std::vector<std::string> out = set.values;
  if (set.missing) out.emplace_back();
  return out;
}

// A box that lists more states of a field than this is found by its keys.
constexpr std::size_t most_states = 16;

}  // namespace

void BoxIndex::add(const Box& box, std::vector<std::string> anchors, std::uint32_t item) {
  Entry entry{{}, std::move(anchors), item};
  for (const auto& [field, set] : box.texts) {
    if (!set.cofinite && set.values.size() <= most_states) entry.listed.emplace_back(field, states(set));
  }
  entries_.push_back(std::move(entry));
}

// Each entry goes to the field of which it has the rarest states.
void BoxIndex::finish() {
  std::map<FieldId, std::map<std::string, std::size_t, std::less<>>> uses;
  for (const Entry& entry : entries_) {
    for (const auto& [field, values] : entry.listed) {
      for (const std::string& value : values) ++uses[field][value];
    }
  }
  for (Entry& entry : entries_) {
    const auto shared = [&](const auto& listed) {
      std::size_t sum = 0;
      for (const std::string& value : listed.second) sum += uses[listed.first][value];
      return sum;
    };
    const auto rarest = std::min_element(entry.listed.begin(), entry.listed.end(), [&](const auto& a, const auto& b) { return shared(a) < shared(b); });
    if (rarest == entry.listed.end()) {
      others_.add(entry.anchors, entry.item);
      continue;
    }
    Group& group = groups_[rarest->first];
    for (std::string& value : rarest->second) group.by_value[std::move(value)].push_back(entry.item);
    group.by_key.add(entry.anchors, entry.item);
  }
  others_.finish();
  for (auto& [field, group] : groups_) group.by_key.finish();
  entries_ = {};
}

std::vector<std::uint32_t> BoxIndex::near(const Box& box, const std::vector<std::string>& anchors) const {
  return *near(box, anchors, std::numeric_limits<std::size_t>::max());
}

std::optional<std::vector<std::uint32_t>> BoxIndex::near(const Box& box, const std::vector<std::string>& anchors, std::size_t most) const {
  std::vector<const AnchorIndex*> by_key = {&others_};
  std::vector<const std::vector<std::uint32_t>*> lists;
  std::size_t sum = others_.count(anchors);
  for (const auto& [field, group] : groups_) {
    const std::size_t keyed = group.by_key.count(anchors), first = lists.size();
    const TextSet* const set = box.text(field);
    std::size_t listed = 0;
    if (set != nullptr && !set->cofinite) {
      for (const std::string& value : states(*set)) {
        const auto at = group.by_value.find(value);
        if (at == group.by_value.end()) continue;
        lists.push_back(&at->second);
        listed += at->second.size();
      }
    }
    const bool by_keys = set == nullptr || set->cofinite || listed > keyed;
    if (by_keys) {
      lists.resize(first);
      by_key.push_back(&group.by_key);
    }
    sum += by_keys ? keyed : listed;
  }
  if (sum > most) return std::nullopt;
  std::vector<std::uint32_t> found;
  for (const AnchorIndex* index : by_key) {
    const std::vector<std::uint32_t> more = index->near(anchors);
    found.insert(found.end(), more.begin(), more.end());
  }
  for (const std::vector<std::uint32_t>* list : lists) found.insert(found.end(), list->begin(), list->end());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace shelflife
