// Completeness: what the policy asks for is done in time by the native rules, or the plan does it.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/print.hpp"
#include "compiler/verify/verify_parts.hpp"

namespace shelflife::verifying {

namespace {

enum class Revision : std::uint8_t { current, noncurrent, snapshot };

ActionKind deletes_it(Revision revision) {
  switch (revision) {
    case Revision::current: return ActionKind::expire;
    case Revision::noncurrent: return ActionKind::expire_noncurrent;
    case Revision::snapshot: break;
  }
  return ActionKind::expire_snapshots;
}

// Native actions of every kind, found by key.
class Natives {
 public:
  explicit Natives(const Question& q) : q_(q) {
    for (const NativeRule& rule : q.rules) {
      for (const NativeAction& action : rule.actions) {
        for (NativeBox& native : native_boxes(q, rule, action)) {
          native.whole = native.whole && !by_mark(q, rule, action);
          boxes_.push_back(std::move(native));
        }
      }
    }
    for (std::uint32_t i = 0; i < boxes_.size(); ++i) {
      index_.add(q.space.view.keys.anchors(boxes_[i].box), i);
      walls_.push_back(q.space.view.keys.refine(boxes_[i].box));
    }
    index_.finish();
  }

  template <class Visit>  // visit(native, wall): the wall is the same box with what its prefix says of path fields
  void near(const Part& part, const Visit& visit) const {
    for (const std::uint32_t i : index_.near(q_.space.view.keys.anchors(part.box))) visit(boxes_[i], part.managed ? walls_[i] : boxes_[i].box);
  }

 private:
  const Question& q_;
  std::vector<NativeBox> boxes_;
  std::vector<Box> walls_;
  AnchorIndex index_;
};

// Whether each object of a statement's region is taken care of, on one kind of revision.
class Completeness {
 public:
  Completeness(const Question& q, const Natives& natives, StatementRef ref, Revision revision)
      : q_(q), natives_(natives), ref_(ref), s_(q.statement(ref)), revision_(revision), move_(is_move(s_.kind)), unread_(!move_) {}

  void check() const {
    auto parts = region_of(q_, both(q_.policy().rules[ref_.rule].where, s_.where), unread_);
    if (!parts) return undecided("its condition is too wide to be expanded");
    std::vector<Part> work;
    for (Part& part : *parts) {
      (revision_ == Revision::current ? part.box.flags.may_be_true : part.box.flags.may_be_false) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
      const bool small = move_ && q_.space.view.can.small_objects_stay && !names_size(s_.where) && !names_size(q_.policy().rules[ref_.rule].where);
      if (small) part.box.size.lo = std::max<std::uint64_t>(part.box.size.lo, smallest_moved_on_s3);
      part.box.size.hi = std::min(part.box.size.hi, q_.space.view.can.largest_object);  // none is larger than a filter can say
      if (!empty(part.box)) work.push_back(std::move(part));
    }
    Search search{q_.space, unread_, false, {}, {}};
    search.walls = [&](const Part& part) { return walls(part); };
    search.fine = [&](const Part& part) { return taken_care_of(part); };
    const std::optional<Search::Hole> hole = find(q_, search, std::move(work));
    if (!hole) return;
    const std::optional<Ages> at = due_at(hole->part);
    const std::optional<ObjectState> witness = at ? due_witness(q_, hole->part, *at, ref_) : std::nullopt;
    if (!witness || !confirmed(*witness, *at)) return undecided("the deletes and keeps around it cut its objects too finely");
    q_.out.gaps.push_back({move_ ? Gap::Kind::move : Gap::Kind::remove, ref_, witness, what(hole->part, *at)});
  }

