// One store with all that speaks of its objects, found by key: what the findings search. compiler/findings*.cpp only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/findings/findings_maps.hpp"
#include "compiler/findings/findings_statements.hpp"
#include "compiler/regions/space.hpp"

namespace shelflife::findings {

// Statements of one shape that speak of the same objects, or a hold. Only the strongest of them matters to others.
struct Group {
  const Item* best = nullptr;  // of equals the first; nullptr: a hold
  std::uint32_t hold = 0;
  std::uint32_t parts = 0;     // its parts are those of every group of this number
  std::uint32_t size = 0;      // statements in it

  const Statement* statement() const { return best != nullptr ? best->statement : nullptr; }
};

// A part of what a group speaks of, where the index finds it.
struct Spot {
  std::uint32_t group = 0;
  Kinds kind = 0;
  bool managed = true;
  const Box* box = nullptr;
};

class Ground {
 public:
  // `rules`: those that speak of the store, ascending. All references are kept.
  Ground(const Statements& statements, StoreId store, const std::vector<std::uint32_t>& rules, const SourceManager* sources);
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  const StoreSpace& space() const { return space_; }
  // All whose condition can be true; some have no part here, since no key of this store binds what they ask for.
  const std::vector<Group>& groups() const { return groups_; }
  // Groups of `delete whole` and `quarantine whole`.
  const std::vector<std::uint32_t>& wholes() const { return wholes_; }
  // The group of the statement at this place of those that speak of the store, in their order; nullptr when it speaks of no
  // object of this store, or too widely to be expanded.
  const Group* group_at(std::uint32_t place) const {
    const std::uint32_t group = group_of_[place];
    return group != no_id && !parts(group).empty() ? &groups_[group] : nullptr;
  }
  std::span<const Part> parts(const Group& group) const { return {parts_.data() + first_part_[group.parts], parts_.data() + first_part_[group.parts + 1]}; }
  std::span<const Part> parts(std::uint32_t group) const { return parts(groups_[group]); }

  // Spots of these kinds whose part holds all of `part`: look(spot) until it says true. Whether it did.
  template <class Look>
  bool containing(const Part& part, Kinds kinds, Look look) const {
    return ancestors(part, true, kinds, [&](const Spot& spot) {
      return spot.managed == part.managed && contains(*spot.box, part.box) && look(spot);
    });
  }
  // Spots of these kinds whose part has an object in common with `part`: look(spot) until it says true.
  template <class Look>
  bool meeting(const Part& part, Kinds kinds, Look look) const {
    const auto test = [&](const Spot& spot) { return spot.managed == part.managed && !disjoint(*spot.box, part.box) && look(spot); };
    return ancestors(part, false, kinds, test) || descendants(part, kinds, test);
  }

  // Groups whose condition can be true together with the box, whatever the keys are.
  // `asking`: only those that ask for a required field of the path.
  template <class Look>
  bool conditions_meeting(const Box& box, bool asking, Look look) const {
    if (!conditions_placed_) place_conditions();
    const auto test = [&](const Spot& spot) { return !disjoint(*spot.box, box) && look(spot); };
    return in_node(asking ? asking_ : conditions_, box, every_kind, test);
  }

  // Looks that are left; at 0 the searches find nothing more and `exhausted` is true.
  mutable std::uint64_t looks_left = 0;
  mutable bool exhausted = false;
  std::uint64_t most_looks() const { return most_looks_; }

 private:
  // A node of the forest of key prefixes: its parent is the longest other prefix that it extends.
  struct Node {
    std::string prefix;
    std::uint32_t parent = no_id;
    std::uint32_t first = 0, last = 0;  // its spots
    std::uint32_t end = 0;             // the node after those that extend it
    Kinds kinds = 0, above = 0, below = 0;  // of its spots; of those and of its ancestors'; of those of what extends it
    bool told_apart = false;           // spots are sorted by `told_by`
  };
  // In a crowded node spots are told apart by one value that their box asks for: (field, value) as a number; 0: by none.
  struct Placed {
    Spot spot;
    std::uint64_t told_by = 0;
  };

  // What the parts of a number are made from.
  struct Source {
    std::uint32_t region = 0;
    bool any_size = false;
  };
  // Parts of some sources, and where in them each source's parts and each part's anchors begin.
  struct Settled {
    std::vector<Part> parts;
    std::vector<std::string> anchors;
    std::vector<std::uint32_t> first_part, first_anchor;
  };

  std::vector<Source> find_groups(const std::vector<std::uint32_t>& rules);
  Settled settle(const Source* first, const Source* last) const;
  std::vector<std::string> make_parts(const std::vector<Source>& sources);
  void build_nodes(std::vector<std::string> anchors);
  Kinds kind_of(std::uint32_t group) const { return groups_[group].best != nullptr ? kinds_of(groups_[group].best->statement->kind) : hold_kind; }
  void place_conditions() const;
  void place_conditions(Node& node, bool asking) const;
  void tell_apart(Node& node) const;
  // The nodes of a part of this ground, found when it was indexed; empty for any other.
  std::span<const std::uint32_t> nodes_of(const Part& part) const {
    const std::less<> before;
    if (before(&part, parts_.data()) || !before(&part, parts_.data() + parts_.size())) return {};
    const auto at = static_cast<std::size_t>(&part - parts_.data());
    return {part_nodes_.data() + first_node_[at], part_nodes_.data() + first_node_[at + 1]};
  }
  std::uint32_t deepest(std::string_view anchor) const;  // the longest prefix in the forest that the anchor extends
  bool take_look() const {
    if (looks_left == 0) {
      exhausted = true;
      return false;
    }
    --looks_left;
    return true;
  }

