// Safety: whatever a native rule does, it does only where the policy allows it, at every instant at which it acts.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/verify/verify_parts.hpp"

namespace shelflife::verifying {

namespace {

// What stands in the way of a native action on a part.
struct Look {
  bool fine = false;
  Violation::Why why = Violation::Why::not_asked;
  const Protection* held = nullptr;
  const Act* act = nullptr;  // the nearest that asks for something like it
};

class Safety {
 public:
  Safety(const Question& q, const NativeBox& native) : q_(q), native_(native), action_(*native.action), tier_(tier_of(q, action_.storage_class)) {}

  void check() {
    if (is_transition(action_.kind) && tier_ == Tier::hot) return;  // nothing is warmed by a lifecycle rule
    Search search{q_.space, true, false, {}, {}};
    search.walls = [&](const Part& part) { return walls(part); };
    std::vector<Part> unshown;  // refused, but no object of theirs was found to show it
    search.fine = [&](const Part& part) {
      const auto same = [&](const Part& other) { return other.managed == part.managed && other.box == part.box; };
      return std::any_of(unshown.begin(), unshown.end(), same) || look(part).fine;
    };
    std::optional<Look> first;
    while (unshown.size() < most_unshown) {
      const std::optional<Search::Hole> hole = find(q_, search, parts_of(q_, native_.box, true));
      if (!hole) break;
      const Look found = look(hole->part);
      if (!first) first = found;
      const Ages at = earliest(q_, action_, hole->part);
      const std::optional<ObjectState> witness = found.fine ? std::nullopt : kept_witness(q_, hole->part, at, native_);
      if (witness && confirmed(*witness, at)) return refuse(found, *witness);
      if (!hole->decided) break;
      unshown.push_back(hole->part);
    }
    if (first) undecided(*first);
  }

 private:
  // A rule of which as many parts are refused without an object to show for it is undecided.
  static constexpr std::size_t most_unshown = 8;

  void refuse(const Look& found, const ObjectState& witness) {
    Violation violation;
    violation.why = found.why;
    violation.rule_id = native_.rule->id;
    violation.action = action_;
    violation.witness = witness;
    if (found.held != nullptr && found.held->kind == Protection::Kind::hold) violation.hold = found.held->hold;
    else if (found.held != nullptr) violation.statement = found.held->statement;
    else if (found.act != nullptr) violation.statement = found.act->ref;
    violation.what = does() + ", but " + reason(found);
    q_.out.violations.push_back(std::move(violation));
  }

  std::vector<const Box*> walls(const Part& part) const {
    std::vector<const Box*> out;
    const Ages at = earliest(q_, action_, part);
    const bool moves = is_transition(action_.kind);
    for (const Act* act : q_.space.near(part)) {
      const StatementKind kind = act->statement->kind;
      const bool move = kind == StatementKind::move || kind == StatementKind::move_noncurrent;
      if (!act->exact || (moves ? !move : !is_delete(kind))) continue;
      for (const Box& box : act->boxes) out.push_back(&box);
    }
    if (moves) {
      if (q_.space.view.can.small_objects_stay) out.push_back(&large_);
      return out;
    }
    for (const Protection* p : holders(q_.space, part)) {
      if (is_over(*p, at)) continue;
      for (const Box& box : p->possible.boxes) out.push_back(&box);
    }
    if (!on_noncurrent(action_.kind)) return out;
    for (const Protection* p : explicit_noncurrent(q_.space, part)) {
      for (const Box& box : p->possible.boxes) out.push_back(&box);
    }
    return out;
  }

  Look look(const Part& part) const {
    const Ages at = earliest(q_, action_, part);
    return is_transition(action_.kind) ? look_at_move(part, at) : look_at_delete(part, at);
  }

  Look look_at_delete(const Part& part, const Ages& at) const {
    Look out;
    for (const Protection* p : holders(q_.space, part)) {
      if (is_over(*p, at)) continue;
      out.why = Violation::Why::kept;
      out.held = p;
      return out;
    }
    const bool noncurrent = on_noncurrent(action_.kind);
    const bool spoken_for = noncurrent && !explicit_noncurrent(q_.space, part).empty();
    for (const Act* act : q_.space.near(part)) {
      const Statement& s = *act->statement;
      if (!is_delete(s.kind) || !act->exact || !q_.space.covered(part, act->boxes)) continue;
      if (noncurrent ? due_noncurrent(s, at, spoken_for) : due(s, at)) return {true, {}, nullptr, act};
      const bool implicit_elsewhere = noncurrent && spoken_for && s.kind != StatementKind::remove_noncurrent;
      if (implicit_elsewhere || (!noncurrent && s.kind == StatementKind::remove_noncurrent)) continue;
      out.why = Violation::Why::later;
      if (out.act == nullptr) out.act = act;
    }
    return out;
  }

