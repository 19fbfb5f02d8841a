#include "compiler/findings/findings_ground.hpp"

#include <algorithm>

#include "compiler/objects/fate.hpp"

namespace shelflife::findings {

namespace {

constexpr std::size_t crowded = 32;          // spots in a node from which they are told apart
constexpr std::size_t most_values = 8;       // of one part, to be told apart by
constexpr std::uint64_t looks_an_item = 64;  // the bound of all searches together grows with the policy
constexpr std::uint64_t looks_at_least = 1000000;

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

}  // namespace

Ground::Ground(const Statements& statements, StoreId store, const std::vector<std::uint32_t>& rules, const SourceManager* sources)
    : statements_(statements), space_(statements.policy, store, {}, sources) {
  const Policy& policy = statements.policy;
  const bool s3 = policy.stores[store].provider == Provider::s3;
  std::unordered_map<std::uint64_t, std::uint32_t> groups;  // (region, shape)
  std::unordered_map<std::uint64_t, std::uint32_t> known;   // (region, any size) -> parts
  std::vector<std::pair<std::string, Placed>> entries;
  const auto parts_of = [&](std::uint32_t region, bool any_size) {
    const std::uint64_t key = (static_cast<std::uint64_t>(region) << 1U) | (any_size ? 1U : 0U);
    const auto [at, fresh] = known.emplace(key, static_cast<std::uint32_t>(parts_.size()));
    if (!fresh) return at->second;
    std::vector<Part> out;
    for (Box box : statements.regions[region].boxes) {
      if (any_size) box.size.lo = std::max(box.size.lo, smallest_moved_on_s3);
      const bool managed_only = names_path(policy, box);
      if (!managed_only) {
        if (auto part = space_.settle({box, false}, true)) out.push_back(std::move(*part));
      }
      if (auto part = space_.settle({std::move(box), true}, true)) out.push_back(std::move(*part));
    }
    parts_.push_back(std::move(out));
    return at->second;
  };
  for (const std::uint32_t r : rules) {
    for (std::uint32_t s = 0; s < policy.rules[r].statements.size(); ++s) {
      const Item& item = statements.item({r, s});
      if (!statements.regions[item.region].exact) continue;
      const std::uint32_t parts = parts_of(item.region, item.any_size && s3);
      if (statements.regions[item.region].boxes.empty()) continue;
      const auto [at, fresh] = groups.emplace((static_cast<std::uint64_t>(parts) << 32U) | item.shape, static_cast<std::uint32_t>(groups_.size()));
      if (fresh) groups_.push_back({&item, 0, parts, 0});
      Group& group = groups_[at->second];
      if (stronger(*item.statement, *group.best->statement)) group.best = &item;
      ++group.size;
      group_of_.emplace_back(statements.index(item.ref), at->second);
    }
  }
  for (std::uint32_t h = 0; h < policy.holds.size(); ++h) {
    if (!statements.regions[statements.hold_regions[h]].exact) continue;
    const std::uint32_t parts = parts_of(statements.hold_regions[h], false);
    if (!statements.regions[statements.hold_regions[h]].boxes.empty()) groups_.push_back({nullptr, h, parts, 1});
  }
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].best != nullptr && groups_[g].best->statement->whole != no_id) wholes_.push_back(g);
    for (const Part& part : parts_[groups_[g].parts]) {
      for (std::string& anchor : space_.view.keys.anchors(part.box)) entries.emplace_back(std::move(anchor), Placed{{g, &part}, 0});
    }
  }
  build_nodes(entries);
  place_conditions(conditions_, false);
  place_conditions(asking_, true);
  most_looks_ = looks_left = looks_at_least + looks_an_item * entries.size();
}

