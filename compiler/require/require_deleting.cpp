// `deleted within`: every object is gone in time, from when it is due until its bytes are gone.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "compiler/model/print.hpp"
#include "compiler/require/require_obligations.hpp"

namespace shelflife::requiring {

namespace {

using Days = std::uint64_t;

// What deciding one part came to: how long its objects may stay, or what has no end.
struct Stay {
  bool in_time = false;
  bool native = false;                    // the cloud's own rules do all of it
  Days due = 0, noncurrent = 0, total = 0;
  const Act* act = nullptr;               // the delete that counts
  const Protection* blame = nullptr;      // what holds longest, or for an unknown time
  std::string why;                        // when not in time
};

class Decider {
 public:
  explicit Decider(const Duty& b) : b_(b), space_(b.space), policy_(b.space.view.policy), store_(b.space.view.store) {
    has_noncurrent_ = store_.versioned() || space_.view.can.snapshots;
  }

  Stay judge(const Part& part) const {
    const Part current = on_revisions(part, false), noncurrent = on_revisions(part, true);
    Stay best;
    best.why = "no delete that is sure to be due by then speaks of it";
    for (const Act* act : space_.near(current)) {
      if (!act->exact || act->statement->whole != no_id || !space_.covered(current, act->boxes)) continue;
      const std::optional<Days> due = due_by(*act->statement);
      if (!due) continue;
      Stay stay = measure(*act, *due, current, noncurrent);
      const auto rank = [](const Stay& s) { return std::tuple(!s.in_time, !s.native, s.total); };
      if (best.act == nullptr || rank(stay) < rank(best)) best = std::move(stay);
    }
    return best;
  }

  // Everything that can make a difference: what deletes, and what holds.
  std::vector<const Box*> walls(const Part& part) const {
    std::vector<const Box*> out;
    for (const Act* act : space_.near(part)) {
      if (!is_delete(act->statement->kind) || !act->exact) continue;
      for (const Box& box : act->boxes) out.push_back(&box);
    }
    for (const Protection* p : space_.touching(part)) {
      for (const Box& box : p->possible.boxes) out.push_back(&box);
    }
    for (const Protection* p : space_.explicit_noncurrent(on_revisions(part, true))) {
      for (const Box& box : p->certain.boxes) out.push_back(&box);
    }
    return out;
  }

  // The nearest miss, for a message: a delete that speaks of the part without being sure to be in time.
  const Act* near_miss(const Part& part) const {
    for (const Act* act : space_.near(part)) {
      if (is_delete(act->statement->kind) && space_.covered(on_revisions(part, false), act->boxes)) return act;
    }
    return nullptr;
  }