  // Whole units and marks are nothing that a cloud sees.
  bool due(const Statement& s, const Ages& at) const {
    if (s.kind != StatementKind::remove || s.whole != no_id) return false;
    if (s.clock.kind == ClockKind::created) return at.created >= days(s.duration.days);
    return s.clock.kind == ClockKind::accessed && at.accessed >= days(s.duration.days);
  }
  bool due_noncurrent(const Statement& s, const Ages& at, bool spoken_for) const {
    const Seconds since = at.noncurrent + at.soft;
    if (s.kind == StatementKind::remove_noncurrent) return since >= days(s.duration.days) && at.newer >= s.keeping_newer;
    return !spoken_for && s.whole == no_id && since >= days(q_.store().recoverable_days());
  }

  Look look_at_move(const Part& part, const Ages& at) const {
    Look out;
    const bool noncurrent = on_noncurrent(action_.kind);
    for (const Act* act : q_.space.near(part)) {
      const Statement& s = *act->statement;
      if (s.kind != (noncurrent ? StatementKind::move_noncurrent : StatementKind::move) || !act->exact || !q_.space.covered(part, act->boxes)) continue;
      const bool small = q_.space.view.can.small_objects_stay && part.box.size.lo < smallest_moved_on_s3 &&
                         !names_size(s.where) && !names_size(q_.policy().rules[act->ref.rule].where);
      if (small) continue;
      const Seconds age = noncurrent ? at.noncurrent : s.clock.kind == ClockKind::created ? at.created : s.clock.kind == ClockKind::accessed ? at.accessed : -1;
      const bool cold_enough = tier_ && s.tier >= *tier_;
      if (cold_enough && age >= days(s.duration.days)) return {true, {}, nullptr, act};
      const Violation::Why why = cold_enough ? Violation::Why::later : Violation::Why::wrong_class;
      if (out.act == nullptr || (out.why == Violation::Why::wrong_class && why == Violation::Why::later)) {
        out.act = act;
        out.why = why;
      }
    }
    return out;
  }

  bool confirmed(const ObjectState& witness, const Ages& at) const {
    if (!matches(q_.policy(), native_, witness) || !acts(action_, at)) return false;
    ObjectState gone = witness;
    gone.noncurrent_since += witness.noncurrent ? at.soft : 0;
    const Say verdict = say(q_, gone, true);
    if (!verdict.decided) return false;
    return is_transition(action_.kind) ? !tier_ || verdict.floor < *tier_ : !verdict.may_be_deleted;
  }

  std::string does() const {
    const std::string prefix = native_.prefix.empty() ? std::string() : fmt::format(" under `{}`", native_.prefix);
    std::string text = fmt::format("rule `{}` ", native_.rule->id);
    if (action_.partial) text += "may, on what matches it, ";
    if (is_transition(action_.kind)) text += fmt::format("moves {} to {}", on_noncurrent(action_.kind) ? "noncurrent revisions" : "objects", action_.storage_class);
    else if (action_.kind == ActionKind::expire_snapshots) text += "deletes snapshots";
    else text += on_noncurrent(action_.kind) ? "deletes noncurrent revisions" : "deletes objects";
    text += fmt::format("{} after {} day{}", prefix, action_.days, action_.days == 1 ? "" : "s");
    if (action_.clock == NativeClock::accessed) text += " since the last access";
    if (on_noncurrent(action_.kind) && action_.clock == NativeClock::created) text += " since creation";
    return text;
  }

  std::string reason(const Look& found) const {
    if (is_transition(action_.kind) && !tier_) return fmt::format("`{}` is the class of no tier of the policy", action_.storage_class);
    if (found.held != nullptr) return describe(q_.policy(), q_.space.view.sources, *found.held);
    const std::string statement = found.act != nullptr ? describe(q_.policy(), q_.space.view.sources, found.act->ref) : std::string();
    switch (found.why) {
      case Violation::Why::later: return statement + " is not due then";
      case Violation::Why::wrong_class: return statement + " moves it less far";
      default: return is_transition(action_.kind) ? "no move asks for it" : "no delete asks for it";
    }
  }

  void undecided(const Look& found) const {
    const std::string what = found.fine ? std::string("the deletes and keeps around it cut its objects too finely") : reason(found);
    q_.out.undecided.push_back({native_.rule->id, found.held != nullptr && found.held->kind != Protection::Kind::hold ? std::optional(found.held->statement)
                                                  : found.act != nullptr ? std::optional(found.act->ref) : std::nullopt,
                                does() + ": undecided, which counts as refused: " + what});
  }

  const Question& q_;
  const NativeBox& native_;
  const NativeAction& action_;
  std::optional<Tier> tier_;
  Box large_ = [] { Box box; box.size.lo = smallest_moved_on_s3; return box; }();
};

}  // namespace

void check_safety(const Question& q) {
  for (const NativeRule& rule : q.rules) {
    for (const NativeAction& action : rule.actions) {
      // A marker with nothing behind it may always go; uploads are no objects.
      if (action.kind == ActionKind::expired_markers || action.kind == ActionKind::abort_uploads || by_mark(q, rule, action)) continue;
      for (const NativeBox& native : native_boxes(q, rule, action)) Safety(q, native).check();
    }
  }
}

}  // namespace shelflife::verifying
