// Decides every revision of a store at one instant, as a run of the pruner on this listing and this registry would.
#pragma once

#include <functional>

#include "compiler/objects/evaluate.hpp"
#include "inventory/registry.hpp"
#include "simulate/decision.hpp"
#include "simulate/store_rows.hpp"

namespace shelflife {

// The row, the object that it is at `now`, and what becomes of it.
using EachDecision = std::function<void(const Row& row, const ObjectState& object, const Decision& decision)>;

// `rows`: settled. `registry`: null where there is none. `dates`: also find Decision::next of what stays, which costs as much as
// all the rest.
void decide_store(const Evaluator& evaluator, StoreId store, const std::vector<Row>& rows, const ListingHead& head,
                  const Registry* registry, Instant now, bool dates, const EachDecision& each);

}  // namespace shelflife
