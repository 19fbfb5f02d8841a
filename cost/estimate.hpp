// The answer of `cost`: the bill of described groups over a year, before and after, store by store.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cost/bill.hpp"
#include "cost/listing_groups.hpp"

namespace shelflife::cost {

struct GroupEstimate {
  Group group;
  Micro before = 0, after = 0;  // of twelve months
};

// Of a listing: objects of one class of size and age.
struct SliceEstimate {
  Slice slice;
  std::uint64_t objects = 0, bytes = 0;
  Micro before = 0, after = 0;
};

struct StoreEstimate {
  std::string name;  // of the store; "assumed" without a policy
  Provider provider = Provider::s3;
  const PriceTable* table = nullptr;
  std::vector<GroupEstimate> groups;  // of a listing: a group has its name, bytes and objects
  std::vector<SliceEstimate> slices;  // of a listing, in their order
  Bill before, after;  // their lanes from warm to cold
  std::vector<BreakEven> moves;
};

struct Estimate {
  std::vector<StoreEstimate> stores;     // in the policy's order, then what was assumed by provider
  std::vector<std::string> assumptions;  // all that the figures rest on
  std::vector<std::string> missing;      // what is not in the totals, sorted; empty: they are complete
  Micro before = 0, after = 0;           // of twelve months
};

// The tables to price by: of one provider the last counts. What a user gives comes after what is part of the program.
using Tables = std::deque<PriceTable>;

// `groups` with what the policy says of them, `start` the first second of the first month.
Estimate estimate(const Evaluator& evaluator, const Lowered& lowered, const Tables& tables, std::vector<Group> groups, Instant start);
// Without a policy, by what the groups say of themselves. `tables` must outlive the answer.
Estimate estimate(const Tables& tables, std::vector<Group> groups);

// What statements do to listed objects in each month: the first has what is due at once.
enum class ForecastKind : std::uint8_t { removes, moves };
struct Forecast {
  struct Months {
    std::array<std::uint64_t, months> objects{}, bytes{};
    std::optional<Seconds> first;  // since the start
  };
  std::map<std::pair<StatementRef, ForecastKind>, Months> statements;
};

// Of a listing. `read_percent` of the bytes are read each month. `forecast`: filled in where it is not null.
Estimate estimate(const ListingGroups& groups, const Lowered& lowered, const Tables& tables, Instant start, std::uint32_t read_percent = 0, Forecast* forecast = nullptr);

// "12.5 GB" as the table counts; "1250.00" dollars and cents, rounded.
std::string size_in_gb(const PriceTable& table, std::uint64_t bytes);
std::string dollars(Micro amount);

}  // namespace shelflife::cost
