// Obligations of the one policy that no obligation of the other implies on some object.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/diff/diff_settings.hpp"
#include "compiler/diff/diff_words.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::diffing {

namespace {

struct Duty {
  const Require* require = nullptr;
  const Obligation* obligation = nullptr;
};

std::vector<Duty> duties(const PairSpace& space, std::size_t side) {
  std::vector<Duty> out;
  for (const Require& require : space.joint.side(side).requires_) {
    const StoreId store = space.pair.id[side];
    if (!require.every_store && std::find(require.stores.begin(), require.stores.end(), store) == require.stores.end()) continue;
    for (const Obligation& obligation : require.obligations) out.push_back({&require, &obligation});
  }
  return out;
}

std::string words(const Policy& policy, const Obligation& o) {
  const std::string since = o.clock.kind == ClockKind::created ? "" : " since " + to_text(policy, o.clock);
  switch (o.kind) {
    case ObligationKind::never_deleted: return "never deleted";
    case ObligationKind::never_deleted_before: return "never deleted before " + to_text(o.duration) + since;
    case ObligationKind::deleted_within: return "deleted within " + to_text(o.duration) + since;
    case ObligationKind::locked: return "locked for " + to_text(o.duration);
    case ObligationKind::locked_compliance: return "locked compliance for " + to_text(o.duration);
    case ObligationKind::not_moved_before: return "not moved before " + to_text(o.duration) + since;
    case ObligationKind::labelled: return "labelled " + policy.fields[o.field].name;
    case ObligationKind::stored_versioned: return "stored versioned";
    case ObligationKind::stored_encrypted: return "stored encrypted";
    case ObligationKind::stored_encrypted_kms: return "stored encrypted kms";
    case ObligationKind::stored_logged: return "stored logged";
    case ObligationKind::stored_replicated: return "stored replicated";
    case ObligationKind::stored_with_manifest: return "stored with manifest";
  }
  return {};
}

// Whether what `strong` demands of an object includes what `weak` does.
bool implies(const Joint& joint, const Obligation& strong, std::size_t strong_side, const Obligation& weak, std::size_t weak_side) {
  using Kind = ObligationKind;
  const auto field = [&](FieldId f, std::size_t side) { return f == no_id ? no_id : joint.to[side][f]; };
  const bool same_clock = strong.clock.kind == weak.clock.kind && field(strong.clock.field, strong_side) == field(weak.clock.field, weak_side);
  switch (weak.kind) {
    case Kind::never_deleted_before:
      return strong.kind == Kind::never_deleted || (strong.kind == weak.kind && same_clock && strong.duration.days >= weak.duration.days);
    case Kind::not_moved_before: return strong.kind == weak.kind && same_clock && strong.duration.days >= weak.duration.days;
    case Kind::locked:
      return (strong.kind == Kind::locked || strong.kind == Kind::locked_compliance) && strong.duration.days >= weak.duration.days;
    case Kind::locked_compliance: return strong.kind == weak.kind && strong.duration.days >= weak.duration.days;
    case Kind::deleted_within:
      return strong.kind == weak.kind && same_clock && shortest_days(strong.duration.count, strong.duration.unit) <= shortest_days(weak.duration.count, weak.duration.unit);
    case Kind::labelled: return strong.kind == weak.kind && field(strong.field, strong_side) == field(weak.field, weak_side);
    case Kind::stored_encrypted: return strong.kind == weak.kind || strong.kind == Kind::stored_encrypted_kms;
    default: return strong.kind == weak.kind;
  }
}

void missing(const PairSpace& space, std::size_t side, ChangeKind kind, std::vector<Change>& out) {
  const Joint& joint = space.joint;
  const std::size_t other = 1 - side;
  const std::vector<Duty> others = duties(space, other);
  const RegionWords region(space);
  for (const Duty& duty : duties(space, side)) {
    const bool any_truth = duty.obligation->kind == ObligationKind::never_deleted || duty.obligation->kind == ObligationKind::never_deleted_before;
    const Reading reading = any_truth ? Reading::not_false : Reading::certain;
    const Region mine = joint.region(joint.translate(duty.require->where, side), side, reading);
    std::vector<Box> covers;
    std::vector<const Duty*> near;
    for (const Duty& candidate : others) {
      if (candidate.obligation->kind == duty.obligation->kind) near.push_back(&candidate);
      if (!implies(joint, *candidate.obligation, other, *duty.obligation, side)) continue;
      const Region theirs = joint.region(joint.translate(candidate.require->where, other), other, reading);
      if (theirs.exact) covers.insert(covers.end(), theirs.boxes.begin(), theirs.boxes.end());
    }
    std::vector<Part> parts;
    for (const Box& box : mine.boxes) {
      for (const bool managed : {true, false}) {
        if (!managed && names_path(joint.space, box)) continue;
        if (auto part = space.space.settle({box, managed}, true)) parts.push_back(std::move(*part));
      }
    }
    Search search{space.space, true, false, {}, {}};
    search.walls = [&](const Part&) {
      std::vector<const Box*> walls;
      for (const Box& box : covers) walls.push_back(&box);
      return walls;
    };
    search.fine = [&](const Part& part) { return space.space.covered(part, covers); };
    if (mine.exact && !search.find(parts)) continue;
    Change change;
    change.kind = kind;
    change.store = space.space.view.store.name;
    change.region = mine.exact ? region(parts) : "a condition too wide to be expanded";
    if (mine.exact) change.area = {space.space.view.id, parts, {}};
    std::string mine_text = words(joint.side(side), *duty.obligation), theirs_text = "not required, or of fewer objects";
    for (const Duty* candidate : near) {
      const std::string text = words(joint.side(other), *candidate->obligation);
      (other == old_side ? change.old_sources : change.new_sources).push_back({candidate->obligation->origin.span, text, {}});
      theirs_text = text == mine_text ? text + ", of fewer objects" : text;
    }
    (side == old_side ? change.old_sources : change.new_sources).push_back({duty.obligation->origin.span, mine_text, {}});
    change.before = side == old_side ? mine_text : theirs_text;
    change.after = side == old_side ? theirs_text : mine_text;
    out.push_back(std::move(change));
  }
}

}  // namespace

void compare_requires(const PairSpace& space, std::vector<Change>& out) {
  if (!space.pair.both()) return;
  missing(space, old_side, ChangeKind::require_weakened, out);
  missing(space, new_side, ChangeKind::require_strengthened, out);
}

}  // namespace shelflife::diffing
