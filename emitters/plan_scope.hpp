// What one store's part of the plan speaks of: the statements in effect there and the facts that deciding them takes.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "emitters/emit.hpp"

namespace shelflife {

// A statement in effect on a store. `placement` is null for keeps and for what lowering has no row for.
struct PlanStatement {
  StatementRef ref;
  const Rule* rule = nullptr;
  const Statement* statement = nullptr;
  const Placement* placement = nullptr;
  std::string id;   // "experiments/2": the rule's id and the statement's place in it, from 1
  Predicate where;  // the rule's and its own
  bool in_plan() const { return placement != nullptr && placement->in_plan(); }
};

struct PlanScope {
  StoreId store = no_id;
  std::vector<PlanStatement> statements;  // source order; all that speak of the store
  std::vector<const Layout*> layouts;     // those that apply to the store

  // Facts that the conditions, clocks and ranks of the plan read.
  std::set<FieldId> fields;
  std::set<Flag> flags;
  std::set<ClockKind> clocks;
  bool key_text = false, size = false, accessed = false, tier = false, noncurrent = false;
  bool registry() const;  // any fact above that only a registry has
  bool needs_registry_field = false;
};

// `rules`: those that speak of the store, ascending.
PlanScope plan_scope(const EmitContext& context, StoreId store, const std::vector<std::uint32_t>& rules);

// Fields of `layout` from its first to `field`; empty when the layout does not have it.
std::vector<FieldId> fields_up_to(const Layout& layout, FieldId field);

}  // namespace shelflife
