// `never deleted`, `not moved` and `locked`: what must not happen, and what must stand in the way.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/model/print.hpp"
#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/fate.hpp"
#include "compiler/require/require_obligations.hpp"

namespace shelflife::requiring {

namespace {

constexpr std::uint32_t for_ever = ~std::uint32_t{0};
constexpr std::size_t most_related = 3;

// One way in which a statement acts: at what age at the earliest, since `created` and since the last access.
struct Way {
  bool noncurrent = false;
  bool implicit = false;         // noncurrent revisions of a delete, `recoverable for` after they became so
  std::uint32_t created = 0, accessed = 0;
  bool same_clock = false;       // `created` counts on the obligation's own clock
};

// created <= accessed, created <= noncurrent since, created <= mark: an age on those is never more than the age since
// creation. No other event has an order.
std::vector<Way> ways_of(const StoreSpace& space, const Statement& s, const Clock& asked) {
  const std::uint32_t days = s.duration.days;
  std::vector<Way> out;
  switch (s.kind) {
    case StatementKind::remove:
    case StatementKind::move: {
      Way way;
      if (s.clock.kind == ClockKind::created || s.clock.kind == ClockKind::accessed) way.created = days;
      if (s.clock.kind == ClockKind::accessed) way.accessed = days;
      way.same_clock = s.clock == asked;
      if (way.same_clock) way.created = std::max(way.created, days);
      out.push_back(way);
      break;
    }
    case StatementKind::quarantine: out.push_back({false, false, days, 0, false}); break;
    case StatementKind::remove_noncurrent:
    case StatementKind::move_noncurrent: out.push_back({true, false, days, 0, false}); break;
    default: return out;
  }
  const bool noncurrent = space.view.store.versioned() || space.view.can.snapshots;
  if (s.kind == StatementKind::remove_noncurrent && !noncurrent) out.clear();
  if (s.kind == StatementKind::move_noncurrent && !space.view.store.versioned()) out.clear();
  if (noncurrent && (s.kind == StatementKind::remove || s.kind == StatementKind::quarantine)) {
    out.push_back({true, true, space.view.store.recoverable_days(), 0, false});
  }
  return out;
}

bool late_enough(const Way& way, const Clock& asked, std::uint32_t days) {
  if (asked.kind == ClockKind::created) return way.created >= days;
  if (asked.kind == ClockKind::accessed) return way.accessed >= days;
  return way.same_clock && way.created >= days;
}

// Whether a protection holds every object of its region up to the age asked for.
bool holds_until(const Policy& policy, const Protection& p, const Clock& asked, std::uint32_t days) {
  if (p.kind == Protection::Kind::explicit_noncurrent || p.ranked) return false;
  if (p.kind == Protection::Kind::hold) return !policy.holds[p.hold].until;
  const Statement& s = policy.rules[p.statement.rule].statements[p.statement.statement];
  if (s.kind == StatementKind::keep_forever) return true;
  if (days == for_ever) return false;
  const Clock clock = s.kind == StatementKind::lock ? Clock{} : s.clock;
  // A keep since the last access is over no earlier than one since creation.
  const bool counts = clock == asked || (asked.kind == ClockKind::created && clock.kind == ClockKind::accessed);
  return counts && s.duration.days >= days;
}

// An object that lacks a required label is unread: it goes only if it may for every value. So what holds it for one value
// holds it, whatever else the keep's condition says of that label.
Box for_some_value(const Policy& policy, const Part& part, const Box& box) {
  const auto unread = [&](FieldId field, bool only_missing) { return only_missing && policy.fields[field].required; };
  Box out = box;
  for (const auto& [field, set] : part.box.texts) {
    if (unread(field, !set.cofinite && set.values.empty() && set.missing)) out.set_text(field, {});
  }
  for (const auto& [field, set] : part.box.numbers) {
    if (unread(field, set.codes.nothing() && set.missing)) std::erase_if(out.numbers, [f = field](const auto& entry) { return entry.first == f; });
  }
  return out;
}

Part on_revisions(Part part, bool noncurrent) {
  (noncurrent ? part.box.flags.may_be_false : part.box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  return part;
}

struct Break {
  const Act* act = nullptr;
  Way way;
  Part part;
  bool decided = true;
};

std::string bound_text(const Obligation& o, const Policy& policy) {
  if (o.kind == ObligationKind::never_deleted) return {};
  std::string text = ", before " + to_text(o.duration);
  if (o.clock.kind != ClockKind::created) text += " since " + to_text(policy, o.clock);
  return text;
}

// The longest keep that holds all of the part, though not long enough: it says at what age the example goes.
const Protection* longest_short_keep(const StoreSpace& space, const Part& part) {
  const Protection* best = nullptr;
  for (const Protection* p : space.touching(part)) {
    if (p->ranked || !p->over_created || p->kind == Protection::Kind::explicit_noncurrent || !space.covered(part, p->certain.boxes)) continue;
    if (best == nullptr || *p->over_created > *best->over_created) best = p;
  }
  return best;
}

// The object, at the age at which it goes (or moves). Under ranked keeps it is one too many.
std::optional<ObjectState> object_of(const Duty& b, const Break& found, const Part& part, std::uint32_t age) {
  const StoreSpace& space = b.space;
  const Policy& policy = space.view.policy;
  const Statement& s = *found.act->statement;
  const bool own_clock = s.kind == StatementKind::remove || s.kind == StatementKind::move;
  std::optional<ObjectState> object = witness(space, asked_by(policy), part, own_clock && !found.way.noncurrent ? s.clock : Clock{}, own_clock && !found.way.noncurrent ? s.duration.days : age);
  if (!object) return std::nullopt;
  const bool as_old = object->accessed == object->created;
  const bool ordered = !own_clock || s.clock.kind == ClockKind::created || s.clock.kind == ClockKind::accessed;
  // What was promoted long ago can have been written anew since.
  if (ordered) object->created = std::max(object->created, days(age));
  else object->created = days(std::max(age, static_cast<std::uint32_t>((part.box.accessed.lo + 1) / 2)));
  if (as_old) object->accessed = object->created;
  if (b.obligation.clock.kind == ClockKind::accessed) {  // as lately as it goes all the same
    object->accessed = days(std::max(found.way.accessed, static_cast<std::uint32_t>((part.box.accessed.lo + 1) / 2)));
  }
  if (s.kind == StatementKind::quarantine && !found.way.noncurrent) object->marked = days(s.duration.days);
  if (found.way.noncurrent) {
    object->noncurrent = true;
    object->noncurrent_since = days(age);
    object->newer_noncurrent = s.keeping_newer;
  }
  for (const Protection* p : space.touching(part)) {
    if (p->ranked) object->ranks.emplace_back(p->statement, policy.rules[p->statement.rule].statements[p->statement.statement].ranking.count + 1);
  }
  std::sort(object->ranks.begin(), object->ranks.end());
  return object;
}

Outcome tell(const Duty& b, const std::vector<Break>& breaks, std::string_view verb) {
  const Policy& policy = b.space.view.policy;
  Outcome out;
  bool first = true;
  std::size_t shown = 0;
  for (const Break& found : breaks) {
    const std::string text = "`" + to_text(policy, *found.act->statement) + "`";
    if (first) {
      first = false;
      const std::optional<Part> read = b.space.settle(found.part, false);
      const Part& part = read ? *read : found.part;
      const Protection* kept = verb == "delete" ? longest_short_keep(b.space, part) : nullptr;
      const std::uint32_t age = std::max(found.way.created, kept != nullptr ? *kept->over_created : 0);
      const std::optional<ObjectState> object = found.decided ? object_of(b, found, part, age) : std::nullopt;
      if (!object) {
        out = undecided(b, fmt::format("{} could be the one that breaks it", text));
      } else {
        out.kind = Outcome::Kind::broken;
        out.witness = object;
        out.message = fmt::format("{}: {} may {} {}{}", in_store(b), text, verb, to_text(policy, *object), bound_text(b.obligation, policy));
        if (verb == "delete") {
          for (const Protection* p : b.space.touching(part)) {
            if (p->kind != Protection::Kind::hold || !b.space.covered(part, p->certain.boxes)) continue;
            if (policy.holds[p->hold].until) out.related.push_back(related_to(policy, *p, "this holds it until its date only"));
          }
        }
        if (found.way.implicit) out.message += ", once another revision has taken its place";
        if (kept != nullptr) out.related.push_back(related_to(policy, *kept, fmt::format("this holds it for {} days only", *kept->over_created)));
      }
    }
    if (shown++ < most_related) out.related.push_back({place(policy, found.act->ref), text + " is here"});
  }
  if (shown > most_related) out.message += fmt::format(" (and {} more statements)", shown - most_related);
  return out;
}

// On a date label no order of clocks proves a break. An object is made that is a day short of the bound, and the judge of single
// objects says whether it goes; nothing when it may stay, or when there is no such object.
std::optional<ObjectState> gone_too_early(const Duty& b, const Break& found) {
  const Policy& policy = b.space.view.policy;
  const Clock& asked = b.obligation.clock;
  if (asked.kind != ClockKind::field || policy.fields[asked.field].source == FieldSource::path || !found.decided) return std::nullopt;
  const std::optional<Part> read = b.space.settle(found.part, false);
  const Part& part = read ? *read : found.part;
  const Protection* const kept = longest_short_keep(b.space, part);
  std::optional<ObjectState> object = object_of(b, found, part, std::max(found.way.created, kept != nullptr ? *kept->over_created : 0));
  if (!object) return std::nullopt;
  const Seconds age = days(b.obligation.duration.days - 1);
  const bool as_old = object->accessed == object->created;
  object->created = std::max(object->created, age);
  if (as_old) object->accessed = object->created;
  std::erase_if(object->labels, [&](const LabelState& label) { return label.field == asked.field; });
  object->labels.push_back({LabelState::Kind::value, asked.field, {}, age});
  std::sort(object->labels.begin(), object->labels.end(), [](const LabelState& x, const LabelState& y) { return x.field < y.field; });

  if (evaluate(b.require.where, ObjectView(policy, *object)) == Truth::no()) return std::nullopt;
  const Evaluator evaluator(policy);
  const Evaluator::Worlds worlds = evaluator.worlds(*object);
  const bool goes = worlds.complete && std::ranges::all_of(worlds.objects, [&](const ObjectState& world) { return judge(policy, world, evaluator.speaking(world)).may_be_deleted; });
  return goes ? object : std::nullopt;
}

// Nothing orders the clock that is asked for and those of the statements: what is not shown to break is not proved to hold either.
Outcome unordered(const Duty& b, const std::vector<Break>& breaks) {
  const Policy& policy = b.space.view.policy;
  Outcome out = tell(b, breaks, "delete");
  const std::string clock = to_text(policy, b.obligation.clock);
  for (const Break& found : breaks) {
    std::optional<ObjectState> object = gone_too_early(b, found);
    if (!object) continue;
    out.kind = Outcome::Kind::broken;
    out.message = fmt::format("{}: `{}` may delete {}{}", in_store(b), to_text(policy, *found.act->statement), to_text(policy, *object), bound_text(b.obligation, policy));
    out.hint.clear();
    out.witness = std::move(object);
    return out;
  }
  Outcome refused = undecided(b, fmt::format("nothing orders `since {}` and the clock of `{}`", clock, to_text(policy, *breaks[0].act->statement)));
  refused.related = std::move(out.related);
  return refused;
}

}  // namespace

Outcome never_deleted(const Duty& b) {
  const StoreSpace& space = b.space;
  const Policy& policy = space.view.policy;
  const Obligation& o = b.obligation;
  const std::uint32_t days = o.kind == ObligationKind::never_deleted ? for_ever : o.duration.days;
  const auto parts = space.parts(b.require.where, Reading::not_false, true);
  if (!parts) return undecided(b, "its condition is too wide to be expanded");
  std::vector<Break> breaks;
  std::set<const Act*> broken;
  for (const Part& part : *parts) {
    for (const Act* act : space.near(part)) {
      if (!is_delete(act->statement->kind)) continue;
      if (broken.contains(act)) continue;
      for (const Way& way : ways_of(space, *act->statement, o.clock)) {
        if (days != for_ever && late_enough(way, o.clock, days)) continue;
        const Part revisions = on_revisions(part, way.noncurrent);
        std::vector<Part> work;
        for (const Box& box : act->boxes) {
          if (auto met = space.meet(revisions, box, true)) work.push_back(std::move(*met));
        }
        if (work.empty()) continue;
        // An object is safe where something holds it long enough, or where a `delete noncurrent` speaks in its place.
        const auto standing = [&](const Part& at) {
          std::vector<const Protection*> out;
          for (const Protection* p : space.touching(at)) {
            if (holds_until(policy, *p, o.clock, days)) out.push_back(p);
          }
          if (way.implicit) {
            for (const Protection* p : space.explicit_noncurrent(at)) out.push_back(p);
          }
          return out;
        };
        std::vector<Box> around;  // of the part that is looked at
        const auto look = [&](const Part& at) {
          around.clear();
          for (const Protection* p : standing(at)) {
            for (const Box& box : p->certain.boxes) around.push_back(for_some_value(policy, at, box));
          }
        };
        Search search{space, true, false, {}, {}};
        search.walls = [&](const Part& at) {
          look(at);
          std::vector<const Box*> out;
          for (const Box& box : around) out.push_back(&box);
          return out;
        };
        search.fine = [&](const Part& at) {
          look(at);
          return space.covered(at, around);
        };
        if (auto hole = search.find(std::move(work))) {
          breaks.push_back({act, way, std::move(hole->part), hole->decided && act->exact});
          broken.insert(act);
          break;
        }
      }
    }
  }
  if (breaks.empty()) return {};
  if (o.kind == ObligationKind::never_deleted_before && o.clock.kind != ClockKind::created && o.clock.kind != ClockKind::accessed) return unordered(b, breaks);
  return tell(b, breaks, "delete");
}

Outcome not_moved(const Duty& b) {
  const StoreSpace& space = b.space;
  const Obligation& o = b.obligation;
  const auto parts = space.parts(b.require.where, Reading::certain, false);
  if (!parts) return undecided(b, "its condition is too wide to be expanded");
  std::vector<Break> breaks;
  std::set<const Act*> broken;
  for (const Part& part : *parts) {
    for (const Act* act : space.near(part)) {
      const StatementKind kind = act->statement->kind;
      if (kind != StatementKind::move && kind != StatementKind::move_noncurrent) continue;
      if (broken.contains(act)) continue;
      for (const Way& way : ways_of(space, *act->statement, o.clock)) {
        if (late_enough(way, o.clock, o.duration.days)) continue;
        for (Box box : act->boxes) {
          if (space.view.store.provider == Provider::s3 && box.size.everything()) box.size.lo = smallest_moved_on_s3;
          auto met = space.meet(on_revisions(part, way.noncurrent), box, false);
          if (!met) continue;
          breaks.push_back({act, way, std::move(*met), act->exact});
          broken.insert(act);
          break;
        }
      }
    }
  }
  return breaks.empty() ? Outcome{} : tell(b, breaks, "move");
}

Outcome locked(const Duty& b) {
  const StoreSpace& space = b.space;
  const Policy& policy = space.view.policy;
  const Obligation& o = b.obligation;
  const bool compliance = o.kind == ObligationKind::locked_compliance;
  const auto enough = [&](LockMode mode, std::uint32_t days) { return days >= o.duration.days && (!compliance || mode == LockMode::compliance); };
  const auto parts = space.parts(b.require.where, Reading::certain, true);
  if (!parts) return undecided(b, "its condition is too wide to be expanded");
  if (parts->empty()) return {};
  for (const DefaultLock& lock : b.lowered.default_locks) {
    if (lock.store == space.view.id && enough(lock.mode, lock.duration.days)) return {};
  }
  const auto locks = [&](const Part& at, bool any) {
    std::vector<const Act*> out;
    for (const Act* act : space.near(at)) {
      const Statement& s = *act->statement;
      if (s.kind == StatementKind::lock && act->exact && (any || enough(s.mode, s.duration.days))) out.push_back(act);
    }
    return out;
  };
  Search search{space, true, false, {}, {}};
  search.walls = [&](const Part& at) {
    std::vector<const Box*> out;
    for (const Act* act : locks(at, false)) {
      for (const Box& box : act->boxes) out.push_back(&box);
    }
    return out;
  };
  search.fine = [&](const Part& at) {
    const std::vector<const Act*> around = locks(at, false);
    return std::any_of(around.begin(), around.end(), [&](const Act* act) { return space.covered(at, act->boxes); });
  };
  const auto hole = search.find(*parts);
  if (hole) {
    std::optional<ObjectState> example = hole->decided ? witness(space, asked_by(policy), hole->part, Clock{}, 0) : std::nullopt;
    if (!example) return undecided(b, "its locks cut the objects too finely");
    Outcome out;
    out.witness = example;
    out.kind = Outcome::Kind::broken;
    out.message = fmt::format("{}: no {}lock of {} or more is on {}", in_store(b), compliance ? "compliance " : "", to_text(o.duration), to_text(policy, *example));
    for (const Act* act : locks(hole->part, true)) {
      if (out.related.size() == most_related) break;
      out.related.push_back({place(policy, act->ref), fmt::format("`{}` is too short, too mild, or speaks of a part only", to_text(policy, *act->statement))});
    }
    return out;
  }
  std::vector<const Act*> used;
  for (const Part& part : *parts) {
    for (const Act* act : locks(part, false)) {
      if (std::find(used.begin(), used.end(), act) == used.end()) used.push_back(act);
    }
  }
  Outcome out;
  for (const Act* act : used) {
    if (out.related.size() < most_related) out.related.push_back({place(policy, act->ref), fmt::format("`{}` is here", to_text(policy, *act->statement))});
  }
  if (!space.view.store.object_lock) {
    out.kind = Outcome::Kind::broken;
    out.message = fmt::format("{}: it does not say `object_lock on`, and its locks are set object by object", in_store(b));
    out.related.push_back({space.view.store.origin.span, "the store is here"});
    return out;
  }
  out.kind = Outcome::Kind::lock_window;
  out.message = fmt::format("{}: locked by the plan: an object is open from when it is written until the pruner has run", in_store(b));
  return out;
}

}  // namespace shelflife::requiring
