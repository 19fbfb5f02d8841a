// The last gate before anything is written: every lifecycle document is read back from its own text and proved against
// the policy.
#pragma once

#include <vector>

#include "emitters/emit.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Reports Code::unproved for every native rule of `files` that could delete or move what the policy does not allow, for
// everything due that neither such a rule nor the plan does (not when frozen: then nothing is to be done), for what cannot
// be decided, and for every document that cannot be read back. Documents that `files` lacks are not looked at.
void check_output(const Policy& policy, const Lowered& lowered, const std::vector<OutputFile>& files, const EmitOptions& options,
                  const SourceManager& sources, Diagnostics& diagnostics);

}  // namespace shelflife
