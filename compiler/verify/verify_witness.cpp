// Witnesses: an object of a part at an instant, and what the policy says of it, decided on the object alone.
#include <algorithm>

#include "compiler/verify/verify_parts.hpp"

namespace shelflife::verifying {

namespace {

LabelState& label_of(ObjectState& object, FieldId field) {
  const auto at = std::lower_bound(object.labels.begin(), object.labels.end(), field, [](const LabelState& l, FieldId f) { return l.field < f; });
  if (at != object.labels.end() && at->field == field) return *at;
  return *object.labels.insert(at, LabelState{LabelState::Kind::missing, field, {}, {}});
}

// An object of the part; an orphan is bound to a version or run.
std::optional<ObjectState> example(const Question& q, const Part& part) {
  if ((part.box.flags.may_be_false & bit(Flag::orphan)) != 0) return q.space.example_object(part);
  for (const FieldId f : q.space.orphan_fields()) {
    Box bound;
    bound.set_text(f, TextSet{true, false, {}, {}});
    const std::optional<Part> there = q.space.meet(part, bound, true);
    if (!there) continue;
    if (auto object = q.space.example_object(*there)) return object;
  }
  return std::nullopt;
}

std::optional<ObjectState> at_instant(const Question& q, const Part& part, const Ages& at) {
  std::optional<ObjectState> object = example(q, part);
  if (!object) return std::nullopt;
  object->created = at.created;
  object->accessed = at.accessed;
  object->noncurrent_since = object->noncurrent ? at.noncurrent : 0;
  object->newer_noncurrent = object->noncurrent ? at.newer : 0;
  return object;
}

// Sets every clock but those of the cloud.
void set_other_clocks(const Question& q, ObjectState& object, Seconds age) {
  if (object.promoted == Fact::yes) object.promoted_since = age;
  if (object.retired == Fact::yes) object.retired_since = age;
  for (LabelState& label : object.labels) {
    if (q.policy().fields[label.field].type != FieldType::date || label.kind != LabelState::Kind::value) continue;
    label.text.clear();
    label.age = age;
  }
}

std::vector<StatementRef> ranked_keeps(const Question& q, const Part& part) {
  std::vector<StatementRef> out;
  for (const Protection* p : holders(q.space, part)) {
    if (p->kind == Protection::Kind::keep && p->ranked) out.push_back(p->statement);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::optional<ObjectState> kept_witness(const Question& q, const Part& part, const Ages& at, const NativeBox& native) {
  std::optional<ObjectState> object = at_instant(q, part, at);
  if (!object) return std::nullopt;
  set_other_clocks(q, *object, 0);
  for (const StatementRef keep : ranked_keeps(q, part)) object->ranks.emplace_back(keep, 1);
  for (const Act* act : q.space.near(part)) {
    if (act->statement->whole == no_id) continue;
    object->newest_of_whole = 0;
    object->whole_kept = object->noncurrent;
  }
  for (const auto& [key, value] : native.rule->filter.tags) {
    for (FieldId f = 0; f < q.policy().fields.size(); ++f) {
      const Field& field = q.policy().fields[f];
      if (field.source != FieldSource::tag || field.external != key || field.type == FieldType::date) continue;
      label_of(*object, f) = LabelState{LabelState::Kind::value, f, value, {}};
    }
  }
  return object;
}

std::optional<ObjectState> due_witness(const Question& q, const Part& part, const Ages& at, StatementRef due) {
  const Statement& s = q.statement(due);
  std::optional<ObjectState> object = at_instant(q, part, at);
  if (!object) return std::nullopt;
  if (s.clock.kind == ClockKind::promoted && !object->noncurrent) object->promoted = Fact::yes;
  if (s.clock.kind == ClockKind::retired && !object->noncurrent) object->retired = Fact::yes;
  if (s.clock.kind == ClockKind::field && !object->noncurrent) label_of(*object, s.clock.field) = LabelState{LabelState::Kind::value, s.clock.field, {}, {}};
  Seconds longest = days(s.duration.days);
  for (const Protection* p : holders(q.space, part)) {
    if (p->kind != Protection::Kind::hold) longest = std::max(longest, days(q.statement(p->statement).duration.days));
  }
  set_other_clocks(q, *object, longest);
  for (const Act* act : q.space.near(part)) {  // other statements that wait for a whole unit wait
    if (act->statement->whole == no_id || s.whole != no_id) continue;
    object->newest_of_whole = 0;
    object->whole_kept = object->noncurrent;
  }
  for (const StatementRef keep : ranked_keeps(q, part)) object->ranks.emplace_back(keep, q.statement(keep).ranking.count + 1);
  if (s.kind == StatementKind::quarantine && !object->noncurrent) object->marked = days(s.duration.days);
  return object;
}

bool matches(const Policy& policy, const NativeBox& native, const ObjectState& object) {
  const std::string& key = object.key;
  if (key.compare(0, native.prefix.size(), native.prefix) != 0) return false;
  if (key.size() < native.suffix.size() || key.compare(key.size() - native.suffix.size(), std::string::npos, native.suffix) != 0) return false;
  if (object.size < native.box.size.lo || object.size > native.box.size.hi) return false;
  if (object.noncurrent != on_noncurrent(native.action->kind)) return false;
  return std::all_of(native.rule->filter.tags.begin(), native.rule->filter.tags.end(), [&](const auto& tag) {
    for (FieldId f = 0; f < policy.fields.size(); ++f) {
      if (policy.fields[f].source != FieldSource::tag || policy.fields[f].external != tag.first || policy.fields[f].type == FieldType::date) continue;
      const LabelState* label = object.label(f);
      if (label == nullptr || label->kind != LabelState::Kind::value || label->text != tag.second) return false;
    }
    return true;  // a tag that the policy does not know may have any value
  });
}

Say say(const Question& q, const ObjectState& object, bool dated_holds) {
  constexpr Seconds end_of_time = 253402300799;  // 9999-12-31
  const std::optional<Seconds> now = dated_holds ? std::nullopt : std::optional(end_of_time);
  Say out;
  const Evaluator::Worlds worlds = q.evaluator.worlds(object, now);
  out.decided = worlds.complete;
  for (const ObjectState& world : worlds.objects) {
    const Speaking speaking = q.evaluator.speaking(world, now);
    const Verdict verdict = judge(q.policy(), world, speaking);
    out.due.insert(out.due.end(), verdict.due.begin(), verdict.due.end());
    std::copy_if(speaking.statements.begin(), speaking.statements.end(), std::back_inserter(out.due), [&](StatementRef ref) { return move_due_now(q.policy(), ref, world); });
    out.may_be_deleted = out.may_be_deleted && verdict.may_be_deleted;
    out.floor = std::min(out.floor, verdict.floor);
  }
  return out;
}

}  // namespace shelflife::verifying