void Ground::build_nodes(std::vector<std::pair<std::string, Placed>>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  placed_.reserve(2 * entries.size());
  std::vector<std::uint32_t> open;  // nodes that the next prefix may extend
  for (auto& [prefix, placed] : entries) {
    if (nodes_.empty() || nodes_.back().prefix != prefix) {
      while (!open.empty() && !starts(prefix, nodes_[open.back()].prefix)) open.pop_back();
      const auto at = static_cast<std::uint32_t>(placed_.size());
      nodes_.push_back({std::move(prefix), open.empty() ? no_id : open.back(), at, at, false});
      open.push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
    }
    placed_.push_back(placed);
    nodes_.back().last = static_cast<std::uint32_t>(placed_.size());
    part_nodes_.emplace_back(placed.spot.part, static_cast<std::uint32_t>(nodes_.size() - 1));
  }
  std::sort(part_nodes_.begin(), part_nodes_.end());
  part_nodes_.erase(std::unique(part_nodes_.begin(), part_nodes_.end()), part_nodes_.end());
  for (Node& node : nodes_) {
    if (node.last - node.first > crowded) tell_apart(node);
  }
}

void Ground::place_conditions(Node& node, bool asking) {
  node.first = static_cast<std::uint32_t>(placed_.size());
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    const std::uint32_t region = groups_[g].best != nullptr ? groups_[g].best->region : statements_.hold_regions[groups_[g].hold];
    if (asking && !statements_.asks_required_path[region]) continue;
    for (const Box& box : statements_.regions[region].boxes) {
      condition_parts_.push_back({box, true});
      placed_.push_back({{g, &condition_parts_.back()}, 0});
    }
  }
  node.last = static_cast<std::uint32_t>(placed_.size());
  if (node.last - node.first > crowded) tell_apart(node);
}

// By the rarest value that a spot's box asks for: then few spots have the same.
void Ground::tell_apart(Node& node) {
  const auto first = placed_.begin() + node.first, last = placed_.begin() + node.last;
  const auto key_of = [&](FieldId field, const std::string& value) {
    const auto at = values_.emplace(value, static_cast<std::uint32_t>(values_.size() + 1)).first;
    return (static_cast<std::uint64_t>(field) << 32U) | at->second;
  };
  const auto usable = [](const TextSet& set) { return !set.cofinite && !set.missing && set.values.size() <= most_values; };
  std::unordered_map<std::uint64_t, std::uint32_t> count;
  for (auto at = first; at != last; ++at) {
    for (const auto& [field, set] : at->spot.part->box.texts) {
      if (!usable(set) || set.values.size() != 1) continue;
      ++count[key_of(field, set.values[0])];
    }
  }
  for (auto at = first; at != last; ++at) {
    std::uint32_t rarest = ~std::uint32_t{0};
    for (const auto& [field, set] : at->spot.part->box.texts) {
      if (!usable(set) || set.values.size() != 1) continue;
      const std::uint64_t key = key_of(field, set.values[0]);
      if (count[key] >= rarest) continue;
      rarest = count[key];
      at->told_by = key;
    }
  }
  std::stable_sort(first, last, [](const Placed& a, const Placed& b) { return a.told_by < b.told_by; });
  node.told_apart = true;
}

std::uint32_t Ground::deepest(std::string_view anchor) const {
  auto at = std::upper_bound(nodes_.begin(), nodes_.end(), anchor, [](std::string_view a, const Node& n) { return a < n.prefix; });
  if (at == nodes_.begin()) return no_id;
  auto node = static_cast<std::uint32_t>(at - nodes_.begin()) - 1;
  while (node != no_id && !starts(anchor, nodes_[node].prefix)) node = nodes_[node].parent;
  return node;
}

const Group* Ground::group_of(std::uint32_t item) const {
  const auto at = std::lower_bound(group_of_.begin(), group_of_.end(), item, [](const auto& e, std::uint32_t i) { return e.first < i; });
  return at != group_of_.end() && at->first == item && !parts(at->second).empty() ? &groups_[at->second] : nullptr;
}

}  // namespace shelflife::findings
