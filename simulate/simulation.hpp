// A run over a whole listing: the rows of all stores, what becomes of them at an instant, and what that adds up to.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "simulate/decide.hpp"

namespace shelflife {

// Of revisions. `bytes` of those whose size is listed; the largest number stands for more.
struct Sum {
  std::uint64_t objects = 0, bytes = 0, unsized = 0;
  void add(const Row& row);
  void add(const Sum& more);
  friend bool operator==(const Sum&, const Sum&) = default;
};
using ByFate = std::array<Sum, fate_count>;

struct StatementTotal {
  Sum acts;   // deletes, moves: on these; a quarantine that writes its mark: those it marks
  Sum holds;  // keeps, locks: a delete is due on these, and this keeps them (perhaps not alone)
  std::optional<Instant> first;  // when it acts first
};
struct FieldTotal {
  FieldId field = no_id;
  std::map<std::string, ByFate> values;  // "": it has none
};

struct Totals {
  ByFate fates;
  Sum marks_written, marks_taken_off;
  std::map<StatementRef, StatementTotal> statements;
  std::map<std::uint32_t, Sum> holds;          // by hold: as StatementTotal::holds
  std::map<std::string, Sum> spared;           // by reason: locks found, referenced, too new
  std::map<std::string, std::uint64_t> unread; // by fact: how many are undecided for it
  std::vector<FieldTotal> fields;              // `model`, and those with a list of values
  std::array<ByFate, 5> tiers;                 // by the tier that they are in before
  std::vector<ByFate> stores;                  // by store
  std::uint64_t later = 0;                     // created after the run, which takes them as just created
  std::optional<Instant> next;                 // the first delete that is to come of what stays
};

class Simulation {
 public:
  // `fallback`: the store of rows that name no bucket; no_id: the policy's only one. Both arguments must outlive it.
  Simulation(const Evaluator& evaluator, const Registry* registry, StoreId fallback = no_id);

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

  std::uint64_t rows = 0;
  std::uint64_t undeclared = 0;  // of the rows: in buckets that no store declares
  std::uint64_t unnamed = 0;     // of the rows: of which several stores could be meant
  ListingHead head;              // of all files: whole where each says so and has no bad row, begun when the first did
  bool listed_whole = true;      // each says so

 private:
  void count(Totals& totals, const Row& row, const ObjectState& object, const Decision& decision, Instant now) const;

  const Evaluator& evaluator_;
  const Policy& policy_;
  const Registry* registry_;
  StoreId fallback_;
  std::map<std::string, StoreId> names_;
  std::vector<StoreRows> stores_;
  std::vector<FieldId> fields_;
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
