#include "simulate/listing_run.hpp"

#include <algorithm>

namespace shelflife {

ListingRun::ListingRun(const Evaluator& evaluator, const Registry* registry, const StoreNames& names, const ListingHead& head, Instant now, bool dates, const EachDecision& each)
    : policy_(evaluator.policy()), names_(names), head_(head), each_(each), ordered_(policy_.stores.size()) {
  for (StoreId id = 0; id < policy_.stores.size(); ++id) runs_.push_back(std::make_unique<StoreRun>(evaluator, id, head_, registry, now, dates));
}

bool ListingRun::possible() const {
  return std::all_of(runs_.begin(), runs_.end(), [](const auto& run) { return run->by_regions(); });
}

bool ListingRun::add(Row&& row) {
  const StoreId store = names_.take(row, counts);
  return store == no_id || add(store, std::move(row));
}

bool ListingRun::add(StoreId store, Row&& row) {
  if (each_ && store < last_) return false;  // what is told of each object is told store by store
  last_ = store;
  if (!ordered_[store]) ordered_[store] = std::make_unique<OrderedRun>(*runs_[store], each_);
  return ordered_[store]->add(std::move(row));
}

Totals ListingRun::finish() {
  Totals all = empty_totals(policy_);
  for (const std::unique_ptr<OrderedRun>& ordered : ordered_) {
    if (!ordered) continue;
    ordered->finish();
    all.add(ordered->tally().totals());
    twice.insert(twice.end(), ordered->twice().begin(), ordered->twice().end());
  }
  return all;
}

}  // namespace shelflife
