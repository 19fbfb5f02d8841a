#include "compiler/model/store_rules.hpp"

namespace shelflife {

std::vector<std::vector<std::uint32_t>> rules_by_store(const Policy& policy) {
  std::vector<std::vector<std::uint32_t>> out(policy.stores.size());
  for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
    for (const StoreId s : policy.rules[r].stores) out[s].push_back(r);
  }
  return out;
}

}  // namespace shelflife
