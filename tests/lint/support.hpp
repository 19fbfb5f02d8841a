// Policies from text, linted as `shelflife check` does it. A line `#: FILE` begins the text of a file that the policy imports.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::test {

struct Linted {
  SourceManager sources;
  Policy policy;
  Lowered lowered;
  bool sound = false;             // nothing was wrong before the linter
  std::vector<Diagnostic> found;  // sorted; of the builds and the linter
};
inline constexpr Date lint_day{2026, 3, 4};
std::unique_ptr<Linted> lint_text(const std::string& name, const std::string& text);
// Each finding on a line, its related places and fixes below it.
std::string told(const Linted& linted);

}  // namespace shelflife::test
