// What `check` says of a sound policy: statements that pull apart, that do nothing, that can never apply. Decided over all
// objects at once, so every finding has an object to show for it. `build` asks none of this.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/model/policy.hpp"
#include "compiler/objects/object.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife {

struct Finding {
  Code code{};
  Span span;
  std::string message, hint;
  std::vector<Related> related;
  std::optional<StatementRef> statement;  // the one that the finding is about
  std::vector<StatementRef> others;       // statements that make it so
  std::optional<ObjectState> witness;     // an object on which it shows
};

// In source order. `lowered` may be empty: then nothing is said of the clouds' differences. With `sources`, lines are named.
// Near-linear in the statements; where policies are built so that it would not be, a note says what was not looked at.
std::vector<Finding> find_findings(const Policy& policy, const Lowered& lowered, const SourceManager* sources);

}  // namespace shelflife
