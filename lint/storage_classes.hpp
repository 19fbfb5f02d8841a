// What a storage class costs, for the rules about the bill. List prices in US dollars, without discounts: they order things,
// they are no offer. Sources in storage_classes.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/model/policy.hpp"

namespace shelflife::lint {

struct StorageClass {
  Provider provider;
  std::string_view name;
  std::uint32_t minimum_days;  // billed for at least so many days
  double month_a_gb;           // dollars for a GB (10^9 bytes) and 30 days
  double move_1000;            // dollars for moving 1000 objects into it
  std::uint32_t restore_hours; // until an object can be read; 0: at once
  std::uint64_t least_billed;  // bytes that an object is billed for at least
};
// nullptr: not in the table.
const StorageClass* storage_class(Provider provider, std::string_view name);
const StorageClass* storage_class(const Policy& policy, const Store& store, Tier tier);

// A later class's minimum counts from the writing of the object (GCS), not from the move.
bool minimum_counts_from_creation(Provider provider);

// Dollars for one TB over so many days.
double dollars_a_tb(const StorageClass& held, std::uint32_t days);
// "$8.3", "$0.40", "$120".
std::string dollars_text(double dollars);

}  // namespace shelflife::lint
