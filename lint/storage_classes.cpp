#include "lint/storage_classes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shelflife::lint {

const StorageClass* storage_class(Provider provider, std::string_view name) {
  const std::span<const ClassPrice> all = class_prices();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const ClassPrice& c) { return c.provider == provider && c.name == name; });
  return found == all.rend() ? nullptr : &*found;
}

const StorageClass* storage_class(const Policy& policy, const Store& store, Tier tier) {
  return storage_class(store.provider, policy.tiers[static_cast<std::size_t>(store.provider)].classes[static_cast<std::size_t>(tier)]);
}

// As `cost` counts: GB of the provider, months of 365/12 days.
double dollars_a_tb(const StorageClass& held, std::uint32_t days) { return held.month_a_gb * 1e12 / static_cast<double>(held.gb_bytes) * days * 12 / 365; }

std::string dollars_text(double dollars) { return dollars >= 20 ? fmt::format("${:.0f}", dollars) : dollars >= 2 ? fmt::format("${:.1f}", dollars) : fmt::format("${:.2f}", dollars); }

}  // namespace shelflife::lint
