#include "cost/estimator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace shelflife::cost {

namespace {

void sort(const PriceTable& table, Bill& bill) {
  const auto place = [&](const LaneBill& lane) {
    const ClassPrices* const prices = table.find(lane.lane.class_name);
    return std::pair(prices == nullptr ? static_cast<std::ptrdiff_t>(table.classes.size()) : prices - table.classes.data(), lane.lane);
  };
  std::sort(bill.lanes.begin(), bill.lanes.end(), [&](const LaneBill& a, const LaneBill& b) { return place(a) < place(b); });
}

std::string age(Seconds seconds) { return seconds % seconds_a_day == 0 ? fmt::format("{}", seconds / seconds_a_day) : fmt::format("{}.{}", seconds / seconds_a_day, seconds % seconds_a_day * 10 / seconds_a_day); }

Seconds deleted_at(const std::vector<Step>& steps) {
  const auto at = std::find_if(steps.begin(), steps.end(), [](const Step& s) { return s.kind == StepKind::old || s.kind == StepKind::gone; });
  return at == steps.end() ? std::numeric_limits<Seconds>::max() : at->at;
}

}  // namespace

bool DearerBill::operator()(const Cohort& cohort, const std::vector<Step>& a, const std::vector<Step>& b) const {
  const auto total = [&](const std::vector<Step>& steps) {
    Cohort one = cohort;
    one.steps = steps;
    return bill(tariff_, {one}, read_percent_, true).total();
  };
  const Micro left = total(a), right = total(b);
  return left != right ? left > right : deleted_at(a) > deleted_at(b);  // of two that cost the same, what stays longer
}

std::optional<Tariff> Estimator::tariff(Provider provider, TierMap tiers) const {
  const auto at = std::find_if(tables_.rbegin(), tables_.rend(), [&](const PriceTable& t) { return t.provider == provider; });
  if (at == tables_.rend()) return std::nullopt;
  return Tariff{&*at, std::move(tiers)};
}

void Estimator::put(StoreEstimate& store, const Tariff& tariff, Group group, const Cohorts& cohorts) {
  const Bill before = bill(tariff, cohorts.list, group.read_percent, false);
  const Bill after = bill(tariff, cohorts.list, group.read_percent, true);
  add(store.before, before);
  add(store.after, after);
  put_moves(store, break_evens(tariff, cohorts.list));
  tell_group(tariff, group, cohorts);
  store.groups.push_back({std::move(group), before.total(), after.total()});
}

void Estimator::put_moves(StoreEstimate& store, std::vector<BreakEven> moves) {
  for (BreakEven& one : moves) {
    const auto same = [&](const BreakEven& b) { return b.statement == one.statement && b.from == one.from && b.to == one.to && b.stays == one.stays; };
    if (std::none_of(store.moves.begin(), store.moves.end(), same)) store.moves.push_back(std::move(one));
  }
}

void Estimator::assume(std::string text) {
  if (std::find(out.assumptions.begin(), out.assumptions.end(), text) == out.assumptions.end()) out.assumptions.push_back(std::move(text));
}

Estimate Estimator::finish() {
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

void Estimator::tell_group(const Tariff& tariff, const Group& group, const Cohorts& cohorts) {
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

void Estimator::tell_table(const PriceTable& table) {
  assume(fmt::format("prices: {}, US dollars, a GB is {} bytes; `cost --list-prices` has its sources", table.name, table.gb_bytes == 1000000000 ? "10^9" : "2^30"));
  for (const std::string& note : table.notes) assume(fmt::format("{}: {}", table.name, note));
  std::string list;
  for (const ClassPrices& one : table.classes)
    for (const std::string& price : one.approximate) list.append(list.empty() ? "" : ", ").append(one.name).append(" ").append(price);
  if (!list.empty()) assume(fmt::format("{}: approximate are {}", table.name, list));
}

void Estimator::tell_region(const Store& store, const PriceTable& table) {
  if (!store.region.empty() && store.region != table.region) assume(fmt::format("{}: is in {}, and is priced as in {}", store.name, store.region, table.region));
}

}  // namespace shelflife::cost
