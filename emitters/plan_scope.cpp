#include "emitters/plan_scope.hpp"

#include <algorithm>

#include "compiler/model/layout.hpp"
#include "compiler/model/print.hpp"

namespace shelflife {
namespace {

class Collector {
 public:
  Collector(const Policy& policy, PlanScope& scope) : policy_(policy), scope_(scope) {}

  void predicate(const Predicate& p) {
    for (const Predicate& child : p.children) predicate(child);
    if (p.field != no_id) field(p.field);
    switch (p.kind) {
      case PredicateKind::starts_with:
      case PredicateKind::ends_with: scope_.key_text = scope_.key_text || p.field == no_id; break;
      case PredicateKind::size: scope_.size = true; break;
      case PredicateKind::accessed_within: scope_.accessed = true; break;
      case PredicateKind::flag: flag(p.flag); break;
      default: break;
    }
  }

  void statement(const PlanStatement& s) {
    predicate(s.where);
    const Statement& st = *s.statement;
    clock(st.clock);
    switch (st.kind) {
      case StatementKind::keep_ranked:
        field(st.ranking.unit);
        for (FieldId per : st.ranking.per) field(per);
        if (st.ranking.best) field(st.ranking.by);
        break;
      case StatementKind::remove_noncurrent:
      case StatementKind::move_noncurrent: scope_.noncurrent = true; break;
      default: break;
    }
    if (st.whole != no_id) field(st.whole);
    if (st.kind == StatementKind::move || st.kind == StatementKind::move_noncurrent) {
      scope_.tier = true;
      scope_.size = scope_.size || policy_.stores[scope_.store].provider == Provider::s3;
    }
  }

 private:
  void field(FieldId id) {
    scope_.fields.insert(id);
    if (policy_.fields[id].source == FieldSource::registry) scope_.needs_registry_field = true;
  }
  void flag(Flag f) {
    scope_.flags.insert(f);
    if (f == Flag::noncurrent) scope_.noncurrent = true;
  }
  void clock(const Clock& c) {
    scope_.clocks.insert(c.kind);
    if (c.kind == ClockKind::accessed) scope_.accessed = true;
    if (c.kind == ClockKind::field) field(c.field);
  }
  const Policy& policy_;
  PlanScope& scope_;
};

// The engine must know every keep, hold and lock, but only those deletes and moves that are left to it.
bool the_engine_reads(const PlanStatement& s) {
  return is_keep(s.statement->kind) || s.statement->kind == StatementKind::lock ||
         s.statement->kind == StatementKind::remove_noncurrent || s.in_plan();
}

}  // namespace

bool PlanScope::registry() const {
  const bool by_flag = std::any_of(flags.begin(), flags.end(), [](Flag f) { return f != Flag::noncurrent; });
  return by_flag || clocks.contains(ClockKind::promoted) || clocks.contains(ClockKind::retired) ||
         needs_registry_field;
}

std::vector<FieldId> fields_up_to(const Layout& layout, FieldId field) {
  std::vector<FieldId> left;
  for (const Segment& segment : layout.segments) {
    if (segment.literal()) continue;
    left.push_back(segment.field);
    if (segment.field == field) return left;
  }
  return {};
}

PlanScope plan_scope(const EmitContext& context, StoreId store, const std::vector<std::uint32_t>& rules) {
  const Policy& policy = context.policy;
  PlanScope scope;
  scope.store = store;
  scope.noncurrent = policy.stores[store].versioned();
  Collector collect(policy, scope);
  for (const Layout& layout : policy.layouts) {
    if (!applies(layout, store)) continue;
    scope.layouts.push_back(&layout);
    for (const Segment& segment : layout.segments) {
      if (!segment.literal()) scope.fields.insert(segment.field);
    }
  }
  for (const std::uint32_t r : rules) {
    const Rule& rule = policy.rules[r];
    for (std::uint32_t i = 0; i < rule.statements.size(); ++i) {
      PlanStatement s{{r, i}, &rule, &rule.statements[i], context.lowered.placement(store, {r, i}),
                      statement_id(policy, {r, i}), both(rule.where, rule.statements[i].where)};
      if (the_engine_reads(s)) collect.statement(s);
      scope.statements.push_back(std::move(s));
    }
  }
  for (const Hold& hold : policy.holds) collect.predicate(hold.where);
  return scope;
}

}  // namespace shelflife
