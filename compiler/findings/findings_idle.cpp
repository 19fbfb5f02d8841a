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
std::vector<Part> reach(const Ground& ground, const Group& group) {
  std::vector<Part> out = ground.parts(group);
  if (group.best->statement->kind != StatementKind::remove_noncurrent) return out;
  for (Part& part : out) part.box.flags.may_be_false &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  std::erase_if(out, [](const Part& part) { return empty(part.box); });
  return out;
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
  return ground.meeting(part, [&](const Spot& spot) {
    const Group& group = ground.groups()[spot.group];
    return group.best != nullptr && is_delete(group.best->statement->kind);
  });
}

// Objects share a unit with others whatever their labels are, so a keep on one holds up a `delete whole` of the rest.
bool a_whole_delete_could_wait(const Ground& ground, const std::vector<Part>& parts) {
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
    bool always = true, clock = false;
    for (const std::uint32_t g : land.grounds_of_rule[item.ref.rule]) {
      const Group* group = land.grounds[g]->group_of(static_cast<std::uint32_t>(at));
      if (group == nullptr) continue;
      const bool runs_never = never_runs(item, *land.grounds[g], *group);
      Cover found;
      if (!runs_never) found = cover(land, *land.grounds[g], *group, reach(*land.grounds[g], *group), false, [&](const Group& other) { return holds_for_ever(policy, other); });
      if (found.undecided) ++land.undecided;
      always = runs_never || found.all;
      if (!always) break;
      if (ground != nullptr) continue;
      ground = land.grounds[g].get(), own = group, held = std::move(found), clock = runs_never;
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
      finding.witness = object_at(land, *ground, ground->parts(*own)[0], Clock{}, item.statement->duration.days);
    } else {
      const Group& first = ground->groups()[held.by[0]];
      const std::string by = held.by.size() == 1 ? said(policy, first) + " holds" : fmt::format("{} keeps and holds together hold", held.by.size());
      finding.message = fmt::format("{} never deletes anything: {} all of its objects for ever", text, by);
      finding.hint = first.best == nullptr ? "nothing goes while the hold stands; give it an `until`, or remove the delete"
                                           : "remove the delete, or narrow the keep, or give it an end: `keep for 90 days`";
      const Clock seen = item.statement->kind == StatementKind::quarantine ? Clock{} : item.statement->clock;
      std::optional<Part> part = ground->space().settle(reach(*ground, *own)[0], false);
      finding.witness = object_at(land, *ground, part ? *part : ground->parts(*own)[0], seen, item.statement->duration.days);
      blame(land, *ground, held.by, finding);
    }
    land.found.push_back(std::move(finding));
  }
}

// A keep where no delete works at all says what must stay whatever else is written later, and is left alone. Where a
// delete stands in the same rule or works under the same keys, and never on its objects, something else was meant.
void find_guards_nothing(Landscape& land) {
  const Policy& policy = land.policy;
  for (std::size_t at = 0; at < land.statements.items.size(); ++at) {
    const Item& item = land.statements.items[at];
    if (land.idle[at] || !is_keep(item.statement->kind) || item.statement->kind == StatementKind::lock) continue;
    const Ground* ground = nullptr;
    const Group* own = nullptr;
    std::optional<std::uint32_t> near;
    bool touched = false;
    for (const std::uint32_t g : land.grounds_of_rule[item.ref.rule]) {
      const Group* group = land.grounds[g]->group_of(static_cast<std::uint32_t>(at));
      if (group == nullptr) continue;
      const std::vector<Part>& parts = land.grounds[g]->parts(*group);
      touched = std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return a_delete_meets(*land.grounds[g], part); }) ||
                a_whole_delete_could_wait(*land.grounds[g], parts) || land.grounds[g]->exhausted;
      if (touched) break;
      if (ground == nullptr) ground = land.grounds[g].get(), own = group;
      for (const Part& part : parts) {
        if (near) break;
        const std::optional<Part> keys = land.grounds[g]->space().settle(keys_of(policy, part), true);
        if (!keys) continue;
        land.grounds[g]->meeting(*keys, [&](const Spot& spot) {
          const Group& other = land.grounds[g]->groups()[spot.group];
          if (other.best == nullptr || !is_delete(other.best->statement->kind)) return false;
          ground = land.grounds[g].get(), own = group, near = spot.group;
          return true;
        });
      }
    }
    for (std::uint32_t i = 0; !touched && !near && ground != nullptr && i < policy.rules[item.ref.rule].statements.size(); ++i) {
      const std::uint32_t beside = land.statements.index({item.ref.rule, i});
      if (!is_delete(land.statements.items[beside].statement->kind)) continue;
      if (const Group* group = ground->group_of(beside)) near = static_cast<std::uint32_t>(group - ground->groups().data());
    }
    if (touched || !near) continue;
    if (std::any_of(land.grounds_of_rule[item.ref.rule].begin(), land.grounds_of_rule[item.ref.rule].end(), [&](std::uint32_t g) {
          const Group* group = land.grounds[g]->group_of(static_cast<std::uint32_t>(at));
          return group != nullptr && conditions_meet(land, *land.grounds[g], *group, [](const Group& other) { return other.best != nullptr && is_delete(other.best->statement->kind); });
        })) continue;
    land.idle[at] = true;
    const Group& other = ground->groups()[*near];
    Finding finding;
    finding.code = Code::keep_guards_nothing;
    finding.span = place(policy, item.ref);
    finding.statement = item.ref;
    finding.message = fmt::format("{} guards nothing: no delete could touch its objects, not even {}", said(policy, item.ref), said(policy, other));
    finding.hint = "keep what the delete speaks of, or remove the keep: what no delete speaks of stays";
    finding.witness = object_at(land, *ground, ground->parts(*own)[0], Clock{}, other.best->statement->duration.days);
    finding.others.push_back(other.best->ref);
    finding.related.push_back(here(policy, other));
    land.found.push_back(std::move(finding));
  }
}

}  // namespace shelflife::findings
