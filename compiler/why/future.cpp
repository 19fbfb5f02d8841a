#include "compiler/why/future.hpp"

#include <algorithm>

#include "compiler/model/capability.hpp"
#include "compiler/why/native_match.hpp"

namespace shelflife {

namespace {

bool has(const std::vector<StatementRef>& list, StatementRef ref) { return std::find(list.begin(), list.end(), ref) != list.end(); }
bool is_kept(const Verdict& v) { return !v.kept_by.empty() || !v.held_by.empty() || v.lock_found; }

class Teller {
 public:
  Teller(const Evaluator& evaluator, const Lowered& lowered, StoreId id)
      : evaluator_(evaluator), policy_(evaluator.policy()), lowered_(lowered), store_(policy_.stores[id]), id_(id) {}

  Future tell(const ObjectState& object, Instant now) {
    Future future;
    future.changes = timeline(evaluator_, object, now);
    const std::optional<FateEvent> first = follow(object, now);
    if (!first) return finish(std::move(future));
    if (object.noncurrent || !store_.versioned()) {
      if (!object.noncurrent) noncurrent_from_ = (future.deleted = add_deleted(*first))->at;
      future.gone = add_gone(*first);
      return finish(std::move(future));
    }
    if (first->kind == EventKind::hidden) events_.push_back(*first);
    else future.deleted = add_deleted(*first);
    noncurrent_from_ = first->at;
    ObjectState old = aged(object_, first->at - at_);
    old.noncurrent = true;
    old.noncurrent_since = 0;
    old.newer_noncurrent = 0;
    if (std::optional<FateEvent> second = follow(old, first->at)) {
      if (first->latest && second->latest) *second->latest += *first->latest - first->at;  // the first lag delays the second clock
      future.gone = add_gone(*second);
    }
    return finish(std::move(future));
  }

 private:
  Future finish(Future future) {
    std::stable_sort(events_.begin(), events_.end(), [](const FateEvent& a, const FateEvent& b) {
      return a.at != b.at ? a.at < b.at : a.kind < b.kind;
    });
    // That it may be deleted goes without saying where somebody does it at once, and so does what the end of a noncurrent
    // revision waits for.
    std::erase_if(events_, [&](const FateEvent& e) {
      const auto at_once = [&](const std::optional<FateEvent>& end) { return end && end->at == e.at; };
      const bool later = noncurrent_from_ && e.at > *noncurrent_from_;
      return (e.kind == EventKind::deletable && (later || at_once(future.deleted) || at_once(future.gone))) || (e.kind == EventKind::due && later);
    });
    future.events = std::move(events_);
    return future;
  }

  void add(EventKind kind, Instant at, std::optional<StatementRef> statement = {}, std::optional<std::uint32_t> hold = {}) {
    FateEvent event;
    event.at = at;
    event.kind = kind;
    event.statement = statement;
    event.hold = hold;
    events_.push_back(std::move(event));
  }
  FateEvent add_deleted(FateEvent event) {
    event.kind = EventKind::deleted;
    events_.push_back(event);
    return event;
  }
  FateEvent add_gone(FateEvent event) {
    const Seconds soft = days(soft_delete_days(policy_, id_));
    event.kind = EventKind::bytes_gone;
    event.at += soft;
    if (event.latest) *event.latest += soft;
    events_.push_back(event);
    return event;
  }

  // Follows one revision until somebody deletes it; nothing when nobody ever does.
  std::optional<FateEvent> follow(const ObjectState& object, Instant from) {
    object_ = object;
    at_ = from;
    std::vector<VerdictChange> changes = timeline(evaluator_, object_, at_);
    std::optional<VerdictChange> before;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const VerdictChange change = changes[i];
      tell_difference(before, change);
      before = change;
      if (change_mark(change)) {  // the mark is a new clock: the rest is told anew
        changes = timeline(evaluator_, object_, at_);
        i = 0;
        tell_difference(before, changes[0]);
        before = changes[0];
      }
      const std::optional<Instant> next = i + 1 < changes.size() ? std::optional(changes[i + 1].at) : std::nullopt;
      if (std::optional<FateEvent> event = who_deletes(changes[i], next)) {
        tell_move(changes[i], event->at);
        drop_moves_after(event->at);
        return event;
      }
      tell_move(changes[i], next);
    }
    return std::nullopt;
  }

  ObjectState then(Instant at) const { return aged(object_, at - at_); }

