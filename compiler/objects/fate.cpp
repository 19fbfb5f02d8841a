#include "compiler/objects/fate.hpp"

#include <algorithm>

namespace shelflife {

namespace {

const Statement& statement_of(const Policy& policy, StatementRef ref) { return policy.rules[ref.rule].statements[ref.statement]; }

bool has_run(const Policy& policy, const Clock& clock, const Duration& duration, const ObjectState& object) {
  const std::optional<Seconds> age = age_on(policy, clock, object);
  return age && *age >= days(duration.days);
}

std::optional<std::uint32_t> rank_of(const ObjectState& object, StatementRef keep) {
  const auto at = std::find_if(object.ranks.begin(), object.ranks.end(), [&](const auto& r) { return r.first == keep; });
  // A rank that nobody told could be the first.
  return at != object.ranks.end() ? at->second : std::optional<std::uint32_t>(1);
}

bool due_noncurrent(const Policy& policy, const Statement& s, const ObjectState& object, const Speaking& speaking) {
  if (s.kind == StatementKind::remove_noncurrent) {
    return object.noncurrent_since >= days(s.duration.days) && object.newer_noncurrent >= s.keeping_newer;
  }
  // A `delete noncurrent` that speaks of the revision takes the place of the span that applies without one.
  const bool explicit_one = std::any_of(speaking.statements.begin(), speaking.statements.end(), [&](StatementRef other) {
    return statement_of(policy, other).kind == StatementKind::remove_noncurrent;
  });
  if (explicit_one || object.noncurrent_since < days(policy.stores[object.store].recoverable_days())) return false;
  return s.whole == no_id || !object.whole_kept;
}

}  // namespace

bool names_size(const Predicate& p) {
  return p.kind == PredicateKind::size || std::any_of(p.children.begin(), p.children.end(), names_size);
}

std::optional<Seconds> age_on(const Policy&, const Clock& clock, const ObjectState& object) {
  switch (clock.kind) {
    case ClockKind::created: return object.created;
    case ClockKind::accessed: return object.accessed;
    case ClockKind::noncurrent: return object.noncurrent ? std::optional(object.noncurrent_since) : std::nullopt;
    case ClockKind::promoted: return object.promoted == Fact::yes ? object.promoted_since : std::nullopt;
    case ClockKind::retired: return object.retired == Fact::yes ? object.retired_since : std::nullopt;
    case ClockKind::field: {
      const LabelState* label = object.label(clock.field);
      return label != nullptr && label->kind == LabelState::Kind::value ? label->age : std::nullopt;
    }
  }
  return std::nullopt;
}

bool holds_now(const Policy& policy, StatementRef keep, const ObjectState& object) {
  const Statement& s = statement_of(policy, keep);
  switch (s.kind) {
    case StatementKind::keep_forever: return true;
    case StatementKind::keep_for: return !has_run(policy, s.clock, s.duration, object);
    case StatementKind::lock: return !has_run(policy, Clock{}, s.duration, object);
    case StatementKind::keep_ranked: {
      if (s.ranking.at_most && has_run(policy, Clock{}, *s.ranking.at_most, object)) return false;
      const std::optional<std::uint32_t> rank = rank_of(object, keep);
      return !rank || *rank <= s.ranking.count;  // no rank (no version, no metric): the keep holds
    }
    default: return false;
  }
}

bool due_now(const Policy& policy, StatementRef remove, const ObjectState& object, const Speaking& speaking) {
  const Statement& s = statement_of(policy, remove);
  if (!is_delete(s.kind)) return false;
  if (object.noncurrent) return due_noncurrent(policy, s, object, speaking);
  if (s.kind == StatementKind::remove_noncurrent || (s.whole != no_id && object.whole_kept)) return false;
  if (s.kind == StatementKind::quarantine) return object.marked && *object.marked >= days(s.duration.days);
  if (s.whole != no_id && object.newest_of_whole && *object.newest_of_whole < days(s.duration.days)) return false;
  return has_run(policy, s.clock, s.duration, object);
}

bool move_due_now(const Policy& policy, StatementRef move, const ObjectState& object) {
  const Statement& s = statement_of(policy, move);
  if (s.kind != (object.noncurrent ? StatementKind::move_noncurrent : StatementKind::move)) return false;
  const bool small = policy.stores[object.store].provider == Provider::s3 && object.size < smallest_moved_on_s3 &&
                     !names_size(s.where) && !names_size(policy.rules[move.rule].where);
  return !small && has_run(policy, s.clock, s.duration, object);
}

Verdict judge(const Policy& policy, const ObjectState& object, const Speaking& speaking) {
  Verdict verdict;
  verdict.held_by = speaking.holds;
  verdict.lock_found = object.legal_hold || (object.locked_for && *object.locked_for > 0);
  std::optional<StatementRef> quarantine;
  for (const StatementRef ref : speaking.statements) {
    const Statement& s = statement_of(policy, ref);
    if (holds_now(policy, ref, object)) {
      verdict.kept_by.push_back(ref);
      if (s.kind == StatementKind::lock) {
        verdict.locked_until = std::max(verdict.locked_until.value_or(0), days(s.duration.days));
        verdict.lock_mode = std::max(verdict.lock_mode, s.mode);
      }
    }
    if (due_now(policy, ref, object, speaking)) verdict.due.push_back(ref);
    if (s.kind == StatementKind::quarantine && !quarantine && (s.whole == no_id || !object.whole_kept)) quarantine = ref;
    if (move_due_now(policy, ref, object) && s.tier > verdict.floor) {
      verdict.floor = s.tier;
      verdict.floor_by = ref;
    }
  }
  const bool kept = !verdict.kept_by.empty() || !verdict.held_by.empty() || verdict.lock_found;
  verdict.may_be_deleted = !kept && !verdict.due.empty();
  if (!kept && !object.noncurrent && !object.marked) verdict.mark = quarantine;
  return verdict;
}

}  // namespace shelflife
