// What a storage class costs, for the rules about the bill. List prices in US dollars, without discounts: they order things,
// they are no offer. The figures and their sources are in prices/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/prices/prices.hpp"

namespace shelflife::lint {

using StorageClass = ClassPrice;
using shelflife::minimum_counts_from_creation;
// nullptr: not in the table.
const StorageClass* storage_class(Provider provider, std::string_view name);
const StorageClass* storage_class(const Policy& policy, const Store& store, Tier tier);

// Dollars for one TB, 10^12 bytes as policies write it, over so many days.
double dollars_a_tb(const StorageClass& held, std::uint32_t days);
// "$8.3", "$0.40", "$120".
std::string dollars_text(double dollars);

}  // namespace shelflife::lint
