// The check of an output against the policy: every native rule, as read back from the document, may only do what the
// policy allows for every value of what the cloud cannot see. Knows nothing of how the rule came about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/lowering.hpp"
#include "compiler/policy.hpp"

namespace shelflife {

// What one store's native rules are allowed to be wrong about: nothing. One entry a rule and reason.
struct ProofFailure {
  StoreId store = no_id;
  std::string rule_id;
  std::string what;                       // "deletes after 3 days objects that ... keeps"
  std::optional<StatementRef> statement;  // the keep, lock or delete that decides; nothing for a hold
  std::string example_key;                // a key of the region in question
};

// Checks rules of one store against the policy. `rules` hold only what is enabled; their actions' `from` is not read.
// `speaking`: the policy's rules that speak of the store (rules_by_store).
std::vector<ProofFailure> prove_safe(const Policy& policy, StoreId store, std::vector<std::uint32_t> speaking,
                                     const std::vector<NativeRule>& rules, const SourceManager* sources);

}  // namespace shelflife
