#include "compiler/regions/witness.hpp"

#include <algorithm>

namespace shelflife {

namespace {

// What a condition asks of an object.
void ask(const Predicate& p, Asked& asked) {
  if (p.field != no_id) asked.fields[p.field] = true;
  if (p.kind == PredicateKind::flag) asked.flags |= bit(p.flag);
  for (const Predicate& child : p.children) ask(child, asked);
}
void ask(const Clock& clock, Asked& asked) {
  if (clock.kind == ClockKind::field) asked.fields[clock.field] = true;
  if (clock.kind == ClockKind::promoted) asked.flags |= bit(Flag::promoted);
  if (clock.kind == ClockKind::retired) asked.flags |= bit(Flag::retired);
}

// One with all required labels where there is one. An orphan is bound to a version or a run.
std::optional<ObjectState> example_object(const StoreSpace& space, const Part& wanted) {
  const std::optional<Part> read = space.settle(wanted, false);
  const Part& part = read ? *read : wanted;
  if ((part.box.flags.may_be_false & bit(Flag::orphan)) != 0) return space.example_object(part);
  const Policy& policy = space.view.policy;
  for (FieldId f = 0; f < policy.fields.size(); ++f) {
    if (policy.fields[f].name != "version" && policy.fields[f].name != "run_id") continue;
    Box bound;
    bound.set_text(f, TextSet{true, false, {}, {}});
    const std::optional<Part> narrowed = space.meet(part, bound, false);
    if (!narrowed) continue;
    if (auto object = space.example_object(*narrowed)) return object;
  }
  return std::nullopt;
}

}  // namespace

Asked asked_by(const Policy& policy) {
  Asked asked;
  asked.fields.resize(policy.fields.size());
  for (const Rule& rule : policy.rules) {
    ask(rule.where, asked);
    for (const Statement& statement : rule.statements) ask(statement.where, asked), ask(statement.clock, asked);
  }
  for (const Hold& hold : policy.holds) ask(hold.where, asked);
  return asked;
}

std::optional<ObjectState> witness(const StoreSpace& space, const Asked& asked, const Part& part, const Clock& clock, std::uint32_t age) {
  std::optional<ObjectState> object = example_object(space, part);
  if (!object) return std::nullopt;
  const Seconds at = days(age);
  object->created = std::max(object->created, at);
  if (object->orphan == Fact::yes) object->created = std::max(object->created, days(space.view.store.orphan_after.days));
  if (part.box.accessed.everything()) object->accessed = object->created;  // says nothing of it
  std::erase_if(object->labels, [&](const LabelState& label) { return !asked.fields[label.field]; });
  for (const auto& [flag, fact] : {std::pair{Flag::promoted, &object->promoted}, {Flag::retired, &object->retired}, {Flag::referenced, &object->referenced}, {Flag::orphan, &object->orphan}}) {
    if ((asked.flags & bit(flag)) == 0) *fact = Fact::unread;
  }
  switch (clock.kind) {
    case ClockKind::created: break;
    case ClockKind::accessed: {  // as far as the part lets it
      const std::uint64_t latest = part.box.accessed.hi / 2;
      object->accessed = std::max(*object->accessed, latest < age ? days(static_cast<std::uint32_t>(latest)) : at);
      break;
    }
    case ClockKind::noncurrent:
      if ((part.box.flags.may_be_true & bit(Flag::noncurrent)) == 0) break;
      object->noncurrent = true;
      object->noncurrent_since = at;
      break;
    case ClockKind::promoted:
      if ((part.box.flags.may_be_true & bit(Flag::promoted)) == 0) break;
      object->promoted = Fact::yes;
      object->promoted_since = at;
      break;
    case ClockKind::retired:
      if ((part.box.flags.may_be_true & bit(Flag::retired)) == 0) break;
      object->retired = Fact::yes;
      object->retired_since = at;
      break;
    case ClockKind::field:
      for (LabelState& label : object->labels) {
        if (label.field == clock.field) label = {LabelState::Kind::value, clock.field, {}, at};
      }
      break;
  }
  return object;
}

}  // namespace shelflife
