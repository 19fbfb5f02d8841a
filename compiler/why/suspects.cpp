#include "compiler/why/suspects.hpp"

#include <algorithm>

#include "compiler/why/native_match.hpp"

namespace shelflife {

namespace {

// Whether a keep that surely speaks of the object holds it whatever is unread.
bool surely_holds(const Statement& s, const ToldObject& told) {
  switch (s.kind) {
    case StatementKind::keep_forever: return true;
    case StatementKind::lock: return told.created && told.object.created < days(s.duration.days);
    case StatementKind::keep_for:
      return s.clock.kind == ClockKind::created && told.created && told.object.created < days(s.duration.days);
    default: return false;
  }
}

// No event of an object is before its creation: a clock has run no longer than its age.
bool can_be_due(const Policy& policy, const Statement& s, const ToldObject& told) {
  std::uint32_t span = s.duration.days;
  if (s.kind == StatementKind::remove && told.noncurrent && told.object.noncurrent) span = policy.stores[told.object.store].recoverable_days();
  if (s.clock.kind == ClockKind::field) return true;  // a date that somebody wrote, earlier perhaps
  return !told.created || told.object.created >= days(span);
}

}  // namespace

std::vector<Suspect> suspects(const Evaluator& evaluator, const Lowered& lowered, const ToldObject& told, Instant now) {
  const Policy& policy = evaluator.policy();
  ObjectState object = told.object;
  if (!told.created) object.created = days(36500);  // old enough for anything
  const ObjectView view(policy, object, Lacking::unread, When::ever);
  std::vector<Suspect> out;
  for (const std::uint32_t r : evaluator.rules(object.store)) {
    const Rule& rule = policy.rules[r];
    if (!evaluate(rule.where, view).may_be_yes()) continue;
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      const Truth truth = speaks({r, s}, view);
      if (truth.is_yes() && surely_holds(statement, told)) return {};
      if (is_delete(statement.kind) && truth.may_be_yes() && can_be_due(policy, statement, told)) out.push_back({{r, s}, false, false});
    }
  }
  for (const Hold& hold : policy.holds)
    if ((!hold.until || now < midnight(*hold.until)) && evaluate(hold.where, view).is_yes()) return {};
  if (out.empty()) return out;
  const std::vector<NativeMatch> native = native_matches(lowered, view);
  for (Suspect& suspect : out) {
    suspect.cloud = std::any_of(native.begin(), native.end(), [&](const NativeMatch& match) {
      const std::vector<StatementRef>& from = match.action->from;
      return deletes(match.action->kind) && std::find(from.begin(), from.end(), suspect.statement) != from.end();
    });
    const Placement* const placed = lowered.placement(told.object.store, suspect.statement);
    suspect.plan = placed != nullptr && placed->in_plan();
  }
  return out;
}

}  // namespace shelflife
