// A price table: what each storage class of one provider and region costs, as a file says it (docs/schema/prices-1.schema.json).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/model/policy.hpp"

namespace shelflife::cost {

using Nano = std::int64_t;  // billionths of a dollar: every list price is a whole number of them

enum class Price : std::uint8_t { storage, write, move_in, read, retrieval, monitoring };
inline constexpr std::size_t price_kinds = 6;
std::string_view to_text(Price price);  // as the file names it: "storage_gb_month"

struct ClassPrices {
  std::string name;
  std::array<std::optional<Nano>, price_kinds> prices;  // nothing: the table does not know it
  std::vector<std::string> approximate;                 // prices that are from memory, as the file names them
  std::uint32_t minimum_days = 0;
  std::uint64_t least_billed = 0;                // bytes an object is billed for at least
  std::uint64_t overhead = 0, overhead_hot = 0;  // bytes on top of each object, at this class's price and at the warmest one's

  std::optional<Nano> at(Price price) const { return prices[static_cast<std::size_t>(price)]; }
};

struct PriceTable {
  std::string name;  // "s3-us-east-1-2026-10-05"
  Provider provider = Provider::s3;
  std::string region, date;
  std::uint64_t gb_bytes = 0;          // what the provider calls a GB
  bool minimum_from_creation = false;  // else from the move into the class
  bool move_ends_minimum = true;       // leaving for another class before its end is charged as deleting is
  std::vector<std::string> sources, notes;
  std::vector<ClassPrices> classes;    // warmest first

  const ClassPrices* find(std::string_view name) const;
};

struct ReadPrices {
  std::optional<PriceTable> table;
  std::string problem;  // why not, with its place: "/classes/2/storage_gb_month: ..."; user text in it is printable()
};
// A price is a decimal text with at most nine places, 10 at most: "0.0125". One that is not there is not known.
ReadPrices read_prices(std::string_view name, std::string_view text);

// "0.0125": 12500000.
std::optional<Nano> parse_price(std::string_view text);

}  // namespace shelflife::cost
