// Runs the lint rules on one sound policy.
#pragma once

#include <span>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/ast.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::lint {

// What the engine finds, then what each rule finds, but for places where an error stands already. The policy must be sound.
// `trees`: what its files say, as resolve() gives them. Nothing is left out here: see control.hpp.
void run(const Policy& policy, const Lowered& lowered, const SourceManager& sources, std::span<const ast::File> trees, const Date& today,
         Diagnostics& diagnostics);

}  // namespace shelflife::lint
