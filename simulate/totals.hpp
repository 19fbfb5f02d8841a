// What a run over a listing adds up to.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/objects/instant.hpp"
#include "inventory/listing.hpp"
#include "simulate/decision.hpp"

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
  friend bool operator==(const StatementTotal&, const StatementTotal&) = default;
};
struct FieldTotal {
  FieldId field = no_id;
  std::map<std::string, ByFate> values;  // "": it has none
  friend bool operator==(const FieldTotal&, const FieldTotal&) = default;
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

  // `what` is decided so; all but fields, `later` and `next`.
  void add(const Sum& what, StoreId store, Tier tier, const Decision& decision);
  void may_go(Instant at) { next = next && *next < at ? *next : at; }  // something that stays may
  // Of another part of the listing, by the same policy at the same instant.
  void add(const Totals& more);
  friend bool operator==(const Totals&, const Totals&) = default;
};

// The fields that totals are made by: `model`, and those with a list of values.
std::vector<FieldId> fields_of_totals(const Policy& policy);
Totals empty_totals(const Policy& policy);

}  // namespace shelflife
