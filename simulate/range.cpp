// Day after day: what one run leaves is what the next one sees.
#include "simulate/simulation.hpp"

namespace shelflife {

namespace {

// What acts is added up; what stays is that of the later day.
void follow(ByFate& all, const ByFate& day) {
  for (std::size_t fate = 0; fate < fate_count; ++fate) {
    if (fate == static_cast<std::size_t>(Fate::remove) || fate == static_cast<std::size_t>(Fate::move)) all[fate].add(day[fate]);
    else all[fate] = day[fate];
  }
}

void follow(Totals& all, const Totals& day) {
  follow(all.fates, day.fates);
  all.marks_written.add(day.marks_written);
  all.marks_taken_off.add(day.marks_taken_off);
  for (auto& [ref, total] : all.statements) total.holds = {};
  for (const auto& [ref, total] : day.statements) {
    StatementTotal& sum = all.statements[ref];
    sum.acts.add(total.acts);
    sum.holds = total.holds;
    if (!sum.first) sum.first = total.first;
  }
  all.holds = day.holds;
  all.spared = day.spared;
  all.unread = day.unread;
  all.next = day.next;
  for (std::size_t i = 0; i < all.fields.size(); ++i) {
    for (auto& [value, sums] : all.fields[i].values) {
      const auto at = day.fields[i].values.find(value);
      follow(sums, at != day.fields[i].values.end() ? at->second : ByFate{});
    }
  }
  for (std::size_t i = 0; i < all.tiers.size(); ++i) follow(all.tiers[i], day.tiers[i]);
  for (std::size_t i = 0; i < all.stores.size(); ++i) follow(all.stores[i], day.stores[i]);
}

}  // namespace

Range run_range(const Policy& policy, Simulation& simulation, const Registry* registry, Instant from, Instant to, const EachDecision& each) {
  Range range;
  bool first = true;
  for (Instant at = from; at <= to; at += seconds_a_day) {
    const bool last = at + seconds_a_day > to;
    Day day;
    day.at = at;
    std::vector<Simulation::Act> acts;
    const Totals totals = simulation.run(at, last, [&](const Row& row, const ObjectState& object, const Decision& decision) {
      if (decision.fate == Fate::remove) (row.current ? day.deleted : day.noncurrent_deleted).add(row);
      if (decision.fate == Fate::move) day.moved.add(row);
      if (decision.mark == MarkAction::write) day.marked.add(row);
      // A row each: when it goes or moves, and what stays at the end.
      if (changes(decision)) acts.push_back({object.store, &row, decision});
      if (each && (changes(decision) || last)) each(row, object, decision);
    });
    ListingHead head = simulation.listed();
    if (!first) head.began.reset();  // later runs read facts of their own
    for (Refusal& refusal : refusals(policy, totals, head, first ? registry : nullptr, at)) day.refusals.push_back(std::move(refusal));
    const bool acted = day.deleted.objects + day.noncurrent_deleted.objects + day.moved.objects + totals.marks_written.objects + totals.marks_taken_off.objects > 0;
    if (first) range.totals = totals;
    else follow(range.totals, totals);
    if (acted || (first && !day.refusals.empty())) range.days.push_back(std::move(day));
    if (acted) simulation.apply(acts);
    first = false;
  }
  return range;
}

}  // namespace shelflife