 private:
  static Part on_revisions(Part part, bool noncurrent) {
    part.box.flags.may_be_true |= bit(Flag::noncurrent);
    part.box.flags.may_be_false |= bit(Flag::noncurrent);
    (noncurrent ? part.box.flags.may_be_false : part.box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
    return part;
  }

  // created <= accessed: what runs from `created` is over no later than what runs from the last access.
  bool bounded_by(const Clock& clock) const {
    const Clock& asked = b_.obligation.clock;
    return clock == asked || (asked.kind == ClockKind::accessed && clock.kind == ClockKind::created);
  }

  std::optional<Days> due_by(const Statement& s) const {
    if (s.kind == StatementKind::remove && bounded_by(s.clock)) return s.duration.days;
    if (s.kind == StatementKind::quarantine) return s.duration.days;  // from the mark, which waits for keeps only
    return std::nullopt;
  }

  // When a protection is over at the latest, on the obligation's clock; nothing: that has no bound.
  std::optional<Days> over_by(const Protection& p) const {
    if (p.kind == Protection::Kind::hold) return std::nullopt;
    const Statement& s = policy_.rules[p.statement.rule].statements[p.statement.statement];
    switch (s.kind) {
      case StatementKind::keep_for: return bounded_by(s.clock) ? std::optional<Days>(s.duration.days) : std::nullopt;
      case StatementKind::keep_ranked: return s.ranking.at_most && bounded_by(Clock{}) ? std::optional<Days>(s.ranking.at_most->days) : std::nullopt;
      case StatementKind::lock: return bounded_by(Clock{}) ? std::optional<Days>(s.duration.days) : std::nullopt;
      default: return std::nullopt;
    }
  }

  Days soft_delete() const { return soft_delete_days(policy_, space_.view.id); }

  // How long a revision stays once it is noncurrent; nothing when no bound is known.
  std::optional<Days> noncurrent_days(const Statement& act, const Part& noncurrent) const {
    const Days recoverable = store_.recoverable_days();
    std::optional<Days> shortest;
    for (const Protection* p : space_.explicit_noncurrent(noncurrent)) {
      const Statement& s = policy_.rules[p->statement.rule].statements[p->statement.statement];
      if (s.keeping_newer > 0 || !space_.covered(noncurrent, p->certain.boxes)) continue;
      shortest = std::min<Days>(shortest.value_or(s.duration.days), s.duration.days);
    }
    if (shortest) return shortest;
    if (!space_.explicit_noncurrent(noncurrent).empty()) return std::nullopt;
    // A snapshot's age counts from when it was taken, and the delete's own days count then (Azure).
    return store_.versioned() ? recoverable : std::max<Days>(recoverable, act.duration.days);
  }

  Stay measure(const Act& act, Days days, const Part& current, const Part& noncurrent) const {
    Stay stay;
    stay.act = &act;
    const bool marked = act.statement->kind == StatementKind::quarantine;
    Days held = 0;
    for (const Protection* p : space_.touching(current)) {
      const std::optional<Days> over = over_by(*p);
      if (!over) return endless(std::move(stay), *p);
      if (*over > held) held = *over;
      if (*over > days) stay.blame = p;
    }
    stay.due = marked ? held + days : std::max(held, days);
    const Days lag = space_.view.can.lag_days;
    stay.total = stay.due + lag + soft_delete();
    if (has_noncurrent_) {
      const std::optional<Days> span = noncurrent_days(*act.statement, noncurrent);
      if (!span) {
        stay.why = "its noncurrent revisions stay: a `delete noncurrent` speaks of them, and is not sure to act";
        stay.total = ~Days{0};
        return stay;
      }
      stay.noncurrent = *span;
      // The cloud's own rules count a keep's days from when the revision became noncurrent.
      for (const Protection* p : space_.touching(noncurrent)) {
        const std::optional<Days> over = over_by(*p);
        if (!over) return endless(std::move(stay), *p);
        if (*over <= stay.noncurrent) continue;
        stay.noncurrent = *over;
        stay.blame = p;
      }
      stay.total += stay.noncurrent + lag;
    }
    stay.native = who(b_.lowered, space_.view.id, act.ref) == Who::cloud;
    stay.in_time = stay.total <= b_.obligation.duration.days;
    if (!stay.in_time) {
      stay.why = fmt::format("it is due after {} days", stay.due);
      if (has_noncurrent_ && store_.versioned()) stay.why += fmt::format(", can be brought back for {}", stay.noncurrent);
      else if (has_noncurrent_) stay.why += fmt::format(", a snapshot of it may stay {} more", stay.noncurrent);
      if (soft_delete() > 0) stay.why += fmt::format(", is soft-deleted for {}", soft_delete());
      stay.why += fmt::format(", and {} takes up to {}: {} days in all", space_.view.can.display, has_noncurrent_ ? 2 * lag : lag, stay.total);
    }
    return stay;
  }

  Stay endless(Stay stay, const Protection& p) const {
    stay.blame = &p;
    stay.total = ~Days{0};
    stay.why = fmt::format("{} may hold it, and that has no end that counts here", name_of(space_, p));
    return stay;
  }

  const Duty& b_;
  const StoreSpace& space_;
  const Policy& policy_;
  const Store& store_;
  bool has_noncurrent_ = false;
};

}  // namespace

Outcome deleted_within(const Duty& b) {
  const StoreSpace& space = b.space;
  const Policy& policy = space.view.policy;
  auto parts = space.parts(b.require.where, Reading::certain, true);
  if (!parts) return undecided(b, "its condition is too wide to be expanded");
  for (Part& part : *parts) {  // a revision counts until it is gone, whatever it is by then
    part.box.flags.may_be_true |= bit(Flag::noncurrent);
    part.box.flags.may_be_false |= bit(Flag::noncurrent);
  }
  const Decider decider(b);
  const Act* planned = nullptr;
  Search search{space, true, true, {}, {}};
  search.walls = [&](const Part& at) { return decider.walls(at); };
  search.fine = [&](const Part& at) {
    const Stay stay = decider.judge(at);
    if (stay.in_time && !stay.native && planned == nullptr) planned = stay.act;
    return stay.in_time;
  };
  Outcome out;
  if (const auto hole = search.find(*parts)) {
    const Stay stay = decider.judge(hole->part);
    const std::optional<ObjectState> example = hole->decided ? witness(space, asked_by(policy), hole->part, b.obligation.clock, b.obligation.duration.days) : std::nullopt;
    if (!example) return undecided(b, "its deletes and keeps cut the objects too finely");
    out.kind = Outcome::Kind::broken;
    out.witness = example;
    out.message = fmt::format("{}: {} may stay longer than {}: {}", in_store(b), to_text(policy, *example), to_text(b.obligation.duration), stay.why);
    if (stay.blame != nullptr) out.related.push_back(related_to(policy, *stay.blame, "this holds it"));
    const Act* act = stay.act != nullptr ? stay.act : decider.near_miss(hole->part);
    if (act != nullptr) {
      const bool whole = act->statement->whole != no_id;
      out.related.push_back({place(policy, act->ref), whole ? "this takes a whole one: its newest object sets the clock" : "this deletes it"});
    }
  } else if (planned != nullptr) {
    out.kind = Outcome::Kind::by_plan;
    out.message = fmt::format("{}: `deleted within {}` is met by the plan: it holds as long as the pruner runs", in_store(b), to_text(b.obligation.duration));
    out.related.push_back({place(policy, planned->ref), "the plan does this"});
  }
  return out;
}

}  // namespace shelflife::requiring
