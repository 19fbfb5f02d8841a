// Random native rules: what lowering gave, changed a little or much, and rules that nobody lowered.
#pragma once

#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "tests/differential/random.hpp"

namespace shelflife::proofs {

std::vector<NativeRule> random_rules(differential::Random& random, const Policy& policy, std::vector<NativeRule> own);

}  // namespace shelflife::proofs
