// The resolved policy as JSON, for tools that want its meaning without its syntax. docs/ir.md documents it.
#pragma once

#include <string>

#include "compiler/model/policy.hpp"

namespace shelflife {

// Two-space indent, final newline, members always in the same order. Files are named relative to the root file's
// folder, so the text does not depend on where the policy lies.
std::string ir_json(const Policy& policy, const SourceManager& sources);

}  // namespace shelflife