 private:
  // When the statement is due at the earliest, whatever else holds the object; nothing: never on objects of the part.
  std::optional<Ages> asked_at(const Part& part, StatementRef ref) const {
    const Statement& s = q_.statement(ref);
    const Seconds after = days(s.duration.days);
    Ages at;
    if (s.kind == StatementKind::remove_noncurrent || s.kind == StatementKind::move_noncurrent) {
      if (revision_ == Revision::current) return std::nullopt;
      at.noncurrent = after;
      at.newer = s.keeping_newer;
    } else if (revision_ != Revision::current) {
      if (is_move(s.kind)) return std::nullopt;
      at.noncurrent = days(q_.store().recoverable_days());
      // People take snapshots to keep them: they go no sooner than the blob itself would.
      if (revision_ == Revision::snapshot) at.created = after;
    } else if (s.kind != StatementKind::quarantine) {
      switch (s.clock.kind) {
        case ClockKind::created: at.created = after; break;
        case ClockKind::accessed: at.accessed = after; break;
        case ClockKind::promoted:
          if ((part.box.flags.may_be_true & bit(Flag::promoted)) == 0) return std::nullopt;
          break;
        case ClockKind::retired:
          if ((part.box.flags.may_be_true & bit(Flag::retired)) == 0) return std::nullopt;
          break;
        case ClockKind::field:
          if (lacks(part, s.clock.field)) return std::nullopt;
          break;
        case ClockKind::noncurrent: break;
      }
    }
    follow_laws(q_, part, at);
    return at.accessed > last_access(part) ? std::nullopt : std::optional(at);
  }

  static Seconds last_access(const Part& part) {
    const std::uint64_t code = std::min<std::uint64_t>(part.box.accessed.hi, std::uint64_t{1} << 40);
    return static_cast<Seconds>(code / 2) * seconds_a_day + (code % 2 == 0 ? 0 : seconds_a_day - 1);
  }

  bool lacks(const Part& part, FieldId field) const {
    if (field == no_id) return false;
    const TextSet* set = part.box.text(field);
    return set != nullptr && set->missing && !set->cofinite && set->values.empty();
  }

  // Whether the keep holds every object of the part for ever, as far as the part tells.
  bool for_ever(const Part& part, const Protection& p) const {
    if (p.kind == Protection::Kind::hold) return !q_.policy().holds[p.hold].until;
    const Statement& s = q_.statement(p.statement);
    if (s.kind == StatementKind::keep_forever) return true;
    if (s.kind == StatementKind::keep_ranked && !s.ranking.at_most) {  // what has no rank is kept
      const auto without = [&](FieldId f) { return lacks(part, f); };
      return !part.managed || without(s.ranking.unit) || std::any_of(s.ranking.per.begin(), s.ranking.per.end(), without);
    }
    if (s.kind != StatementKind::keep_for) return false;
    switch (s.clock.kind) {
      case ClockKind::promoted: return (part.box.flags.may_be_true & bit(Flag::promoted)) == 0;
      case ClockKind::retired: return (part.box.flags.may_be_true & bit(Flag::retired)) == 0;
      case ClockKind::field: return lacks(part, s.clock.field);
      default: return false;
    }
  }

  // When an object of the part may be deleted by the statement; moves wait for nothing.
  std::optional<Ages> due_at(const Part& part) const {
    std::optional<Ages> at = asked_at(part, ref_);
    if (!at || move_) return at;
    if (revision_ != Revision::current && s_.kind != StatementKind::remove_noncurrent) {
      for (const Protection* p : explicit_noncurrent(q_.space, part)) {
        if (q_.space.covered(part, p->possible.boxes)) return std::nullopt;
      }
    }
    for (const Protection* p : holders(q_.space, part)) {
      if (!q_.space.covered(part, p->possible.boxes)) continue;
      if (for_ever(part, *p) || (lacks_a_label(q_.policy(), part) && !q_.space.covered(part, p->certain.boxes))) return std::nullopt;
      const bool ranked = p->ranked && part.managed;
      if (p->kind == Protection::Kind::hold || ranked) continue;
      if (p->over_created) at->created = std::max(at->created, days(*p->over_created));
      else if (p->over_accessed) at->accessed = std::max(at->accessed, days(*p->over_accessed));
    }
    follow_laws(q_, part, *at);
    return at->accessed > last_access(part) ? std::nullopt : at;
  }

