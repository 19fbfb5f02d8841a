// Random policies of the differential test, resolved.
#pragma once

#include <optional>
#include <string>

#include "compiler/model/policy.hpp"
#include "tests/differential/random.hpp"
#include "tests/differential/worlds.hpp"

namespace shelflife::testing {

// Nothing when what was written has errors; `text`: the policy, for a failure's message.
std::optional<Policy> random_policy(differential::Random& random, std::string& text);

}  // namespace shelflife::testing
