// One family of findings a file: what each adds, and what they share. compiler/findings*.cpp only.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/findings/findings.hpp"
#include "compiler/findings/findings_ground.hpp"
#include "compiler/regions/witness.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife::findings {

// A ground on which a rule speaks.
struct Standing {
  std::uint32_t ground = 0;  // index into Landscape::grounds
  std::uint32_t first = 0;   // place there of the rule's first statement
};

// The policy on all its stores. Stores on which it means the same share one ground.
struct Landscape {
  Landscape(const Policy& policy, const Lowered& lowered, const SourceManager* sources);

  const Policy& policy;
  const Lowered& lowered;
  const SourceManager* sources;
  Statements statements;
  std::vector<std::unique_ptr<Ground>> grounds;
  std::span<const Standing> grounds_of(std::uint32_t rule) const { return {standings.data() + first_standing[rule], standings.data() + first_standing[rule + 1]}; }
  // The group of a statement on a ground of its rule; nullptr when it speaks of no object there, or too widely to be expanded.
  const Group* group_of(const Standing& on, StatementRef ref) const { return grounds[on.ground]->group_at(on.first + ref.statement); }
  std::vector<std::uint32_t> ground_of_store;               // no_id: no rule speaks of the store

  std::vector<Standing> standings;
  std::vector<std::uint32_t> first_standing;  // by rule, and one more

  // By item: it is said already that the statement does nothing, or can never apply. Nothing is blamed on it, and nothing
  // more is said of it.
  std::vector<bool> idle;
  std::vector<Finding> found;
  std::size_t undecided = 0;  // statements that a search gave up on
  Asked asked;                // a witness says nothing of the rest
};

// ---- the families, in the order in which they run
void find_empty_conditions(Landscape& land);   // what can never be true
void find_never_fires(Landscape& land);        // deletes that something always keeps
void find_shadowed(Landscape& land);           // what others do already
void find_guards_nothing(Landscape& land);     // keeps that no delete could touch
void find_waiting_deletes(Landscape& land);    // deletes that a longer keep or lock holds up
void find_late_moves(Landscape& land);         // moves of what is deleted by then
void find_lost_labels(Landscape& land);        // keeps that a missing label lets go
void find_unspoken_values(Landscape& land);    // label values that no rule speaks of
void find_cloud_differences(Landscape& land);  // statements that one store does natively and another cannot

// All families, in source order. The landscape keeps what is idle.
std::vector<Finding> find_all(Landscape& land);

// ---- what they share
// Whether groups that `accept` takes hold all of the parts of `own` together.
struct Cover {
  bool all = false;
  bool undecided = false;
  std::vector<std::uint32_t> by;  // groups; one: it alone holds all
};
// `unread`: look at objects that lack a required label too. `kinds`: of what `accept` may take.
Cover cover(const Landscape& land, const Ground& ground, const Group& own, std::span<const Part> parts, bool unread, Kinds kinds, const std::function<bool(const Group&)>& accept);
// Whether an object could meet the conditions of `own` and of a group that `accept` takes because a required field of its
// path is unread, so that its key does not keep them apart.
bool conditions_meet(const Landscape& land, const Ground& ground, const Group& own, const std::function<bool(const Group&)>& accept);
// Where the condition of a group is true, keys not yet considered.
const Region& region_of(const Landscape& land, const Group& group);

// Adds tell(what) for each, in their order; they are put in words by all processors. `tell` must only read.
template <class What, class Tell>
void tell_all(Landscape& land, const std::vector<What>& whats, const Tell& tell) {
  constexpr std::size_t at_once = 512;
  const std::size_t first = land.found.size();
  land.found.resize(first + whats.size());
  side_by_side((whats.size() + at_once - 1) / at_once, [&](std::size_t piece) {
    for (std::size_t i = piece * at_once; i < std::min(whats.size(), (piece + 1) * at_once); ++i) land.found[first + i] = tell(whats[i]);
  });
}

// An object of the part whose age on the clock is `days`; nothing when none was found.
std::optional<ObjectState> object_at(const Landscape& land, const Ground& ground, const Part& part, const Clock& clock, std::uint32_t days);

std::string said(const Policy& policy, StatementRef ref);        // "`keep for 30 days`"
std::string said(const Policy& policy, const Group& group);      // also "`hold \"case\"`"
Related here(const Policy& policy, const Group& group, std::string_view what = {});
Span place(const Policy& policy, StatementRef ref);
// ", for example on key=..." and sets the witness; nothing when there is none.
std::string example(const Policy& policy, Finding& finding, std::optional<ObjectState> witness);
// The related places of a cover: at most three, then how many more.
void blame(const Landscape& land, const Ground& ground, const std::vector<std::uint32_t>& by, Finding& finding);

}  // namespace shelflife::findings
