// What refuses a run: the age and wholeness of what it reads, and how much it would delete.
#include <algorithm>

#include "compiler/model/print.hpp"
#include "simulate/simulation.hpp"

namespace shelflife {

namespace {

std::string share(std::uint64_t part, std::uint64_t all) {
  const std::uint64_t tenths = static_cast<std::uint64_t>(static_cast<double>(part) * 1000.0 / static_cast<double>(all));
  return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") + "%";
}

bool of_registry(const Clock& clock) { return clock.kind == ClockKind::promoted || clock.kind == ClockKind::retired; }

bool of_registry(const Policy& policy, FieldId field) { return field != no_id && policy.fields[field].source == FieldSource::registry; }

}  // namespace

bool names_registry(const Policy& policy) {
  const auto statement = [&](const Statement& s) {
    return of_registry(s.clock) || of_registry(policy, s.clock.field) || of_registry(policy, s.ranking.by) || asks_registry(policy, s.where);
  };
  return std::any_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& rule) {
    return asks_registry(policy, rule.where) || std::any_of(rule.statements.begin(), rule.statements.end(), statement);
  }) || std::any_of(policy.holds.begin(), policy.holds.end(), [&](const Hold& hold) { return asks_registry(policy, hold.where); });
}

std::vector<Refusal> refusals(const Policy& policy, const Totals& totals, const ListingHead& head, const Registry* registry, Instant now) {
  const Safeguards& s = policy.safeguards;
  std::vector<Refusal> all;
  const auto too_old = [&](const std::optional<Instant>& read, const Duration& most) { return read && now - *read > days(most.days); };
  if (too_old(head.began, s.inventory_age))
    all.push_back({"inventory_stale", "the listing is from " + instant_text(*head.began) + ", and a run needs one within " + to_text(s.inventory_age), s.declared});
  if (!head.complete) all.push_back({"inventory_incomplete", "the listing is not whole", true});
  if (registry != nullptr) {
    if (too_old(registry->read_at, s.registry_age))
      all.push_back({"registry_stale", "the registry is from " + instant_text(*registry->read_at) + ", and a run needs one within " + to_text(s.registry_age), s.declared});
    if (!registry->complete) all.push_back({"registry_incomplete", "the registry is not whole", true});
    if (registry->empty()) all.push_back({"registry_empty", "the registry has no record", true});
  }
  const std::optional<std::uint32_t> percent = s.declared ? s.percent : std::optional<std::uint32_t>(10);
  for (StoreId id = 0; id < totals.stores.size(); ++id) {
    const Sum& gone = totals.stores[id][static_cast<std::size_t>(Fate::remove)];
    std::uint64_t objects = 0;
    for (const Sum& sum : totals.stores[id]) objects += sum.objects;
    const std::string name = in_back_quotes(policy.stores[id].name);
    if (percent && static_cast<double>(gone.objects) * 100.0 > static_cast<double>(objects) * *percent)
      all.push_back({"over_a_limit", share(gone.objects, objects) + " of the objects of " + name + " would be deleted, and a run may delete " + std::to_string(*percent) + "%", s.declared});
    if (s.objects && gone.objects > *s.objects)
      all.push_back({"over_a_limit", std::to_string(gone.objects) + " objects of " + name + " would be deleted, and a run may delete " + std::to_string(*s.objects), true});
    if (s.bytes && gone.bytes > *s.bytes)
      all.push_back({"over_a_limit", std::to_string(gone.bytes) + " bytes of " + name + " would be deleted, and a run may delete " + std::to_string(*s.bytes), true});
  }
  return all;
}

}  // namespace shelflife
