// What `build` tells: per document, which statement is done by whom, and why.
#pragma once

#include <string>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/source.hpp"

namespace shelflife::cli {

// Ends with a line break. All user text in it is printable(). `color` makes the headers bold.
std::string build_table(const Policy& policy, const Lowered& lowered, const SourceManager& sources, bool color);

}  // namespace shelflife::cli
