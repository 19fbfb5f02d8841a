#include "simulate/simulation.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife {

Simulation::Simulation(const Evaluator& evaluator, const Registry* registry, StoreNames names)
    : evaluator_(evaluator), policy_(evaluator.policy()), registry_(registry), names_(std::move(names)), stores_(policy_.stores.size()) {}

void Simulation::add(Row&& row) {
  const StoreId store = names_.take(row, counts);
  if (store != no_id) stores_[store].rows.push_back(std::move(row));
}

void Simulation::add(const ListingHead& one) {
  listed_whole = listed_whole && one.complete;
  head.complete = head.complete && one.complete && one.bad_rows == 0;
  head.bad_rows += one.bad_rows;
  if (one.began) head.began = std::min(*one.began, head.began.value_or(*one.began));
}

std::vector<std::string> Simulation::settle(Instant now) {
  std::vector<std::string> twice;
  for (StoreRows& store : stores_) {
    store.settle(now);
    twice.insert(twice.end(), store.twice.begin(), store.twice.end());
  }
  return twice;
}

Totals Simulation::run(Instant now, bool dates, const EachDecision& each) {
  Totals totals = empty_totals(policy_);
  for (StoreId id = 0; id < stores_.size(); ++id) {
    decide_store(evaluator_, id, stores_[id].rows, head, registry_, now, dates, [&](const Row& row, const ObjectState& object, const Decision& decision) {
      Sum one;
      one.add(row);
      totals.add(one, id, object.tier, decision);
      totals.later += *row.created > now ? 1U : 0U;
      if (decision.next && decision.fate != Fate::remove) totals.may_go(*decision.next);
      const ObjectView view(policy_, object);
      for (FieldTotal& field : totals.fields) {
        const ObjectView::Value& value = view.value(field.field);
        const bool has = value.state == ObjectView::State::value;
        field.values[has ? std::string(value.text) : std::string()][static_cast<std::size_t>(decision.fate)].add(one);
      }
      if (each) each(row, object, decision);
    });
  }
  return totals;
}

void Simulation::apply(const std::vector<Act>& acts) {
  std::vector<std::vector<bool>> gone;
  for (const StoreRows& store : stores_) gone.emplace_back(store.rows.size());
  for (const Act& act : acts) {
    std::vector<Row>& all = stores_[act.store].rows;
    const auto at = static_cast<std::size_t>(act.row - all.data());
    Row& row = all[at];
    const Decision& decision = act.decision;
    if (decision.fate == Fate::remove) {
      gone[act.store][at] = !(policy_.stores[act.store].versioned() && row.current);
      row.current = false;
      row.noncurrent_since = decision.at;
      row.mark.reset();
    }
    if (decision.fate == Fate::move) row.storage_class = to_text(decision.tier);
    if (decision.mark == MarkAction::write) row.mark = RowMark{decision.at, statement_id(policy_, *decision.mark_by)};
    if (decision.mark == MarkAction::take_off) row.mark.reset();
  }
  for (StoreId id = 0; id < stores_.size(); ++id) {
    std::size_t at = 0;
    std::erase_if(stores_[id].rows, [&](const Row&) { return gone[id][at++]; });
  }
  head.began.reset();  // each later run reads a listing of its own
}

ListingHead Simulation::listed() const {
  ListingHead out = head;
  out.complete = listed_whole;
  return out;
}

}  // namespace shelflife
