// Objects of the reference evaluator as ours.
#pragma once

#include "compiler/objects/object.hpp"
#include "tests/reference/evaluator/object.hpp"

namespace shelflife::testing {

ObjectState object_state(const Policy& policy, StoreId store, const reference::Object& object, reference::Time now);

}  // namespace shelflife::testing