  bool done_natively(const Part& part, const Ages& at) const {
    bool done = false;
    const bool immutable = q_.space.view.can.immutable_blocks_delete && default_lock() != nullptr;
    natives_.near(part, [&](const NativeBox& native, const Box&) {
      if (done || !does_it(native) || !native.whole || (immutable && !move_)) return;
      done = acts(*native.action, at) && q_.space.covered(part, native.box);
    });
    return done;
  }

  bool does_it(const NativeBox& native) const {
    const ActionKind kind = native.action->kind;
    if (!move_) return kind == deletes_it(revision_);
    const std::optional<Tier> tier = tier_of(q_, native.action->storage_class);
    return kind == (revision_ == Revision::current ? ActionKind::transition : ActionKind::transition_noncurrent) && tier && *tier >= s_.tier;
  }

  // What the plan does on the part by then, whatever statement it follows.
  bool done_by_plan(const Part& part, const Ages& at) const {
    const std::vector<const Act*> near = q_.space.near(part);
    return std::any_of(near.begin(), near.end(), [&](const Act* act) {
      if (move_ ? act->statement->kind != s_.kind || act->statement->tier < s_.tier : !is_delete(act->statement->kind)) return false;
      const Placement* placement = q_.placement(act->ref);
      if (placement == nullptr || !placement->in_plan() || !act->exact || !q_.space.covered(part, act->boxes)) return false;
      if (act->statement->whole != no_id || act->statement->kind == StatementKind::quarantine || unseen_clock(*act->statement)) return false;
      const std::optional<Ages> then = asked_at(part, act->ref);
      return then && then->created <= at.created && then->accessed <= at.accessed && then->noncurrent <= at.noncurrent && then->newer <= at.newer;
    });
  }
  bool unseen_clock(const Statement& s) const {
    return revision_ == Revision::current && s.clock.kind != ClockKind::created && s.clock.kind != ClockKind::accessed;
  }

  // What is deleted then need not be moved.
  bool gone(const Part& part, const Ages& at) const {
    for (const Protection* p : holders(q_.space, part)) {
      if (!is_over(*p, at)) return false;
    }
    const std::vector<const Act*> near = q_.space.near(part);
    return std::any_of(near.begin(), near.end(), [&](const Act* act) {
      const Statement& s = *act->statement;
      if (s.kind != (revision_ == Revision::current ? StatementKind::remove : StatementKind::remove_noncurrent) || s.whole != no_id) return false;
      if (!act->exact || unseen_clock(s) || !q_.space.covered(part, act->boxes)) return false;
      const std::optional<Ages> then = asked_at(part, act->ref);
      return then && then->created <= at.created && then->accessed <= at.accessed && then->noncurrent <= at.noncurrent && then->newer <= at.newer;
    });
  }

  bool taken_care_of(const Part& part) const {
    const std::optional<Ages> at = due_at(part);
    return !at || done_natively(part, *at) || done_by_plan(part, *at) || (move_ && gone(part, *at));
  }

  std::vector<const Box*> walls(const Part& part) const {
    std::vector<const Box*> out;
    natives_.near(part, [&](const NativeBox& native, const Box& wall) {
      if (does_it(native) && native.whole) out.push_back(&wall);
    });
    const std::vector<const Act*> near = q_.space.near(part);
    for (const Act* act : near) {
      const bool deletes = is_delete(act->statement->kind);
      if (!act->exact || (!deletes && !(move_ && act->statement->kind == s_.kind)) || act->ref == ref_) continue;
      for (const Box& box : act->boxes) out.push_back(&box);
    }
    for (const Protection* p : holders(q_.space, part)) {
      for (const Box& box : p->possible.boxes) out.push_back(&box);
    }
    if (revision_ == Revision::current) return out;
    for (const Protection* p : explicit_noncurrent(q_.space, part)) {
      for (const Box& box : p->possible.boxes) out.push_back(&box);
    }
    return out;
  }

