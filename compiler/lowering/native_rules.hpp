// Collects native actions and groups them into the fewest rules that a provider's document allows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/lowering/lowering.hpp"
#include "compiler/lowering/native_pieces.hpp"
#include "compiler/model/capability.hpp"

namespace shelflife {

class RuleBook {
 public:
  RuleBook(const Policy& policy, StoreId store) : policy_(policy), store_(store) {}

  // Adds one action under one filter. The same action twice keeps the earlier day (a shorter span wins in every
  // cloud, and each was allowed by itself).
  void add(const NativeFilter& filter, NativeAction action);

  // The rules of this store, in the order in which they were first asked for; ids are not yet set.
  std::vector<NativeRule> rules(const Capability& can);

 private:
  struct Draft {
    NativeFilter filter;
    std::vector<NativeAction> actions;
  };
  void drop_covered();
  void drop_pointless_transitions(Draft& draft) const;
  static std::vector<Draft> apart(Draft draft, const Capability& can);

  const Policy& policy_;
  StoreId store_;
  std::vector<Draft> drafts_;
  std::map<NativeFilter, std::vector<std::size_t>> by_filter_;
};

// Gives every rule of a document an id that says where it came from, valid and unique for the provider.
void name_rules(const Policy& policy, const Capability& can, std::vector<NativeRule>& rules);

}  // namespace shelflife
