// One policy against one world: what the cloud and the plan do, beside what the evaluator allows and asks for.
#pragma once

#include <optional>
#include <string>

#include "tests/differential/pipeline.hpp"
#include "tests/differential/worlds.hpp"

namespace shelflife::differential {

struct Failure {
  std::string kind;    // what was violated; shrinking keeps it
  std::size_t object = 0;
  std::string verdicts;
};

// `complete`: also that what is due is done by the cloud or the plan, not only that nothing else is.
std::optional<Failure> check(const Built& built, const RandomWorld& world, bool complete);

// The smallest policy and world that still fail in the same way, as text for people.
std::string smallest(PolicyText text, RandomWorld world, Failure failure, bool complete);

}  // namespace shelflife::differential
