// A run over a whole listing: the rows of all stores, what becomes of them at an instant, and what that adds up to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulate/decide.hpp"
#include "simulate/store_names.hpp"
#include "simulate/store_rows.hpp"
#include "simulate/totals.hpp"

namespace shelflife {

class Simulation {
 public:
  // The first two arguments must outlive it.
  Simulation(const Evaluator& evaluator, const Registry* registry, StoreNames names);
  Simulation(const Evaluator& evaluator, const Registry* registry) : Simulation(evaluator, registry, StoreNames(evaluator.policy())) {}

  void add(Row&& row);
  void add(const ListingHead& head);  // of each file, after its rows
  // After the last row. `now`: the first instant that will be asked about. Returns the keys that are listed twice.
  std::vector<std::string> settle(Instant now);

  Totals run(Instant now, bool dates, const EachDecision& each = {});
  // Lets what the last run decided happen to its rows, as far as it does: deletes, moves and marks.
  struct Act {
    StoreId store = no_id;
    const Row* row = nullptr;  // as run() showed it
    Decision decision;
  };
  void apply(const std::vector<Act>& acts);
  ListingHead listed() const;  // `head`, with `complete` as the files said it, whatever was left out of them

  RowCounts counts;
  ListingHead head;              // of all files: whole where each says so and has no bad row, begun when the first did
  bool listed_whole = true;      // each says so

 private:
  const Evaluator& evaluator_;
  const Policy& policy_;
  const Registry* registry_;
  StoreNames names_;
  std::vector<StoreRows> stores_;
};

// Whether the policy names a fact of the registry, its labels included.
bool names_registry(const Policy& policy);

// Why a pruner would refuse the run.
struct Refusal {
  std::string code;     // "inventory_stale", as plan.json names it
  std::string message;  // "12% of the objects of `artifacts` would be deleted: at most 10% a run"
  bool declared = false;  // by a `safeguard` block, or there is no default: else it only trips what holds without one
};
// `head`: with `complete` as the listings said it; what was left out on the user's word refuses nothing.
std::vector<Refusal> refusals(const Policy& policy, const Totals& totals, const ListingHead& head, const Registry* registry, Instant now);

// What happens on one day of a range.
struct Day {
  Instant at = 0;
  Sum deleted;  // current revisions; on a versioned store each becomes noncurrent
  Sum noncurrent_deleted, moved, marked;
  std::vector<Refusal> refusals;  // a pruner would do none of this
};
struct Range {
  Totals totals;          // deletes, moves and marks of all days; what is kept or undecided on the last one
  std::vector<Day> days;  // those on which something happens
};
// A run each day at the same time, from `from` to the last one that is not after `to`, each on what the one before left.
// Facts count as fresh on the later days.
Range run_range(const Policy& policy, Simulation& simulation, const Registry* registry, Instant from, Instant to, const EachDecision& each = {});

}  // namespace shelflife
