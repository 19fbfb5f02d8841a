// Runs the lint rules on one sound policy.
#pragma once

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::lint {

// What the engine finds, then what each rule finds, but for places where an error stands already. The policy must be sound.
// Nothing is left out here: see control.hpp. `first`, `last`: the files of the policy in `sources`, packs left out.
void run(const Policy& policy, const Lowered& lowered, const SourceManager& sources, FileId first, FileId last, const Date& today,
         Diagnostics& diagnostics);

}  // namespace shelflife::lint
