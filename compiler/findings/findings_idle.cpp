// Deletes that something always keeps, and keeps that no delete could touch.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/findings/findings_parts.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::findings {

namespace {

bool holds_for_ever(const Policy& policy, const Group& group) {
  if (group.best == nullptr) return !policy.holds[group.hold].until;
  return group.best->statement->kind == StatementKind::keep_forever;
}

// What a delete speaks of: `delete noncurrent` never of a current revision.
// `made`: holds them where they are not the group's own.
std::span<const Part> reach(const Ground& ground, const Group& group, std::vector<Part>& made) {
  const std::span<const Part> all = ground.parts(group);
  if (group.best->statement->kind != StatementKind::remove_noncurrent) return all;
  made.assign(all.begin(), all.end());
  for (Part& part : made) part.box.flags.may_be_false &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  std::erase_if(made, [](const Part& part) { return empty(part.box); });
  return made;
}

// `accessed within` asks for less than the delete's own clock waits for, or the clock's event has not happened.
bool never_runs(const Item& item, const Ground& ground, const Group& group) {
  const Statement& s = *item.statement;
  if (s.kind != StatementKind::remove || ground.space().view.store.versioned() || ground.space().view.can.snapshots) return false;
  return std::all_of(ground.parts(group).begin(), ground.parts(group).end(), [&](const Part& part) {
    switch (s.clock.kind) {
      case ClockKind::accessed: return part.box.accessed.hi < 2 * static_cast<std::uint64_t>(s.duration.days);
      case ClockKind::promoted: return (part.box.flags.may_be_true & bit(Flag::promoted)) == 0;
      case ClockKind::retired: return (part.box.flags.may_be_true & bit(Flag::retired)) == 0;
      default: return false;
    }
  });
}

// All keys of the part, whatever else it asks for.
Part keys_of(const Policy& policy, const Part& part) {
  Part out{{}, part.managed};
  for (const auto& [field, set] : part.box.texts) {
    if (policy.fields[field].source == FieldSource::path) out.box.texts.emplace_back(field, set);
  }
  out.box.key = part.box.key;
  return out;
}

bool a_delete_meets(const Ground& ground, const Part& part) {
  return ground.meeting(part, deletes, [&](const Spot& spot) {
    const Group& group = ground.groups()[spot.group];
    return group.best != nullptr && is_delete(group.best->statement->kind);
  });
}

// Objects share a unit with others whatever their labels are, so a keep on one holds up a `delete whole` of the rest.
bool a_whole_delete_could_wait(const Ground& ground, std::span<const Part> parts) {
  const Policy& policy = ground.space().view.policy;
  std::size_t looked = 0;
  for (const std::uint32_t at : ground.wholes()) {
    const Group& group = ground.groups()[at];
    const FieldId unit = group.best->statement->whole;
    for (const Part& part : ground.parts(group)) {
      if (++looked > 1000) return true;
      Part around = keys_of(policy, part);
      around.box.key.clear();
      std::erase_if(around.box.texts, [&](const auto& entry) {  // right of the unit's field objects differ
        return std::any_of(policy.layouts.begin(), policy.layouts.end(), [&](const Layout& layout) {
          bool after = false;
          for (const Segment& segment : layout.segments) {
            if (segment.field == entry.first) return after;
            after = after || segment.field == unit;
          }
          return true;
        });
      });
      if (std::any_of(parts.begin(), parts.end(), [&](const Part& p) { return p.managed == around.managed && !disjoint(p.box, around.box); })) return true;
    }
  }
  return false;
}

}  // namespace

