// Conditions, durations and clocks as JSON data: the expression trees of plan.json and of the IR's JSON.
#pragma once

#include <string>

#include "compiler/model/policy.hpp"
#include "emitters/json.hpp"

namespace shelflife {

// {"op": "and" | "or" | "not" | "true" | "in" | "starts_with" | "ends_with" | "number" | "size" | "accessed_within" |
//  "missing" | "flag", ...}; docs/plan.md lists the members of each.
Json predicate_json(const Policy& policy, const Predicate& predicate);

// {"days": 14, "text": "2 weeks"}: the days count, the text is for people.
Json duration_json(const Duration& duration);

// {"since": "created"} or {"since": "field", "field": "expires"}.
Json clock_json(const Policy& policy, const Clock& clock);


}  // namespace shelflife