  // Writes a quarantine's mark, or takes it off, as the plan would at this change.
  bool change_mark(const VerdictChange& change) {
    const bool wrong = object_.marked && (is_kept(change.verdict) || !quarantine_speaks(change.speaking));
    if (!change.verdict.mark && !wrong) return false;
    ObjectState changed = then(change.at);
    if (wrong) {
      changed.marked.reset();
    } else {
      changed.marked = 0;
      FateEvent event;
      event.at = change.at;
      event.kind = EventKind::marked;
      event.statement = change.verdict.mark;
      event.who = Who::plan;
      events_.push_back(std::move(event));
    }
    object_ = std::move(changed);
    at_ = change.at;
    return true;
  }
  bool quarantine_speaks(const Speaking& speaking) const {
    return std::any_of(speaking.statements.begin(), speaking.statements.end(), [&](StatementRef ref) { return statement(ref).kind == StatementKind::quarantine; });
  }
  const Statement& statement(StatementRef ref) const { return policy_.rules[ref.rule].statements[ref.statement]; }

  // When the clock of a delete ran out, seen from an instant at which it is due.
  Instant due_since(StatementRef ref, Instant at) const {
    const Statement& s = statement(ref);
    const ObjectState object = then(at);
    std::optional<Seconds> age = age_on(policy_, s.clock, object);
    Seconds span = days(s.duration.days);
    if (s.kind == StatementKind::quarantine) age = object.marked;
    if (object.noncurrent && s.kind != StatementKind::remove_noncurrent) {
      age = object.noncurrent_since;
      span = days(store_.recoverable_days());
    }
    return age && *age > span ? at - (*age - span) : at;
  }

  void tell_difference(const std::optional<VerdictChange>& before, const VerdictChange& now) {
    const Verdict& v = now.verdict;
    static const Verdict nothing;
    const Verdict& old = before ? before->verdict : nothing;
    for (const StatementRef ref : v.due)
      if (!has(old.due, ref)) add(EventKind::due, before ? now.at : due_since(ref, now.at), ref);
    if (v.may_be_deleted && !old.may_be_deleted) add(EventKind::deletable, now.at, v.due.front());
    if (!before) return;
    for (const StatementRef ref : v.kept_by)
      if (!has(old.kept_by, ref)) add(EventKind::keep_begins, now.at, ref);
    for (const StatementRef ref : old.kept_by)
      if (!has(v.kept_by, ref)) add(EventKind::keep_ends, now.at, ref);
    for (const std::uint32_t hold : old.held_by)
      if (std::find(v.held_by.begin(), v.held_by.end(), hold) == v.held_by.end()) add(EventKind::hold_ends, now.at, {}, hold);
    if (old.lock_found && !v.lock_found) add(EventKind::lock_found_ends, now.at);
    if (old.may_be_deleted && !v.may_be_deleted) add(EventKind::undeletable, now.at);
  }

  const Placement* placement(StatementRef ref) const { return lowered_.placement(id_, ref); }

  // The earliest that a native action acts, not before `from`.
  Instant native_instant(const NativeAction& action, Instant from) const {
    const ObjectState object = then(from);
    std::optional<Seconds> age = object.created;
    if (action.clock == NativeClock::accessed) age = object.accessed ? object.accessed : std::optional(object.created);
    if (action.clock == NativeClock::noncurrent) age = object.noncurrent_since;
    Instant at = from - *age + days(action.days);
    if (store_.provider == Provider::s3) at = next_midnight(at);  // S3 rounds up to 00:00 UTC
    return std::max(at, from);
  }

  // A lock that somebody set guards bytes: S3 Lifecycle puts a delete marker on a locked current revision all the same, and
  // takes the bytes when the lock ends (S3 User Guide, "Managing Object Lock").
  bool hides_locked(const Verdict& v) const {
    return store_.provider == Provider::s3 && store_.versioned() && !object_.noncurrent && !v.due.empty() && v.kept_by.empty() && v.held_by.empty();
  }

