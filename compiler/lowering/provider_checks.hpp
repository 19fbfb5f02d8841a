// What a provider itself would refuse in a document, found before anybody applies it.
#pragma once

#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/lowering/native_pieces.hpp"

namespace shelflife {

// Cross-field rules of one store's native rules (minimum days, order of moves and expiry, classes that are not there).
void check_rules(const StoreView& view, const std::vector<NativeRule>& rules, Diagnostics& diagnostics);

// Number of rules and prefixes of a whole document; names the biggest contributors when it does not fit.
void check_limits(const Policy& policy, const SourceManager* sources, const Capability& can, const NativeDocument& document,
                  Diagnostics& diagnostics);

}  // namespace shelflife
