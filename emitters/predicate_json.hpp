// Conditions, durations and clocks as JSON data: the expression trees of plan.json and of the IR's JSON.
// The functions return JSON text, so that the JSON library stays inside the .cpp files.
#pragma once

#include <string>

#include "compiler/policy.hpp"

namespace shelflife {

// {"op": "and" | "or" | "not" | "true" | "in" | "starts_with" | "ends_with" | "number" | "size" | "accessed_within" |
//  "missing" | "flag", ...}; docs/plan.md lists the members of each.
std::string predicate_json(const Policy& policy, const Predicate& predicate);

// {"days": 14, "text": "2 weeks"}: the days count, the text is for people.
std::string duration_json(const Duration& duration);

// {"since": "created"} or {"since": "field", "field": "expires"}.
std::string clock_json(const Policy& policy, const Clock& clock);

std::string_view flag_name(Flag flag);
std::string_view comparison_sign(Comparison comparison);

}  // namespace shelflife
