// An object that shows something, in as few words as it takes: what the policy nowhere asks for is not said of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/objects/object.hpp"
#include "compiler/regions/space.hpp"

namespace shelflife {

// What the rules and holds of a policy ask of objects.
struct Asked {
  std::vector<bool> fields;  // by FieldId
  std::uint8_t flags = 0;    // bits of Flag
};
Asked asked_by(const Policy& policy);

// An object of the part whose age on the clock is `days`, as far as the part lets it; one that has all required labels where
// there is one. Nothing when none was found.
std::optional<ObjectState> witness(const StoreSpace& space, const Asked& asked, const Part& part, const Clock& clock, std::uint32_t days);

}  // namespace shelflife
