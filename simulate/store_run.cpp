#include "simulate/store_run.hpp"

#include <algorithm>

#include "inventory/row_state.hpp"

namespace shelflife {

namespace {

FieldId model_by_path(const Policy& policy) {
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (field.name == "model" && field.source == FieldSource::path && field.values.empty() && field.type == FieldType::text) return id;
  }
  return no_id;
}

std::vector<FieldId> without(std::vector<FieldId> fields, FieldId field) {
  std::erase(fields, field);
  return fields;
}

}  // namespace

StoreRun::StoreRun(const Evaluator& evaluator, StoreId store_id, const ListingHead& listing, const Registry* facts, Instant at, bool with_dates)
    : policy(evaluator.policy()), store(store_id), head(listing), registry(facts), now(at), dates(with_dates), decider(evaluator, store, head, now),
      keys(policy, store, decider.ranked()), model(model_by_path(policy)), listed(without(fields_of_totals(policy), model)),
      classes(evaluator, store, decider.ranked(), decider.sizes(), listed, head, now), outcomes(policy, decider, head.complete, dates) {
  for (const StatementRef keep : decider.ranked()) best = best || policy.rules[keep.rule].statements[keep.statement].ranking.best;
}

ToldObject StoreRun::told(const Row& row, std::uint32_t newer) const {
  ToldObject out = row_state(policy, store, row, registry, now);
  out.object.newer_noncurrent = newer;
  return out;
}

Instant StoreRun::soonest(const Row& row, const ToldObject& told) const {
  const ObjectState& o = told.object;
  Instant soonest = std::numeric_limits<Instant>::max();
  const auto clock = [&](const std::optional<Seconds>& age) {
    if (!age) return;
    // The youngest bound that the clock has not passed yet.
    const std::size_t cut = classes.cut(now - *age);
    if (cut > 0) soonest = std::min(soonest, now + (now - *age) - classes.cuts()[cut - 1] + 1);
  };
  clock(o.created);
  clock(o.accessed);
  if (o.noncurrent) clock(o.noncurrent_since);
  for (const LabelState& label : o.labels) clock(label.age);
  for (const std::optional<Seconds>* age : {&o.promoted_since, &o.retired_since, &o.marked}) clock(*age);
  if (o.locked_for) soonest = std::min(soonest, now + *o.locked_for);
  for (const Hold& hold : policy.holds)
    if (hold.until && midnight(*hold.until) > now) soonest = std::min(soonest, midnight(*hold.until));
  return row.created ? soonest : now;
}

void Tally::add(const KeyRegion& region) {
  ByFate of_model{};
  std::uint32_t model = no_id;
  const std::string* name = nullptr;
  const auto flush = [&] {
    if (name == nullptr) return;
    ByFate& all = models_[*name];
    for (std::size_t fate = 0; fate < fate_count; ++fate) all[fate].add(of_model[fate]);
    of_model = {};
  };
  const RankList none;
  for (const KeyRegion::Cell& cell : region.cells()) {
    const RankList& ranks = run_.head.complete ? region.ranks(cell.folder) : none;
    std::uint64_t key = cell.of->id;
    for (const std::uint32_t rank : ranks) key = key * 0x9E3779B97F4A7C15ULL + rank;
    const Outcome*& asked = asked_[key];
    if (asked == nullptr || asked->of != cell.of || asked->ranks != ranks) asked = &run_.outcomes.of(*cell.of, ranks);
    const Outcome& outcome = *asked;
    if (parts_.size() <= outcome.id) parts_.resize(outcome.id + 1);
    Part& part = parts_[outcome.id];
    part.outcome = &outcome;
    part.sum.add(cell.sum);
    part.first = std::min(part.first, cell.first);
    if (run_.model == no_id) continue;
    if (name == nullptr || region.model_number(cell.folder) != model) {
      flush();
      model = region.model_number(cell.folder);
      name = &region.model(cell.folder);
    }
    of_model[static_cast<std::size_t>(outcome.decision.fate)].add(cell.sum);
  }
  flush();
}

void Tally::add(const Tally& more) {
  if (parts_.size() < more.parts_.size()) parts_.resize(more.parts_.size());
  for (std::size_t i = 0; i < more.parts_.size(); ++i) {
    if (more.parts_[i].outcome == nullptr) continue;
    parts_[i].outcome = more.parts_[i].outcome;
    parts_[i].sum.add(more.parts_[i].sum);
    parts_[i].first = std::min(parts_[i].first, more.parts_[i].first);
  }
  for (const auto& [name, fates] : more.models_)
    for (std::size_t fate = 0; fate < fate_count; ++fate) models_[name][fate].add(fates[fate]);
  may_go(more.next_);
}

Totals Tally::totals() const {
  Totals all = empty_totals(run_.policy);
  Instant next = next_;
  for (const Part& part : parts_) {
    if (part.outcome == nullptr) continue;
    const ObjectClass& of = *part.outcome->of;
    all.add(part.sum, run_.store, of.told.object.tier, part.outcome->decision);
    if (of.later) all.later += part.sum.objects;
    if (part.outcome->next_after) next = std::min(next, std::min(part.first, run_.now) + *part.outcome->next_after);
    std::size_t listed = 0;
    for (FieldTotal& field : all.fields) {
      if (field.field == run_.model) continue;
      field.values[of.values[listed++]][static_cast<std::size_t>(part.outcome->decision.fate)].add(part.sum);
    }
  }
  for (FieldTotal& field : all.fields)
    if (field.field == run_.model) field.values = models_;
  if (next != std::numeric_limits<Instant>::max()) all.next = next;
  return all;
}

}  // namespace shelflife