  // Who deletes the revision while `change` lasts, and when at the earliest; nothing when nobody does.
  std::optional<FateEvent> who_deletes(const VerdictChange& change, std::optional<Instant> end) const {
    std::optional<FateEvent> first, native_first;
    const auto offer = [&](FateEvent event) {
      if (end && event.at >= *end) return;
      std::optional<FateEvent>& best = event.who == Who::cloud ? native_first : first;
      if (!best || event.at < best->at) best = std::move(event);
    };
    // Right before each delete the plan asks whether something references the object, whatever the rules say.
    if (change.verdict.may_be_deleted && object_.referenced != Fact::yes) {
      for (const StatementRef ref : change.verdict.due) {
        const Placement* const place = placement(ref);
        if (place == nullptr || !place->in_plan()) continue;
        FateEvent event;
        event.at = change.at;
        event.statement = ref;
        event.who = place->who == Who::mark ? Who::mark : Who::plan;
        offer(std::move(event));
      }
    }
    const ObjectState object = then(change.at);
    const ObjectView view(policy_, object, Lacking::missing);
    for (const NativeMatch& match : native_matches(lowered_, view)) {
      if (match.action->kind != ActionKind::expire && match.action->kind != ActionKind::expire_noncurrent) continue;
      // By creation (Azure's versions) the span comes after the delete: soft delete gives it.
      const bool before_its_span = object.noncurrent && match.action->clock != NativeClock::noncurrent && !is_kept(change.verdict);
      if (!change.verdict.may_be_deleted && !before_its_span && !hides_locked(change.verdict)) continue;
      if (object.noncurrent && object.newer_noncurrent < match.action->newer_noncurrent) continue;
      FateEvent event;
      event.at = native_instant(*match.action, change.at);
      event.latest = event.at + days(capability(store_.provider).lag_days);
      event.statement = match.action->lead ? match.action->lead : change.verdict.due.empty() ? std::nullopt : std::optional(change.verdict.due.front());
      event.who = Who::cloud;
      event.native_rule = match.rule->id;
      if (!change.verdict.may_be_deleted && !before_its_span) event.kind = EventKind::hidden;
      offer(std::move(event));
    }
    if (!first || !native_first) return first ? first : native_first;
    // Whoever comes first: the pruner may run at once, and the cloud does it if no pruner runs.
    if (native_first->at < first->at) return native_first;
    first->latest = native_first->latest;
    first->native_rule = native_first->native_rule;
    if (first->who == Who::plan) first->who = Who::cloud_and_plan;
    return first;
  }

  // A move to the floor, by whoever does it while `change` lasts.
  void tell_move(const VerdictChange& change, std::optional<Instant> end) {
    if (!change.verdict.floor_by || change.verdict.floor <= object_.tier) return;
    FateEvent event;
    event.kind = EventKind::moved;
    event.at = change.at;
    event.statement = change.verdict.floor_by;
    event.tier = change.verdict.floor;
    event.who = Who::nobody;
    const Placement* const place = placement(*change.verdict.floor_by);
    if (place != nullptr && place->in_plan()) event.who = Who::plan;
    const ObjectState object = then(change.at);
    const ObjectView view(policy_, object, Lacking::missing);
    for (const NativeMatch& match : native_matches(lowered_, view)) {
      const bool moves = match.action->kind == ActionKind::transition || match.action->kind == ActionKind::transition_noncurrent;
      if (!moves || match.action->tier < change.verdict.floor || event.who == Who::plan) continue;
      const Instant at = native_instant(*match.action, change.at);
      if (event.who == Who::cloud && at >= event.at) continue;
      event.at = at;
      event.latest = at + days(capability(store_.provider).lag_days);
      event.who = Who::cloud;
      event.native_rule = match.rule->id;
    }
    if (event.who == Who::nobody || (end && event.at > *end)) return;
    object_.tier = event.tier;
    events_.push_back(std::move(event));
  }
  // One action a day, and a delete comes before a move of the same day.
  void drop_moves_after(Instant at) {
    std::erase_if(events_, [&](const FateEvent& e) { return e.kind == EventKind::moved && e.at >= at; });
  }

  const Evaluator& evaluator_;
  const Policy& policy_;
  const Lowered& lowered_;
  const Store& store_;
  StoreId id_;
  std::vector<FateEvent> events_;
  ObjectState object_;  // the revision that is followed, as it is at `at_`
  Instant at_ = 0;
  std::optional<Instant> noncurrent_from_;  // what is due on a current revision is told until then
};

}  // namespace

std::string_view to_text(EventKind kind) {
  switch (kind) {
    case EventKind::due: return "due";
    case EventKind::keep_begins: return "keep begins";
    case EventKind::keep_ends: return "keep ends";
    case EventKind::hold_ends: return "hold ends";
    case EventKind::lock_found_ends: return "lock ends";
    case EventKind::moved: return "moved";
    case EventKind::marked: return "marked";
    case EventKind::deletable: return "may be deleted";
    case EventKind::undeletable: return "kept again";
    case EventKind::hidden: return "hidden";
    case EventKind::deleted: return "deleted";
    case EventKind::bytes_gone: return "bytes gone";
  }
  return "";
}

Future future_of(const Evaluator& evaluator, const Lowered& lowered, const ObjectState& object, Instant now) {
  return Teller(evaluator, lowered, object.store).tell(object, now);
}

}  // namespace shelflife
