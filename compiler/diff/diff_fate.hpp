// The two fates of one cell: what each policy does with its objects on every side of every bound that either names, under the
// laws between clocks and ranks.
#pragma once

#include <string>
#include <vector>

#include "compiler/diff/diff.hpp"
#include "compiler/diff/diff_items.hpp"
#include "compiler/objects/evaluate.hpp"

namespace shelflife::diffing {

struct Finding {
  ChangeKind kind = ChangeKind::undecided;
  std::string words[2];                 // what each policy does
  std::vector<const Item*> sources[2];  // by which statements and holds
  std::optional<ObjectState> object[2];  // the witness, in each policy's ids
  std::string note;
  std::string alike;                    // equal for findings of different cells that one line can tell
};

// Whether units of `delete whole F` could have a member that one policy keeps and the other does not.
struct UnitKeeping {
  bool lost = false;    // the old one keeps it
  bool gained = false;  // the new one does
};

// At most one finding of each kind, in the order of the kinds. `kept`: set where a keep differs on some object.
std::vector<Finding> compare_cell(const PairSpace& space, const Evaluator* const evaluators[2], const Part& cell,
                                  const PairSpace::Near& near, const UnitKeeping& units, UnitKeeping& kept);

// Beyond this many combinations of clocks and ranks a cell is undecided.
inline constexpr std::size_t max_states = 200000;

}  // namespace shelflife::diffing
