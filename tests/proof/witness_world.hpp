// A witness as a world of the reference evaluator, which judges it by the language's meaning alone; and what the native
// rules do to an object of such a world, by a model that is written from the clouds' documentation alone.
#pragma once

#include <string>

#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/object.hpp"
#include "tests/reference/evaluator/decide.hpp"

namespace shelflife::proofs {

// The witness is object 0. Beside it stands what its ranks, units and counts of newer revisions ask for.
// `held`: dated holds are in force, else over.
reference::World world_of(const Policy& policy, const ObjectState& witness, bool held);

// Azure: days that a deleted version stays by soft delete; else 0.
std::uint32_t soft_delete_days(const Policy& policy, StoreId store);

struct NativeDeed {
  bool deletes = false, may_delete = false;       // for certain; or as a partial action
  bool deletes_snapshot = false;                  // if it is a snapshot, however certain
  int moved_to = -1, may_move_to = -1;            // coldness of the class; -1: none
};
// What the actions do to object `at` now. With a `rule_id`, only that rule is looked at, and the object has whatever tags
// it asks for that the policy does not know: they have no place in a witness.
NativeDeed natively(const Policy& policy, StoreId store, const std::vector<NativeRule>& rules, const reference::World& world, std::size_t at,
                    const std::string& rule_id = {});

}  // namespace shelflife::proofs
