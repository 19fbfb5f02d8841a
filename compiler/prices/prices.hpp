// The price tables of prices/, part of the program: the one place that knows what a storage class costs. List prices in US
// dollars, without discounts: they order things, they are no offer. Where each comes from stands in its file.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/model/policy.hpp"

namespace shelflife {

struct PriceText {
  std::string_view name;  // "s3-us-east-1-2026-10-05"
  std::string_view text;  // prices/NAME.json, byte for byte; cost/price_table.hpp reads it
};
// All tables, sorted by name: of one provider and region the newest is last.
std::span<const PriceText> price_texts();

// What the linter asks of a class.
struct ClassPrice {
  Provider provider;
  std::string_view name;
  std::uint32_t minimum_days;   // billed for at least so many days
  double month_a_gb;            // dollars for a GB and a month
  double move_1000;             // dollars for moving 1000 objects into it
  std::uint32_t restore_hours;  // until an object can be read; 0: at once
  std::uint64_t least_billed;   // bytes that an object is billed for at least
  std::uint64_t gb_bytes;       // what the provider calls a GB: 2^30 on all three clouds
};
// The classes of all tables, in the order of price_texts().
std::span<const ClassPrice> class_prices();

// A later class's minimum counts from the writing of the object (GCS), not from the move.
bool minimum_counts_from_creation(Provider provider);

}  // namespace shelflife
