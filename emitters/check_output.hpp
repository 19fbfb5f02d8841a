// The last gate before anything is written: every lifecycle document is read back from its own text and checked
// against the policy.
#pragma once

#include <vector>

#include "emitters/emit.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

// Reports Code::unproved for every native rule of `files` that could delete or move what the policy does not allow,
// and for every document that cannot be read back. Documents that `files` does not hold are not looked at.
void check_output(const Policy& policy, const Lowered& lowered, const std::vector<OutputFile>& files, const SourceManager& sources,
                  Diagnostics& diagnostics);

}  // namespace shelflife
