#include "simulate/simulation.hpp"

#include <algorithm>

#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife {

void Sum::add(const Row& row) {
  ++objects;
  if (!row.size) ++unsized;
  const std::uint64_t more = row.size.value_or(0);
  bytes = bytes > ~std::uint64_t{0} - more ? ~std::uint64_t{0} : bytes + more;
}

void Sum::add(const Sum& more) {
  objects += more.objects;
  unsized += more.unsized;
  bytes = bytes > ~std::uint64_t{0} - more.bytes ? ~std::uint64_t{0} : bytes + more.bytes;
}

Simulation::Simulation(const Evaluator& evaluator, const Registry* registry, StoreId fallback)
    : evaluator_(evaluator), policy_(evaluator.policy()), registry_(registry), fallback_(fallback), stores_(policy_.stores.size()) {
  for (StoreId id = 0; id < policy_.stores.size(); ++id) {
    const Store& store = policy_.stores[id];
    const auto name = [&](const std::string& text) {
      const auto [at, fresh] = names_.emplace(text, id);
      if (!fresh) at->second = no_id;  // of several
    };
    name(store.bucket);
    if (!store.account.empty()) name(store.account + "/" + store.bucket);
  }
  if (fallback_ == no_id && policy_.stores.size() == 1) fallback_ = 0;
  for (FieldId id = 0; id < policy_.fields.size(); ++id)
    if (!policy_.fields[id].values.empty() || policy_.fields[id].name == "model") fields_.push_back(id);
}

void Simulation::add(Row&& row) {
  const auto named = names_.find(row.bucket);
  if (!row.delete_marker) ++rows;
  if (!row.bucket.empty() && named == names_.end()) {
    if (!row.delete_marker) ++undeclared;
    return;
  }
  const StoreId store = row.bucket.empty() ? fallback_ : named->second;
  if (store == no_id) {
    ++unnamed;
    return;
  }
  if (row.tags && !row.mark) {
    if (const auto tag = row.tags->find(quarantine_tag); tag != row.tags->end()) row.mark = parse_mark(tag->second);
  }
  stores_[store].rows.push_back(std::move(row));
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
  Totals totals;
  totals.stores.resize(stores_.size());
  for (const FieldId field : fields_) totals.fields.push_back({field, {}});
  for (StoreId id = 0; id < stores_.size(); ++id) {
    decide_store(evaluator_, id, stores_[id].rows, head, registry_, now, dates, [&](const Row& row, const ObjectState& object, const Decision& decision) {
      count(totals, row, object, decision, now);
      if (each) each(row, object, decision);
    });
  }
  return totals;
}

void Simulation::count(Totals& totals, const Row& row, const ObjectState& object, const Decision& decision, Instant now) const {
  const auto acts = [&](StatementRef ref) {
    StatementTotal& total = totals.statements[ref];
    total.acts.add(row);
    total.first = now;
  };
  totals.later += *row.created > now ? 1U : 0U;
  const auto fate = static_cast<std::size_t>(decision.fate);
  totals.fates[fate].add(row);
  totals.stores[object.store][fate].add(row);
  totals.tiers[static_cast<std::size_t>(object.tier)][fate].add(row);
  if (decision.fate == Fate::remove || decision.fate == Fate::move) {
    acts(*decision.statement);
  } else if (decision.fate == Fate::keep && decision.statement) {
    for (const StatementRef keep : decision.kept_by) totals.statements[keep].holds.add(row);
    for (const std::uint32_t hold : decision.held_by) totals.holds[hold].add(row);
    if (!decision.kept_because.empty()) totals.spared[decision.kept_because].add(row);
  }
  if (decision.mark == MarkAction::write) {
    totals.marks_written.add(row);
    acts(*decision.mark_by);
  }
  if (decision.mark == MarkAction::take_off) totals.marks_taken_off.add(row);
  for (const std::string& fact : decision.unread) ++totals.unread[fact];
  if (decision.next && decision.fate != Fate::remove) totals.next = std::min(*decision.next, totals.next.value_or(*decision.next));
  const ObjectView view(policy_, object);
  for (FieldTotal& field : totals.fields) {
    const ObjectView::Value& value = view.value(field.field);
    const bool has = value.state == ObjectView::State::value;
    field.values[has ? std::string(value.text) : std::string()][fate].add(row);
  }
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