void find_never_fires(Landscape& land) {
  const Policy& policy = land.policy;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || !is_delete(item.statement->kind)) continue;
    const Ground* ground = nullptr;
    const Group* own = nullptr;
    Cover held;
    std::vector<Part> made;
    bool always = true, clock = false;
    for (const Standing& on : land.grounds_of(item.ref.rule)) {
      const Ground& here_ground = *land.grounds[on.ground];
      const Group* group = land.group_of(on, item.ref);
      if (group == nullptr) continue;
      const bool runs_never = never_runs(item, here_ground, *group);
      Cover found;
      if (!runs_never) found = cover(land, here_ground, *group, reach(here_ground, *group, made), false, kinds_of(StatementKind::keep_forever) | hold_kind, [&](const Group& other) { return holds_for_ever(policy, other); });
      if (found.undecided) ++land.undecided;
      always = runs_never || found.all;
      if (!always) break;
      if (ground != nullptr) continue;
      ground = &here_ground, own = group, held = std::move(found), clock = runs_never;
    }
    if (!always || ground == nullptr || (!clock && held.by.empty())) continue;
    land.idle[at] = true;
    Finding finding;
    finding.code = Code::delete_never_fires;
    finding.span = place(policy, item.ref);
    finding.statement = item.ref;
    const std::string text = said(policy, item.ref);
    if (clock) {
      finding.message = fmt::format("{} is never due: its condition is no longer true by then", text);
      finding.hint = "drop the condition, or count from another clock";
      finding.message += example(policy, finding, object_at(land, *ground, ground->parts(*own)[0], Clock{}, item.statement->duration.days));
    } else {
      const Group& first = ground->groups()[held.by[0]];
      const std::string by = held.by.size() == 1 ? said(policy, first) + " holds" : fmt::format("{} keeps and holds together hold", held.by.size());
      finding.message = fmt::format("{} never deletes anything: {} all of its objects for ever", text, by);
      finding.hint = first.best == nullptr ? "nothing goes while the hold stands; give it an `until`, or remove the delete"
                                           : "remove the delete, or narrow the keep, or give it an end: `keep for 90 days`";
      const Clock seen = item.statement->kind == StatementKind::quarantine ? Clock{} : item.statement->clock;
      std::optional<Part> part = ground->space().settle(reach(*ground, *own, made)[0], false);
      finding.message += example(policy, finding, object_at(land, *ground, part ? *part : ground->parts(*own)[0], seen, item.statement->duration.days));
      blame(land, *ground, held.by, finding);
    }
    land.found.push_back(std::move(finding));
  }
}

// A keep where no delete works at all says what must stay whatever else is written later, and is left alone. Where a
// delete stands in the same rule or works under the same keys, and never on its objects, something else was meant.
void find_guards_nothing(Landscape& land) {
  const Policy& policy = land.policy;
  struct Guard {
    const Item* item = nullptr;
    const Ground* ground = nullptr;
    const Group *own = nullptr, *near = nullptr;  // near: a delete
  };
  std::vector<Guard> guards;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || !is_keep(item.statement->kind) || item.statement->kind == StatementKind::lock) continue;
    const Ground* ground = nullptr;
    const Group* own = nullptr;
    Standing standing;
    std::optional<std::uint32_t> near;
    bool touched = false;
    for (const Standing& on : land.grounds_of(item.ref.rule)) {
      const Ground& here_ground = *land.grounds[on.ground];
      const Group* group = land.group_of(on, item.ref);
      if (group == nullptr) continue;
      const std::span<const Part> parts = here_ground.parts(*group);
      touched = std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return a_delete_meets(here_ground, part); }) ||
                a_whole_delete_could_wait(here_ground, parts) || here_ground.exhausted;
      if (touched) break;
      if (ground == nullptr) ground = &here_ground, own = group, standing = on;
      for (const Part& part : parts) {
        if (near) break;
        const std::optional<Part> keys = here_ground.space().settle(keys_of(policy, part), true);
        if (!keys) continue;
        here_ground.meeting(*keys, deletes, [&](const Spot& spot) {
          const Group& other = here_ground.groups()[spot.group];
          if (other.best == nullptr || !is_delete(other.best->statement->kind)) return false;
          ground = &here_ground, own = group, standing = on, near = spot.group;
          return true;
        });
      }
    }
    for (std::uint32_t i = 0; !touched && !near && ground != nullptr && i < policy.rules[item.ref.rule].statements.size(); ++i) {
      const StatementRef beside{item.ref.rule, i};
      if (!is_delete(land.statements.item(beside).statement->kind)) continue;
      if (const Group* group = land.group_of(standing, beside)) near = static_cast<std::uint32_t>(group - ground->groups().data());
    }
    if (touched || !near) continue;
    const std::span<const Standing> everywhere = land.grounds_of(item.ref.rule);
    if (std::any_of(everywhere.begin(), everywhere.end(), [&](const Standing& on) {
          const Group* group = land.group_of(on, item.ref);
          return group != nullptr && conditions_meet(land, *land.grounds[on.ground], *group, [](const Group& other) { return other.best != nullptr && is_delete(other.best->statement->kind); });
        })) continue;
    land.idle[at] = true;
    guards.push_back({&item, ground, own, &ground->groups()[*near]});
  }
  tell_all(land, guards, [&](const Guard& guard) {
    const Group& other = *guard.near;
    Finding finding;
    finding.code = Code::keep_guards_nothing;
    finding.span = place(policy, guard.item->ref);
    finding.statement = guard.item->ref;
    finding.message = fmt::format("{} guards nothing: no delete could touch its objects, not even {}", said(policy, guard.item->ref), said(policy, other));
    finding.hint = "keep what the delete speaks of, or remove the keep: what no delete speaks of stays";
    finding.message += example(policy, finding, object_at(land, *guard.ground, guard.ground->parts(*guard.own)[0], Clock{}, other.best->statement->duration.days));
    finding.others.push_back(other.best->ref);
    finding.related.push_back(here(policy, other));
    return finding;
  });
}

}  // namespace shelflife::findings
