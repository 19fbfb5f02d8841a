// Decides every obligation of every `require` block, for each store that it binds, over all objects at once.
#pragma once

#include "compiler/lowering.hpp"
#include "compiler/policy.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Adds an error with an example object for each obligation that can be broken, a note for what only the plan meets.
// What cannot be decided counts as failed, and the error says so. With `sources`, messages name lines.
void check_requires(const Policy& policy, const Lowered& lowered, const SourceManager* sources, Diagnostics& diagnostics);

}  // namespace shelflife
