// Which statements and holds speak of one object, by the meaning of each predicate on that object alone: no regions, so that
// a witness found by regions is confirmed by other means.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/fate.hpp"
#include "compiler/object.hpp"
#include "compiler/policy.hpp"

namespace shelflife {

// Values to take for fields instead of the object's own; nothing: missing. Sorted by field.
using Assumed = std::vector<std::pair<FieldId, std::optional<std::string>>>;

// Required labels that the object lacks: unread, so that each of their values must be tried. Registry facts and labels that
// are `unread` are not among them.
std::vector<FieldId> unread_labels(const Policy& policy, const ObjectState& object);

// What speaks of the object as it is: `rules` are those of its store, ascending. A fact that is unread is unknown.
// `dated_holds`: whether holds with a date are still in force.
Speaking speaking_of(const Policy& policy, const std::vector<std::uint32_t>& rules, const ObjectState& object, const Assumed& assumed, bool dated_holds);

}  // namespace shelflife
