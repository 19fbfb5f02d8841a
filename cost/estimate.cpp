#include "cost/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cost/wide.hpp"

namespace shelflife::cost {

namespace {

class DearerBill : public Dearer {
 public:
  DearerBill(const Tariff& tariff, std::uint32_t read_percent) : tariff_(tariff), read_percent_(read_percent) {}
  bool operator()(const Cohort& cohort, const std::vector<Step>& a, const std::vector<Step>& b) const override {
    const Micro left = total(cohort, a), right = total(cohort, b);
    return left != right ? left > right : deleted_at(a) > deleted_at(b);  // of two that cost the same, what stays longer
  }

 private:
  static Seconds deleted_at(const std::vector<Step>& steps) {
    const auto at = std::find_if(steps.begin(), steps.end(), [](const Step& s) { return s.kind == StepKind::old || s.kind == StepKind::gone; });
    return at == steps.end() ? std::numeric_limits<Seconds>::max() : at->at;
  }
  Micro total(Cohort cohort, const std::vector<Step>& steps) const {
    cohort.steps = steps;
    return bill(tariff_, {cohort}, read_percent_, true).total();
  }
  const Tariff& tariff_;
  std::uint32_t read_percent_;
};

class Estimator {
 public:
  explicit Estimator(const Tables& tables) : tables_(tables) {}

  // The tariff of a provider; nullptr where there is no table, which is noted.
  std::optional<Tariff> tariff(Provider provider, TierMap tiers) const {
    const auto at = std::find_if(tables_.rbegin(), tables_.rend(), [&](const PriceTable& t) { return t.provider == provider; });
    if (at == tables_.rend()) return std::nullopt;
    return Tariff{&*at, std::move(tiers)};
  }

  void put(StoreEstimate& store, const Tariff& tariff, Group group, const Cohorts& cohorts) {
    const Bill before = bill(tariff, cohorts.list, group.read_percent, false);
    const Bill after = bill(tariff, cohorts.list, group.read_percent, true);
    add(store.before, before);
    add(store.after, after);
    for (BreakEven& one : break_evens(tariff, cohorts.list)) {
      const auto same = [&](const BreakEven& b) { return b.statement == one.statement && b.from == one.from && b.to == one.to && b.stays == one.stays; };
      if (std::none_of(store.moves.begin(), store.moves.end(), same)) store.moves.push_back(std::move(one));
    }
    tell_group(tariff, group, cohorts);
    store.groups.push_back({std::move(group), before.total(), after.total()});
  }

  void assume(std::string text) {
    if (std::find(out.assumptions.begin(), out.assumptions.end(), text) == out.assumptions.end()) out.assumptions.push_back(std::move(text));
  }

  Estimate finish() {
    for (StoreEstimate& store : out.stores) {
      for (Bill* const one : {&store.before, &store.after}) {
        sort(*store.table, *one);
        out.missing.insert(out.missing.end(), one->missing.begin(), one->missing.end());
      }
      out.before += store.before.total();
      out.after += store.after.total();
    }
    std::sort(out.missing.begin(), out.missing.end());
    out.missing.erase(std::unique(out.missing.begin(), out.missing.end()), out.missing.end());
    assume("a month is 365/12 days; there are twelve");
    assume("before: nothing is moved and nothing is deleted; after: every rule is deployed, and acts as soon as it may");
    assume("list prices of the first step, without discounts, taxes, transfer, replication, and what deletes and listings cost");
    return std::move(out);
  }

  Estimate out;

 private:
  static void sort(const PriceTable& table, Bill& bill) {
    const auto place = [&](const LaneBill& lane) {
      const ClassPrices* const prices = table.find(lane.lane.class_name);
      return std::pair(prices == nullptr ? static_cast<std::ptrdiff_t>(table.classes.size()) : prices - table.classes.data(), lane.lane);
    };
    std::sort(bill.lanes.begin(), bill.lanes.end(), [&](const LaneBill& a, const LaneBill& b) { return place(a) < place(b); });
  }

  static std::string age(Seconds seconds) { return seconds % seconds_a_day == 0 ? fmt::format("{}", seconds / seconds_a_day) : fmt::format("{}.{}", seconds / seconds_a_day, seconds % seconds_a_day * 10 / seconds_a_day); }

  void tell_group(const Tariff& tariff, const Group& group, const Cohorts& cohorts) {
    if (group.bytes > 0) {
      assume(group.oldest == group.youngest ? fmt::format("{}: all are {} days old", group.name, age(group.oldest))
                                            : fmt::format("{}: ages are spread evenly from {} to {} days{}", group.name, age(group.youngest), age(group.oldest), group.ages_from_inflow ? ", as the inflow made them" : ""));
    }
    if (group.inflow > 0) assume(fmt::format("{}: {} come each month, evenly, in {}", group.name, size_in_gb(*tariff.table, group.inflow), tariff.tiers.classes[static_cast<std::size_t>(group.told ? group.told->object.tier : group.tier)]));
    if (!group.objects) out.missing.push_back(fmt::format("{}: how many objects there are is not said, so requests and what small objects add", group.name));
    for (const std::string& conditions : cohorts.undecided) assume(fmt::format("{}: what is not said is taken as what costs most: {}", group.name, conditions));
    if (cohorts.kept_undecided) assume(fmt::format("{}: too many facts are not said; what may depend on them is taken as kept where it is", group.name));
    if (group.told && group.told->object.accessed == std::nullopt) {
      assume(fmt::format("{}: nobody reads an object after it is written, as far as clocks count reading", group.name));
    }
    tell_table(*tariff.table);
  }

  void tell_table(const PriceTable& table) {
    assume(fmt::format("prices: {}, US dollars, a GB is {} bytes; `cost --list-prices` has its sources", table.name, table.gb_bytes == 1000000000 ? "10^9" : "2^30"));
    for (const std::string& note : table.notes) assume(fmt::format("{}: {}", table.name, note));
    std::string list;
    for (const ClassPrices& one : table.classes)
      for (const std::string& price : one.approximate) list.append(list.empty() ? "" : ", ").append(one.name).append(" ").append(price);
    if (!list.empty()) assume(fmt::format("{}: approximate are {}", table.name, list));
  }

  const Tables& tables_;
};

}  // namespace

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
      const std::string& region = policy.stores[id].region;
      if (!region.empty() && region != tariff->table->region) estimator.assume(fmt::format("{}: is in {}, and is priced as in {}", store.name, region, tariff->table->region));
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
