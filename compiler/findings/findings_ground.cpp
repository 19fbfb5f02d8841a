#include "compiler/findings/findings_ground.hpp"

#include <algorithm>

#include "compiler/objects/fate.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife::findings {

namespace {

constexpr std::size_t crowded = 32;          // spots in a node from which they are told apart
constexpr std::uint64_t looks_an_item = 64;  // the bound of all searches together grows with the policy
constexpr std::uint64_t looks_at_least = 1000000;
constexpr std::size_t sources_at_once = 2048;  // by one processor

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

}  // namespace

Ground::Ground(const Statements& statements, StoreId store, const std::vector<std::uint32_t>& rules, const SourceManager* sources)
    : statements_(statements), space_(statements.policy, store, {}, sources) {
  const std::vector<Source> made_from = find_groups(rules);
  build_nodes(make_parts(made_from));
  most_looks_ = looks_left = looks_at_least + looks_an_item * placed_.size();
}

std::vector<Ground::Source> Ground::find_groups(const std::vector<std::uint32_t>& rules) {
  const Policy& policy = statements_.policy;
  const bool s3 = space_.view.store.provider == Provider::s3;
  PairIds groups;  // (parts, shape)
  PairIds known;   // (region, any size) -> parts
  std::vector<Source> out;
  const auto parts_of = [&](std::uint32_t region, bool any_size) {
    const auto [parts, fresh] = known.of((static_cast<std::uint64_t>(region) << 1U) | (any_size ? 1U : 0U));
    if (fresh) out.push_back({region, any_size});
    return parts;
  };
  groups_.reserve(rules.size());
  group_of_.reserve(rules.size() * 2);
  for (const std::uint32_t r : rules) {
    for (std::uint32_t s = 0; s < policy.rules[r].statements.size(); ++s) {
      const Item& item = statements_.item({r, s});
      group_of_.push_back(no_id);
      const Region& region = statements_.regions[item.region];
      if (!region.exact || region.boxes.empty()) continue;
      const std::uint32_t parts = parts_of(item.region, item.any_size && s3);
      const auto [at, fresh] = groups.of((static_cast<std::uint64_t>(parts) << 32U) | item.shape);
      if (fresh) groups_.push_back({&item, 0, parts, 0});
      Group& group = groups_[at];
      if (stronger(*item.statement, *group.best->statement)) group.best = &item;
      ++group.size;
      group_of_.back() = at;
    }
  }
  for (std::uint32_t h = 0; h < policy.holds.size(); ++h) {
    const Region& region = statements_.regions[statements_.hold_regions[h]];
    if (region.exact && !region.boxes.empty()) groups_.push_back({nullptr, h, parts_of(statements_.hold_regions[h], false), 1});
  }
  return out;
}

Ground::Settled Ground::settle(const Source* first, const Source* last) const {
  Settled out;
  std::vector<std::string> anchors;
  const auto add = [&](Part part) {
    std::optional<Part> settled = space_.settle(std::move(part), true, &anchors);
    if (!settled) return;
    out.first_anchor.push_back(static_cast<std::uint32_t>(out.anchors.size()));
    out.parts.push_back(std::move(*settled));
    std::move(anchors.begin(), anchors.end(), std::back_inserter(out.anchors));
  };
  const auto count = static_cast<std::size_t>(last - first);
  out.parts.reserve(count);
  out.anchors.reserve(count);
  out.first_part.reserve(count);
  out.first_anchor.reserve(count);
  for (; first != last; ++first) {
    out.first_part.push_back(static_cast<std::uint32_t>(out.parts.size()));
    for (Box box : statements_.regions[first->region].boxes) {
      if (first->any_size) box.size.lo = std::max(box.size.lo, smallest_moved_on_s3);
      if (!names_path(statements_.policy, box)) add({box, false});
      add({std::move(box), true});
    }
  }
  return out;
}

// Gives the anchors of all parts; first_node_ says where those of each begin.
std::vector<std::string> Ground::make_parts(const std::vector<Source>& sources) {
  std::vector<Settled> pieces((sources.size() + sources_at_once - 1) / sources_at_once);
  side_by_side(pieces.size(), [&](std::size_t piece) {
    const std::size_t first = piece * sources_at_once, last = std::min(sources.size(), first + sources_at_once);
    pieces[piece] = settle(sources.data() + first, sources.data() + last);
  });
  std::size_t parts = 0, size = 0;
  for (const Settled& piece : pieces) parts += piece.parts.size(), size += piece.anchors.size();
  std::vector<std::string> anchors;
  anchors.reserve(size);
  parts_.reserve(parts);
  first_node_.reserve(parts + 1);
  first_part_.reserve(sources.size() + 1);
  for (Settled& piece : pieces) {
    for (const std::uint32_t at : piece.first_part) first_part_.push_back(at + static_cast<std::uint32_t>(parts_.size()));
    for (const std::uint32_t at : piece.first_anchor) first_node_.push_back(at + static_cast<std::uint32_t>(anchors.size()));
    std::move(piece.parts.begin(), piece.parts.end(), std::back_inserter(parts_));
    std::move(piece.anchors.begin(), piece.anchors.end(), std::back_inserter(anchors));
  }
  first_part_.push_back(static_cast<std::uint32_t>(parts_.size()));
  first_node_.push_back(static_cast<std::uint32_t>(anchors.size()));
  return anchors;
}

