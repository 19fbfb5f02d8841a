#include "simulate/totals.hpp"

#include <algorithm>

namespace shelflife {

void Sum::add(const Row& row) { add(Sum{1, row.size.value_or(0), row.size ? 0U : 1U}); }

void Sum::add(const Sum& more) {
  objects += more.objects;
  unsized += more.unsized;
  bytes = bytes > ~std::uint64_t{0} - more.bytes ? ~std::uint64_t{0} : bytes + more.bytes;
}

void Totals::add(const Sum& what, StoreId store, Tier tier, const Decision& decision) {
  const auto acts = [&](StatementRef ref) {
    StatementTotal& total = statements[ref];
    total.acts.add(what);
    total.first = decision.at;
  };
  const auto fate = static_cast<std::size_t>(decision.fate);
  fates[fate].add(what);
  stores[store][fate].add(what);
  tiers[static_cast<std::size_t>(tier)][fate].add(what);
  if (decision.fate == Fate::remove || decision.fate == Fate::move) {
    acts(*decision.statement);
  } else if (decision.fate == Fate::keep && decision.statement) {
    for (const StatementRef keep : decision.kept_by) statements[keep].holds.add(what);
    for (const std::uint32_t hold : decision.held_by) holds[hold].add(what);
    if (!decision.kept_because.empty()) spared[decision.kept_because].add(what);
  }
  if (decision.mark == MarkAction::write) {
    marks_written.add(what);
    acts(*decision.mark_by);
  }
  if (decision.mark == MarkAction::take_off) marks_taken_off.add(what);
  for (const std::string& fact : decision.unread) unread[fact] += what.objects;
}

namespace {

void add_fates(ByFate& all, const ByFate& more) {
  for (std::size_t fate = 0; fate < fate_count; ++fate) all[fate].add(more[fate]);
}

}  // namespace

void Totals::add(const Totals& more) {
  add_fates(fates, more.fates);
  marks_written.add(more.marks_written);
  marks_taken_off.add(more.marks_taken_off);
  for (const auto& [ref, total] : more.statements) {
    StatementTotal& sum = statements[ref];
    sum.acts.add(total.acts);
    sum.holds.add(total.holds);
    if (!sum.first) sum.first = total.first;
  }
  for (const auto& [hold, sum] : more.holds) holds[hold].add(sum);
  for (const auto& [reason, sum] : more.spared) spared[reason].add(sum);
  for (const auto& [fact, count] : more.unread) unread[fact] += count;
  for (std::size_t i = 0; i < fields.size(); ++i)
    for (const auto& [value, sums] : more.fields[i].values) add_fates(fields[i].values[value], sums);
  for (std::size_t i = 0; i < tiers.size(); ++i) add_fates(tiers[i], more.tiers[i]);
  for (std::size_t i = 0; i < stores.size(); ++i) add_fates(stores[i], more.stores[i]);
  later += more.later;
  if (more.next) may_go(*more.next);
}

std::vector<FieldId> fields_of_totals(const Policy& policy) {
  std::vector<FieldId> fields;
  for (FieldId id = 0; id < policy.fields.size(); ++id)
    if (!policy.fields[id].values.empty() || policy.fields[id].name == "model") fields.push_back(id);
  return fields;
}

Totals empty_totals(const Policy& policy) {
  Totals totals;
  totals.stores.resize(policy.stores.size());
  for (const FieldId field : fields_of_totals(policy)) totals.fields.push_back({field, {}});
  return totals;
}

}  // namespace shelflife
