// Which rules speak of which store, found once for all stores.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife {

// By StoreId: indices of the rules that speak of it, ascending. Linear in the rules, however many stores there are.
std::vector<std::vector<std::uint32_t>> rules_by_store(const Policy& policy);

}  // namespace shelflife
