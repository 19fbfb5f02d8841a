// Random objects, dense where policies have their bounds: ages near durations, sizes near bounds, keys near layouts.
#pragma once

#include <string>
#include <vector>

#include "tests/differential/random.hpp"
#include "tests/reference/evaluator/object.hpp"

namespace shelflife::differential {

struct RandomWorld {
  std::vector<reference::Object> objects;
  reference::Time now = 0;
  bool all_read = true;  // every registry and access fact was read
};

RandomWorld random_world(Random& random, std::size_t count);

std::string describe(const reference::Object& object, reference::Time now);

}  // namespace shelflife::differential
