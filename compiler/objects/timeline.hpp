// The verdicts on one object from an instant on, if nothing else happens to it: nobody writes, reads, tags or registers.
#pragma once

#include <vector>

#include "compiler/objects/evaluate.hpp"

namespace shelflife {

// The same object `by` seconds later: every age grows, what remains of a lock shrinks.
ObjectState aged(const ObjectState& object, Seconds by);

struct VerdictChange {
  Instant at = 0;
  Speaking speaking;
  Verdict verdict;  // from `at` until the next change
};

// The first entry is at `now`, each later one where the verdict or what speaks of the object differs from the one before:
// between two entries nothing changes, to the second. The object must be fully known.
std::vector<VerdictChange> timeline(const Evaluator& evaluator, const ObjectState& object, Instant now);

}  // namespace shelflife
