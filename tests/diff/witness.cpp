#include "tests/diff/witness.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "tests/reference/evaluator/layout_walk.hpp"

namespace shelflife::test {

namespace {

std::string date_text(reference::Time time) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{time / reference::day}}};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

bool may_be_orphan(const Policy& policy, const ObjectState& state, const reference::Object& object) {
  const reference::Walk path = reference::walk(policy, state.store, state.key);
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.name != "version" && field.name != "run_id") continue;
    if (path.bound.contains(id) || (field.source == FieldSource::tag && object.tags.contains(field.external))) return true;
  }
  return false;
}

}  // namespace

std::optional<reference::Object> object_of(const Policy& policy, const ObjectState& state) {
  if (state.newer_noncurrent > 0 || state.whole_kept || (state.newest_of_whole && *state.newest_of_whole != state.created)) return std::nullopt;
  if (std::any_of(state.ranks.begin(), state.ranks.end(), [](const auto& r) { return r.second && *r.second != 1; })) return std::nullopt;
  reference::Object object;
  object.key = state.key;
  object.revision = "1";
  object.current = !state.noncurrent;
  object.created = today - state.created;
  object.noncurrent_since = today - state.noncurrent_since;
  object.size = state.size;
  object.accessed = {true, today - state.accessed.value_or(state.created)};
  object.registry.read = true;
  reference::RegistryFacts& facts = object.registry.value;
  for (const LabelState& label : state.labels) {
    if (label.kind != LabelState::Kind::value) continue;
    const Field& field = policy.fields[label.field];
    const std::string text = label.text.empty() && label.age ? date_text(today - *label.age) : label.text;
    if (field.source == FieldSource::tag) object.tags[field.external] = text;
    if (field.source == FieldSource::registry) facts.values[field.external] = text;
  }
  if (state.promoted == Fact::yes) facts.promotions.push_back(today - state.promoted_since.value_or(0));
  if (state.retired == Fact::yes) facts.retirements.push_back(today - state.retired_since.value_or(0));
  facts.referenced = state.referenced == Fact::yes;
  facts.known = state.orphan != Fact::yes;
  if (state.orphan == Fact::yes && !may_be_orphan(policy, state, object)) return std::nullopt;
  // What the registry does not know may still be an orphan only where the policy says so.
  if (state.marked) object.mark = reference::Mark{today - *state.marked, ""};
  return object;
}

reference::Decision decide_alone(const Policy& policy, StoreId store, const reference::Object& object) {
  reference::World world(policy, store);
  world.now = today;
  world.objects.push_back(object);
  reference::Decision decision = reference::decide(world)[0];
  if (!object.mark) return decision;
  for (const reference::InEffect& s : reference::in_effect(world)) {
    if (s.statement->kind != StatementKind::quarantine) continue;
    world.objects[0].mark->statement = s.id;
    const reference::Decision marked = reference::decide(world)[0];
    if (marked.may_be_deleted) return marked;
  }
  return decision;
}

}  // namespace shelflife::test
