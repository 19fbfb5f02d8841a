// What cohorts cost over a year: amounts of every kind, in every class, in every month, before and after.
// All arithmetic is in whole numbers: amounts are exact, dollars are rounded once for each kind, class and month.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cost/cohorts.hpp"
#include "cost/price_table.hpp"

namespace shelflife::cost {

using Micro = std::int64_t;  // millionths of a dollar

// What a bill is made of.
enum class Item : std::uint8_t {
  storage,     // bytes of objects
  old,         // the same for noncurrent and soft-deleted ones
  small,       // what objects are billed above their size: floors and overheads
  early,       // the rest of a minimum duration
  moves,       // requests that change the class
  writes,      // requests that bring what comes
  monitoring,  // a fee for each object
  reads,       // requests and retrieval of what is read
};
inline constexpr std::size_t item_count = 8;
std::string_view to_text(Item item);

using Items = std::array<Micro, item_count>;

struct Lane {  // where bytes lie: a class, cheaper by so much
  std::string class_name;
  std::uint32_t cheaper = 0;  // percent
  friend auto operator<=>(const Lane&, const Lane&) = default;
};

struct LaneBill {
  Lane lane;
  std::uint64_t bytes_start = 0, bytes_end = 0;  // all that lies there
  std::uint64_t old_start = 0, old_end = 0;      // the noncurrent and soft-deleted ones of them
  Micro month_start = 0, month_end = 0;          // storage of those bytes for a month, with what small objects add
  std::array<Items, months> items{};
};

struct Bill {
  std::vector<LaneBill> lanes;    // by class from warm to cold; those where something was
  std::set<std::string> missing;  // "no price `move_in_1000` of `FOO`": what is not in it
  Micro month(std::size_t m) const;
  Micro item(Item item) const;    // of all months
  Micro total() const;
};

// The classes of one store's tiers, and what they cost.
struct Tariff {
  const PriceTable* table = nullptr;
  TierMap tiers;
};

// `with_steps`: after; without: nothing moves, and nothing is deleted.
Bill bill(const Tariff& tariff, const std::vector<Cohort>& cohorts, std::uint32_t read_percent, bool with_steps);
void add(Bill& sum, const Bill& other);

// The size from which a move pays: what it saves until the object is gone or moves on, at most a year, is more than it costs.
struct BreakEven {
  std::string from, to;
  std::optional<StatementRef> statement;
  Seconds stays = 0;                   // in the colder class
  std::optional<std::uint64_t> bytes;  // nothing: it never pays, or a price is not known
  bool known = true;
};
// Of each move of the cohorts once, as the youngest object tells it.
std::vector<BreakEven> break_evens(const Tariff& tariff, const std::vector<Cohort>& cohorts);

}  // namespace shelflife::cost