  const DefaultLock* default_lock() const {
    const auto at = std::find_if(q_.lowered.default_locks.begin(), q_.lowered.default_locks.end(), [&](const DefaultLock& d) { return d.store == q_.space.view.id; });
    return at != q_.lowered.default_locks.end() ? &*at : nullptr;
  }

  bool confirmed(const ObjectState& witness, const Ages& at) const {
    const Say verdict = say(q_, witness, false);
    if (!verdict.decided || (move_ ? verdict.floor < s_.tier : !verdict.may_be_deleted)) return false;
    bool done = std::any_of(verdict.due.begin(), verdict.due.end(), [&](StatementRef ref) {
      const Placement* placement = q_.placement(ref);
      const Statement& s = q_.statement(ref);
      return placement != nullptr && placement->in_plan() && is_move(s.kind) == move_ && (!move_ || s.tier >= s_.tier);
    });
    const bool immutable = q_.space.view.can.immutable_blocks_delete && default_lock() != nullptr;
    for (const NativeRule& rule : q_.rules) {
      for (const NativeAction& action : rule.actions) {
        if (done || by_mark(q_, rule, action) || action.partial || (immutable && !move_)) continue;
        for (const NativeBox& native : native_boxes(q_, rule, action)) {
          done = done || (does_it(native) && native.whole && acts(action, at) && matches(q_.policy(), native, witness));
        }
      }
    }
    return !done;
  }

  std::string what(const Part& part, const Ages& at) const {
    const std::string statement = describe(q_.policy(), q_.space.view.sources, ref_);
    const std::string cloud(q_.space.view.can.display);
    const NativeAction* late = nullptr;
    natives_.near(part, [&](const NativeBox& native, const Box&) {
      if (!does_it(native) || !native.whole || acts(*native.action, at) || !q_.space.covered(part, native.box)) return;
      if (late == nullptr || native.action->days < late->days) late = native.action;
    });
    const std::string_view of = revision_ == Revision::current ? "" : revision_ == Revision::noncurrent ? " on noncurrent revisions" : " on snapshots";
    const std::string_view verb = move_ ? "moves" : "deletes";
    if (late != nullptr) return fmt::format("{}{} is due, but {} {} only after {} days", statement, of, cloud, verb, late->days);
    return fmt::format("{}{} is due, but neither {} nor the plan {}", statement, of, cloud, move_ ? "moves it" : "deletes it");
  }

  void undecided(std::string why) const {
    q_.out.undecided.push_back({{}, ref_, fmt::format("whether {} is done everywhere: undecided: {}", describe(q_.policy(), q_.space.view.sources, ref_), why)});
  }

  const Question& q_;
  const Natives& natives_;
  StatementRef ref_;
  const Statement& s_;
  Revision revision_;
  bool move_;
  bool unread_;  // an object that lacks a required label is moved by nobody, and deleted where the label makes no difference
};

}  // namespace

void check_completeness(const Question& q) {
  const Natives natives(q);
  const bool versioned = q.store().versioned(), snapshots = q.space.view.can.snapshots;
  for (const std::uint32_t r : q.space.view.rules) {
    const Rule& rule = q.policy().rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const StatementKind kind = rule.statements[s].kind;
      if (!is_delete(kind) && !is_move(kind)) continue;
      const Placement* placement = q.placement({r, s});
      if (placement != nullptr && placement->in_plan()) continue;
      const bool current = kind != StatementKind::remove_noncurrent && kind != StatementKind::move_noncurrent;
      if (current) Completeness(q, natives, {r, s}, Revision::current).check();
      // The language speaks of old revisions on versioned stores.
      if (versioned && kind != StatementKind::move) Completeness(q, natives, {r, s}, Revision::noncurrent).check();
      if (snapshots && is_delete(kind)) Completeness(q, natives, {r, s}, Revision::snapshot).check();
    }
  }
}

}  // namespace shelflife::verifying
