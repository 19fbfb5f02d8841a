// The examples and the policies of the lowering cases, built in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/verify/verify.hpp"

namespace shelflife::proofs {

struct BuiltPolicy {
  std::string name;  // "examples/flagship"
  SourceManager sources;
  Policy policy;
  Lowered lowered;
};
std::vector<std::unique_ptr<BuiltPolicy>> golden_policies();

// The native rules of one store among those of all documents.
std::vector<NativeRule> rules_of(const Lowered& lowered, StoreId store);
// Safe, complete, and nothing to note.
bool clean(const Verification& proof);

}  // namespace shelflife::proofs
