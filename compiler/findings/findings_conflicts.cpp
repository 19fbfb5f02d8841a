// Statements that pull apart on the same objects: deletes that longer keeps and locks hold up, moves that come after the
// delete of the same objects. A broad delete with keeps for some of its objects is how the language is meant to be used:
// what counts versions or asks the registry is no conflict, and an exception in the same rule is none either.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

constexpr Kinds lasting = kinds_of(StatementKind::keep_for) | kinds_of(StatementKind::lock);  // see holds_longer
constexpr Kinds protecting = lasting | kinds_of(StatementKind::keep_forever) | kinds_of(StatementKind::keep_ranked) | hold_kind;

bool asks_the_registry(const Policy& policy, const Box& box) {
  const FlagSet any;
  const std::uint8_t noncurrent = bit(Flag::noncurrent);
  if (((box.flags.may_be_true ^ any.may_be_true) & ~noncurrent) != 0 || ((box.flags.may_be_false ^ any.may_be_false) & ~noncurrent) != 0) return true;
  const auto registry = [&](const auto& entry) { return policy.fields[entry.first].source == FieldSource::registry; };
  return !box.accessed.everything() || std::any_of(box.texts.begin(), box.texts.end(), registry) || std::any_of(box.numbers.begin(), box.numbers.end(), registry);
}

// An orphan is older than `orphan after`, and what was not accessed within D days is older than D.
bool can_be_as_young(const Ground& ground, const Part& part, std::uint32_t age) {
  const bool orphan = (part.box.flags.may_be_false & bit(Flag::orphan)) == 0;
  return (part.box.accessed.lo + 1) / 2 <= age && (!orphan || ground.space().view.store.orphan_after.days <= age);
}

std::string until(const Policy& policy, const Statement& keep) {
  std::string text = to_text(keep.duration);
  if (keep.kind == StatementKind::keep_for && keep.clock.kind != ClockKind::created) text += " since " + to_text(policy, keep.clock);
  return text;
}

struct Wait {
  const Item* item = nullptr;
  const Ground* ground = nullptr;
  const Group* own = nullptr;
  std::vector<std::uint32_t> by;  // longer keeps that together hold all; the longest first
  Part part;                      // objects on which it shows
  bool all = true;                // else part is what the delete and by[0] have in common
};

Finding tell(const Landscape& land, const Wait& wait) {
  const Policy& policy = land.policy;
  const Item& item = *wait.item;
  const Group& keep = wait.ground->groups()[wait.by[0]];
  Finding finding;
  finding.code = !wait.all ? Code::delete_waits_in_part : Code::delete_waits;
  finding.span = place(policy, item.ref);
  finding.statement = item.ref;
  const std::string text = said(policy, item.ref), by = said(policy, keep);
  const std::string day = until(policy, *keep.best->statement);
  if (!wait.all) {
    finding.message = fmt::format("{} waits until {} for what {} holds", text, day, by);
    if (wait.by.size() > 1) finding.message += fmt::format(", and {} more {} of it longer", wait.by.size() - 1, wait.by.size() == 2 ? "holds a part" : "hold parts");
    finding.hint = "nothing is wrong if this is an exception; else delete later, or narrow the keep";
  } else if (wait.by.size() == 1) {
    finding.message = fmt::format("{} waits until {} for all of its objects: {} holds them", text, day, by);
    finding.hint = fmt::format("say `delete after {}`, or keep for less", day);
  } else {
    finding.message = fmt::format("{} waits longer for all of its objects: {} keeps and locks together hold them", text, wait.by.size());
    finding.hint = "delete later, or keep for less";
  }
  finding.message += example(policy, finding, object_at(land, *wait.ground, wait.part, item.statement->clock, item.statement->duration.days));
  blame(land, *wait.ground, wait.by, finding);
  return finding;
}

// Keeps of other rules that hold some of the objects longer; the longest first.
std::optional<Wait> in_part(const Ground& ground, const Item& item, const Group& own) {
  const Policy& policy = ground.space().view.policy;
  Wait wait{&item, &ground, &own, {}, {}, false};
  const Statement* longest = nullptr;
  for (const Part& part : ground.parts(own)) {
    ground.meeting(part, lasting, [&](const Spot& spot) {
      const Group& group = ground.groups()[spot.group];
      const Statement* keep = group.statement();
      if (keep == nullptr || group.best->ref.rule == item.ref.rule || !holds_longer(*keep, *item.statement)) return false;
      if (asks_the_registry(policy, *spot.box)) return false;
      const std::optional<Part> common = ground.space().meet(part, *spot.box, false);
      if (!common || !can_be_as_young(ground, *common, item.statement->duration.days)) return false;
      if (std::find(wait.by.begin(), wait.by.end(), spot.group) == wait.by.end()) wait.by.push_back(spot.group);
      if (longest != nullptr && keep->duration.days <= longest->duration.days) return false;
      longest = keep;
      wait.part = *common;
      std::swap(wait.by.front(), *std::find(wait.by.begin(), wait.by.end(), spot.group));
      return false;
    });
  }
  return wait.by.empty() ? std::nullopt : std::optional(std::move(wait));
}

