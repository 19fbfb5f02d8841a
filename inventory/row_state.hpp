// Rows of a listing as objects that a policy can be asked about.
#pragma once

#include "compiler/objects/object_text.hpp"
#include "inventory/listing.hpp"
#include "inventory/registry.hpp"

namespace shelflife {

// `registry`: null where there is none; its facts are unread then. What the row does not have is not told. Ranks, newer
// revisions and whole units need the other rows: see finder.hpp.
ToldObject row_state(const Policy& policy, StoreId store, const Row& row, const Registry* registry, Instant now);

}  // namespace shelflife
