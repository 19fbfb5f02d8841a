// A witness as an object of the independent evaluator.
#pragma once

#include <optional>
#include <string>

#include "compiler/objects/object.hpp"
#include "tests/reference/evaluator/decide.hpp"

namespace shelflife::test {

inline constexpr reference::Time today = 1772582400;  // 2026-03-04T00:00:00Z

// Nothing where one object alone cannot be what the witness says (a rank below the first, a kept unit).
std::optional<reference::Object> object_of(const Policy& policy, const ObjectState& state);

// What the policy decides of the object alone; with a mark, by the quarantine that would delete it.
reference::Decision decide_alone(const Policy& policy, StoreId store, const reference::Object& object);

}  // namespace shelflife::test
