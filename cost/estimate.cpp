#include "cost/estimator.hpp"

#include <fmt/format.h>

#include "cost/wide.hpp"

namespace shelflife::cost {

Estimate estimate(const Evaluator& evaluator, const Lowered& lowered, const Tables& tables, std::vector<Group> groups, Instant start) {
  const Policy& policy = evaluator.policy();
  Estimator estimator(tables);
  estimator.assume("the first month begins on " + instant_text(start));
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    StoreEstimate store;
    store.name = policy.stores[id].name;
    store.provider = policy.stores[id].provider;
    const std::optional<Tariff> tariff = estimator.tariff(store.provider, policy.tiers[static_cast<std::size_t>(store.provider)]);
    for (Group& group : groups) {
      if (!group.told || group.told->object.store != id || !tariff) continue;
      store.table = tariff->table;
      const Cohorts cohorts = cohorts_of(evaluator, lowered, group, start, DearerBill(*tariff, group.read_percent));
      estimator.put(store, *tariff, std::move(group), cohorts);
      estimator.tell_region(policy.stores[id], *tariff->table);
    }
    if (!store.groups.empty()) estimator.out.stores.push_back(std::move(store));
  }
  return estimator.finish();
}

Estimate estimate(const Tables& tables, std::vector<Group> groups) {
  Estimator estimator(tables);
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs}) {
    StoreEstimate store;
    store.name = "assumed";
    store.provider = provider;
    const std::optional<Tariff> tariff = estimator.tariff(provider, default_tiers(provider));
    for (Group& group : groups) {
      if (group.provider != provider || !tariff) continue;
      store.table = tariff->table;
      if (group.share_percent < 100) estimator.assume(fmt::format("{}: it happens to {}% of the objects of every age", group.name, group.share_percent));
      const Cohorts cohorts = cohorts_of(group);
      estimator.put(store, *tariff, std::move(group), cohorts);
    }
    if (!store.groups.empty()) estimator.out.stores.push_back(std::move(store));
  }
  return estimator.finish();
}

std::string dollars(Micro amount) {
  const std::uint64_t cents = (static_cast<std::uint64_t>(amount < 0 ? -amount : amount) + 5000) / 10000;
  return fmt::format("{}{}.{:02}", amount < 0 && cents > 0 ? "-" : "", cents / 100, cents % 100);
}

std::string size_in_gb(const PriceTable& table, std::uint64_t bytes) {
  const auto tenths = static_cast<std::uint64_t>((static_cast<Wide>(bytes) * 10 + table.gb_bytes / 2) / table.gb_bytes);
  return fmt::format("{}.{} GB", tenths / 10, tenths % 10);
}

}  // namespace shelflife::cost
