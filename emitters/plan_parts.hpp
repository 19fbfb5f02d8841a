// The pieces of plan.json. emitters/plan.cpp puts them together.
#pragma once

#include <string>

#include "emitters/json.hpp"
#include "emitters/plan_scope.hpp"

namespace shelflife {

// Where a statement or hold was written: {"file", "line", "column"}.
Json place_json(const EmitContext& context, const Origin& origin);

// "protect": keeps, holds and locks of the store, wherever its deletes are done.
Json plan_protect_json(const EmitContext& context, const PlanScope& scope);

// "actions": deletes, moves and quarantines that are left to the plan; "noncurrent": what becomes of old revisions.
Json plan_actions_json(const EmitContext& context, const PlanScope& scope);
Json plan_noncurrent_json(const EmitContext& context, const PlanScope& scope);

// "inputs": columns of the listing and registry facts that deciding the above takes.
Json plan_inputs_json(const EmitContext& context, const PlanScope& scope);

// Contract that is the same for every store: steps, preconditions, unread values, logging.
Json plan_contract_json(const Safeguards& safeguards);

}  // namespace shelflife
