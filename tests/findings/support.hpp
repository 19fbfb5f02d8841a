// What the tests of findings share: policies from text, and the reference evaluator on the objects that findings show.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/findings/findings.hpp"
#include "compiler/lowering/lowering.hpp"
#include "tests/reference/evaluator/decide.hpp"

namespace shelflife::test {

struct Resolved {
  SourceManager sources;
  Diagnostics diagnostics;
  Policy policy;
  Lowered lowered;
  bool sound = false;  // the policy has no errors; lowering may have some
};
// A line `#: FILE` begins the text of a file that the case imports.
std::unique_ptr<Resolved> resolve_text(const std::string& name, const std::string& text);

// The object of a finding as the evaluator takes it. Midnight, so that a date label can say every age in days.
inline constexpr reference::Time now = 1772582400;  // 2026-03-04T00:00:00Z
reference::Object as_reference(const Policy& policy, const ObjectState& object);
reference::Decision decide_one(const Policy& policy, const ObjectState& object);
// The statements whose conditions are true of the object.
std::vector<StatementRef> speaking(const Policy& policy, const ObjectState& object);

// The policy in which a statement speaks of nothing: the places of the others, by which marks know them, stay.
Policy without(const Policy& policy, StatementRef ref);

}  // namespace shelflife::test
