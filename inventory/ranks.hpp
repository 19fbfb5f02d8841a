// Ranks of the units of one ranked keep, counted over the objects of a store.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/objects/evaluate.hpp"
#include "inventory/rank_group.hpp"

namespace shelflife {

// Names a unit (a version, say) or a group: the texts of its fields and of every path field left of them. Nothing where the
// key does not bind one of `fields`, or binds it to a value outside its list.
std::optional<std::string> unit_name(const Policy& policy, const Binding& binding, const std::vector<FieldId>& fields);

class Ranks {
 public:
  // `until`: what was created at or after it counts in no rank (the moment the listing began).
  Ranks(const Policy& policy, StatementRef keep, Instant until);

  // One revision, its age at `now`; `view` is of it. Those outside every unit are left alone.
  void add(const ObjectView& view, const Binding& binding, Instant now);

  // Orders the groups. After the last add(), before the first rank().
  void finish();
  // 1: newest or best. Nothing: it has no rank (no unit, no metric), and the keep holds.
  std::optional<std::uint32_t> rank(const Binding& binding) const;

 private:
  struct Unit {
    std::string group;
    RankUnit facts;
    std::unordered_map<std::string, Instant> gone;  // by key: its newest noncurrent revision
  };

  const Policy& policy_;
  StatementRef keep_;
  const Ranking& ranking_;
  Instant until_;
  std::unordered_map<std::string, Unit> units_;
  std::unordered_map<std::string, RankGroup> groups_;
};

}  // namespace shelflife
