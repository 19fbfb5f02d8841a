// Which statements of a policy could have deleted an object of which little is known: for keys that are gone.
#pragma once

#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object_text.hpp"

namespace shelflife {

struct Suspect {
  StatementRef statement;
  bool cloud = false, plan = false;  // who could have done it; neither: nobody carries it out
  friend auto operator<=>(const Suspect&, const Suspect&) = default;
};

// The deletes that could be true of the object for some values of what was not told, whose clock can have run out at `now`,
// and that nobody's keep certainly holds back. By the policy as it is: what an earlier one said is not in it. In source order.
std::vector<Suspect> suspects(const Evaluator& evaluator, const Lowered& lowered, const ToldObject& told, Instant now);

}  // namespace shelflife
