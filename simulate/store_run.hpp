// What all parts of one run over one store share, and what they add up to.
#pragma once

#include "inventory/registry.hpp"
#include "simulate/key_region.hpp"

namespace shelflife {

// What a run asks of a store. Its parts refer to each other: it stays where it is.
class StoreRun {
 public:
  // `dates`: also find when what stays may go first. The arguments must outlive it.
  StoreRun(const Evaluator& evaluator, StoreId store, const ListingHead& head, const Registry* registry, Instant now, bool dates);
  StoreRun(const StoreRun&) = delete;
  StoreRun& operator=(const StoreRun&) = delete;

  // Whether regions can be decided one after the other: no statement speaks of whole units, and groups are folders.
  bool by_regions() const { return decider.whole().empty() && keys.groups_are_folders(); }
  ToldObject told(const Row& row, std::uint32_t newer) const;
  KeyRegion region() const { return {policy, decider.ranked()}; }
  Folders folders() const { return {policy, store, decider.ranked(), keys, classes, model}; }
  // When the first delete of an object may act at the earliest: the next bound of any of its clocks.
  Instant soonest(const Row& row, const ToldObject& told) const;

  const Policy& policy;
  const StoreId store;
  const ListingHead& head;
  const Registry* const registry;
  const Instant now;
  const bool dates;
  const Decider decider;
  const KeyFolders keys;
  const FieldId model;                 // `model` where the path binds it: totals are made by folder, not by class; else no_id
  const std::vector<FieldId> listed;   // the other fields that totals are made by
  bool best = false;                   // a ranked keep asks for the best
  Classes classes;
  Outcomes outcomes;
};

// Sums by outcome: the cheapest to add to, made into totals once.
class Tally {
 public:
  explicit Tally(StoreRun& run) : run_(run) {}
  // A finished region.
  void add(const KeyRegion& region);
  void add(const Tally& more);
  void may_go(Instant at) { next_ = std::min(next_, at); }
  Instant next() const { return next_; }
  Totals totals() const;

 private:
  struct Part {
    Sum sum;
    Instant first = std::numeric_limits<Instant>::max();
    const Outcome* outcome = nullptr;
  };
  StoreRun& run_;
  std::vector<Part> parts_;  // by outcome
  std::map<std::string, ByFate> models_;
  Instant next_ = std::numeric_limits<Instant>::max();
  // What was asked last by this tally, so that threads do not wait for each other.
  std::unordered_map<std::uint64_t, const Outcome*> asked_;
};

}  // namespace shelflife