void Ground::build_nodes(std::vector<std::string> anchors) {
  std::vector<std::uint32_t> open;  // nodes that the next prefix may extend
  part_nodes_.resize(anchors.size());
  nodes_.reserve(anchors.size());
  for (const std::uint32_t at : order_of(anchors)) {
    std::string& prefix = anchors[at];
    if (nodes_.empty() || nodes_.back().prefix != prefix) {
      while (!open.empty() && !starts(prefix, nodes_[open.back()].prefix)) open.pop_back();
      const std::uint32_t parent = open.empty() ? no_id : open.back();
      open.push_back(static_cast<std::uint32_t>(nodes_.size()));
      nodes_.push_back({std::move(prefix), parent, 0, 0, 0, 0, 0, 0, false});
    }
    part_nodes_[at] = static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  // Each node's spots in the order of the groups.
  const auto each_spot = [&](const auto& use) {
    for (std::uint32_t g = 0; g < groups_.size(); ++g) {
      for (const Part& part : parts(g)) {
        for (const std::uint32_t node : nodes_of(part)) use(nodes_[node], g, part);
      }
    }
  };
  each_spot([](Node& node, std::uint32_t, const Part&) { ++node.last; });
  std::uint32_t sum = 0;
  for (Node& node : nodes_) {
    node.first = sum;
    sum += node.last;
    node.last = node.first;
  }
  placed_.resize(sum);
  each_spot([&](Node& node, std::uint32_t g, const Part& part) {
    placed_[node.last++] = {{g, kind_of(g), part.managed, &part.box}, 0};
    node.kinds |= kind_of(g);
  });
  for (Node& node : nodes_) node.above = node.kinds | (node.parent != no_id ? nodes_[node.parent].above : 0U);
  for (auto at = static_cast<std::uint32_t>(nodes_.size()); at-- > 0;) {
    Node& node = nodes_[at];
    node.end = std::max(node.end, at + 1);
    if (node.parent == no_id) continue;
    Node& parent = nodes_[node.parent];
    parent.end = std::max(parent.end, node.end);
    parent.below |= node.kinds | node.below;
  }
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].best != nullptr && groups_[g].best->statement->whole != no_id) wholes_.push_back(g);
  }
  for (Node& node : nodes_) {
    if (node.last - node.first > crowded) tell_apart(node);
  }
}

void Ground::place_conditions() const {
  conditions_placed_ = true;
  place_conditions(conditions_, false);
  place_conditions(asking_, true);
}

void Ground::place_conditions(Node& node, bool asking) const {
  node.first = static_cast<std::uint32_t>(placed_.size());
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    const std::uint32_t region = groups_[g].best != nullptr ? groups_[g].best->region : statements_.hold_regions[groups_[g].hold];
    if (asking && !statements_.asks_required_path[region]) continue;
    for (const Box& box : statements_.regions[region].boxes) placed_.push_back({{g, kind_of(g), true, &box}, 0});
  }
  node.last = static_cast<std::uint32_t>(placed_.size());
  node.kinds = every_kind;
  if (node.last - node.first > crowded) tell_apart(node);
}

// By the rarest value that a spot's box asks for: then few spots have the same.
void Ground::tell_apart(Node& node) const {
  const auto first = placed_.begin() + node.first, last = placed_.begin() + node.last;
  const auto key_of = [&](FieldId field, const std::string& value) { return (static_cast<std::uint64_t>(field) << 32U) | values_.of(value); };
  const auto usable = [](const TextSet& set) { return !set.cofinite && !set.missing && set.values.size() == 1; };
  PairIds ids;
  std::vector<std::uint32_t> count, asked;  // by id; ids in the order of spots and their fields
  for (auto at = first; at != last; ++at) {
    for (const auto& [field, set] : at->spot.box->texts) {
      if (!usable(set)) continue;
      const auto [id, fresh] = ids.of(key_of(field, set.values[0]));
      if (fresh) count.push_back(0);
      ++count[id];
      asked.push_back(id);
    }
  }
  auto next = asked.begin();
  for (auto at = first; at != last; ++at) {
    std::uint32_t rarest = ~std::uint32_t{0};
    for (const auto& [field, set] : at->spot.box->texts) {
      if (!usable(set)) continue;
      const std::uint32_t id = *next++;
      if (count[id] >= rarest) continue;
      rarest = count[id];
      at->told_by = ids.key(id);
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

}  // namespace shelflife::findings