  template <class Look>
  bool in_node(const Node& node, const Box& box, Kinds kinds, const Look& look) const {
    if ((node.kinds & kinds) == 0) return false;
    if (!node.told_apart) return range(node.first, node.last, kinds, look);
    std::uint32_t at = node.first;
    const auto above = [&](std::uint64_t key) {
      const auto less = [](const Placed& p, std::uint64_t k) { return p.told_by < k; };
      return static_cast<std::uint32_t>(std::lower_bound(placed_.begin() + at, placed_.begin() + node.last, key, less) - placed_.begin());
    };
    const std::uint32_t plain = above(1);
    if (range(node.first, plain, kinds, look)) return true;
    at = plain;
    while (at < node.last) {  // one field after the other
      const auto field = static_cast<FieldId>(placed_[at].told_by >> 32U);
      const std::uint32_t end = above((static_cast<std::uint64_t>(field) + 1) << 32U);
      const TextSet* set = box.text(field);
      if (set == nullptr || set->cofinite || set->values.size() > 16) {
        if (range(at, end, kinds, look)) return true;
      } else {
        for (const std::string& value : set->values) {
          const std::uint32_t known = values_.find(value);
          if (known == 0) continue;
          const std::uint64_t key = (static_cast<std::uint64_t>(field) << 32U) | known;
          if (range(above(key), above(key + 1), kinds, look)) return true;
        }
      }
      at = end;
    }
    return false;
  }
  template <class Look>
  bool range(std::uint32_t first, std::uint32_t last, Kinds kinds, const Look& look) const {
    for (std::uint32_t at = first; at < last; ++at) {
      if ((placed_[at].spot.kind & kinds) == 0) continue;
      if (!take_look()) return false;
      if (look(placed_[at].spot)) return true;
    }
    return false;
  }
  template <class Look>
  bool ancestors(const Part& part, bool first_only, Kinds kinds, Look look) const {
    if (const std::span<const std::uint32_t> own = nodes_of(part); !own.empty()) {
      for (const std::uint32_t first : own) {
        for (std::uint32_t node = first; node != no_id && (nodes_[node].above & kinds) != 0; node = nodes_[node].parent) {
          if (in_node(nodes_[node], part.box, kinds, look)) return true;
        }
        if (first_only) break;
      }
      return false;
    }
    for (const std::string& anchor : space_.view.keys.anchors(part.box)) {
      for (std::uint32_t node = deepest(anchor); node != no_id && (nodes_[node].above & kinds) != 0; node = nodes_[node].parent) {
        if (in_node(nodes_[node], part.box, kinds, look)) return true;
      }
      if (first_only) break;  // what holds all of the part has a prefix of each of its keys
    }
    return false;
  }
  template <class Look>
  bool descendants(const Part& part, Kinds kinds, Look look) const {
    const auto within = [&](std::uint32_t at, std::uint32_t end) {
      while (at < end) {
        const Node& node = nodes_[at];
        if (in_node(node, part.box, kinds, look)) return true;
        if (looks_left == 0) return false;
        at = (node.below & kinds) != 0 ? at + 1 : node.end;
      }
      return false;
    };
    if (const std::span<const std::uint32_t> own = nodes_of(part); !own.empty()) {
      return std::any_of(own.begin(), own.end(), [&](std::uint32_t node) { return (nodes_[node].below & kinds) != 0 && within(node + 1, nodes_[node].end); });
    }
    for (const std::string& anchor : space_.view.keys.anchors(part.box)) {
      const auto first = std::upper_bound(nodes_.begin(), nodes_.end(), anchor, [](const std::string& a, const Node& n) { return a < n.prefix; });
      const auto last = std::partition_point(first, nodes_.end(), [&](const Node& n) { return n.prefix.compare(0, anchor.size(), anchor) == 0; });
      if (within(static_cast<std::uint32_t>(first - nodes_.begin()), static_cast<std::uint32_t>(last - nodes_.begin()))) return true;
    }
    return false;
  }

  std::uint64_t most_looks_ = 0;
  const Statements& statements_;
  StoreSpace space_;
  std::vector<Group> groups_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> first_part_;   // by number of parts; one more than there are
  std::vector<std::uint32_t> group_of_;     // by place of a statement; no_id: none
  std::vector<Node> nodes_;                 // sorted by prefix
  std::vector<std::uint32_t> part_nodes_, first_node_;  // the nodes of each part
  std::vector<std::uint32_t> wholes_;
  // One spot a box of every condition; placed when they are first asked for.
  mutable Node conditions_, asking_;
  mutable bool conditions_placed_ = false;
  mutable std::vector<Placed> placed_;
  mutable TextIds values_;                  // texts of the spots' boxes
};

}  // namespace shelflife::findings