std::optional<Wait> in_all(Landscape& land, const Ground& ground, const Item& item, const Group& own) {
  const auto longer = [&](const Group& group) {
    return group.best != nullptr && !land.idle[land.statements.index(group.best->ref)] && holds_longer(*group.best->statement, *item.statement);
  };
  Cover held = cover(land, ground, own, ground.parts(own), false, lasting, longer);
  if (held.undecided) ++land.undecided;
  if (!held.all || held.by.empty()) return std::nullopt;
  std::stable_sort(held.by.begin(), held.by.end(), [&](std::uint32_t a, std::uint32_t b) {
    return ground.groups()[a].best->statement->duration.days > ground.groups()[b].best->statement->duration.days;
  });
  for (const Part& part : ground.parts(own)) {
    if (can_be_as_young(ground, part, item.statement->duration.days)) return Wait{&item, &ground, &own, std::move(held.by), part, true};
  }
  return std::nullopt;
}

// Whether a keep, lock or hold could hold objects still when the move is due.
bool may_hold(const Group& group, const Statement& move) {
  if (group.best == nullptr) return true;
  const Statement& s = *group.best->statement;
  if (s.kind == StatementKind::keep_forever) return true;
  if (s.kind == StatementKind::keep_ranked) return !s.ranking.at_most || s.ranking.at_most->days > move.duration.days;
  if (s.kind == StatementKind::lock) return s.duration.days > move.duration.days;
  if (s.kind != StatementKind::keep_for) return false;
  const bool over = s.clock == move.clock || (s.clock.kind == ClockKind::created && move.clock.kind == ClockKind::accessed);
  return !over || s.duration.days > move.duration.days;
}

// The delete is due on everything that the move speaks of, no later than the move.
bool deletes_first(const Statement& remove, const Statement& move) {
  if (remove.duration.days > move.duration.days) return false;
  if (move.kind == StatementKind::move_noncurrent) return remove.kind == StatementKind::remove_noncurrent && remove.keeping_newer == 0;
  if (remove.kind != StatementKind::remove || remove.whole != no_id) return false;
  return remove.clock == move.clock || (remove.clock.kind == ClockKind::created && move.clock.kind == ClockKind::accessed);
}

}  // namespace

void find_waiting_deletes(Landscape& land) {
  std::vector<Wait> waits;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || item.statement->kind != StatementKind::remove) continue;
    std::optional<Wait> all, some;
    for (const Standing& on : land.grounds_of(item.ref.rule)) {
      const Ground& ground = *land.grounds[on.ground];
      const Group* own = land.group_of(on, item.ref);
      if (own == nullptr) continue;
      if (!all) all = in_all(land, ground, item, *own);
      if (!all && !some) some = in_part(ground, item, *own);
    }
    if (all || some) waits.push_back(std::move(all ? *all : *some));
  }
  tell_all(land, waits, [&](const Wait& wait) { return tell(land, wait); });
}

void find_late_moves(Landscape& land) {
  const Policy& policy = land.policy;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    const Statement& s = *item.statement;
    if (land.idle[at] || (s.kind != StatementKind::move && s.kind != StatementKind::move_noncurrent)) continue;
    const Ground* ground = nullptr;
    const Group* own = nullptr;
    std::vector<std::uint32_t> by;
    bool late = true;
    for (const Standing& on : land.grounds_of(item.ref.rule)) {
      const Ground& here_ground = *land.grounds[on.ground];
      const Group* group = land.group_of(on, item.ref);
      if (group == nullptr) continue;
      const Cover gone = cover(land, here_ground, *group, here_ground.parts(*group), false, deletes, [&](const Group& other) {
        return other.best != nullptr && deletes_first(*other.best->statement, s);
      });
      if (gone.undecided) ++land.undecided;
      const auto holds = [&](const Group& other) { return may_hold(other, s); };
      const auto held = [&](const Part& part) {
        return here_ground.meeting(part, protecting, [&](const Spot& spot) { return holds(here_ground.groups()[spot.group]); }) || here_ground.exhausted;
      };
      late = gone.all && !gone.by.empty() && std::none_of(here_ground.parts(*group).begin(), here_ground.parts(*group).end(), held) &&
             !conditions_meet(land, here_ground, *group, holds);
      if (!late) break;
      if (ground == nullptr) ground = &here_ground, own = group, by = gone.by;
    }
    if (!late || ground == nullptr) continue;
    land.idle[at] = true;
    Finding finding;
    finding.code = Code::move_after_delete;
    finding.span = place(policy, item.ref);
    finding.statement = item.ref;
    const Group& first = ground->groups()[by[0]];
    const std::string what = by.size() == 1 ? said(policy, first) + " is" : fmt::format("{} deletes are", by.size());
    finding.message = fmt::format("{} moves nothing: {} due by then on all of its objects", said(policy, item.ref), what);
    finding.hint = "move sooner than the delete, or remove the move";
    finding.message += example(policy, finding, object_at(land, *ground, ground->parts(*own)[0], s.clock, s.duration.days));
    blame(land, *ground, by, finding);
    land.found.push_back(std::move(finding));
  }
}

}  // namespace shelflife::findings
