// Decides every obligation of every `require` block, for each store that it binds, over all objects at once.
#pragma once

#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/objects/object.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Adds an error with an example object for each obligation that can be broken, a note for what only the plan meets.
// What cannot be decided counts as failed, and the error says so. With `sources`, messages name lines.
// `broken` gets the objects that the errors show.
struct BrokenRequire {
  std::uint32_t require = 0, obligation = 0;  // indices
  ObjectState witness;
};
void check_requires(const Policy& policy, const Lowered& lowered, const SourceManager* sources, Diagnostics& diagnostics,
                    std::vector<BrokenRequire>* broken = nullptr);

}  // namespace shelflife
