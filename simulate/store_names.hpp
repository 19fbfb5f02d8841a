// Which store of the policy a row is in.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "compiler/model/policy.hpp"
#include "inventory/listing.hpp"

namespace shelflife {

// What was counted of the rows of a listing, whatever becomes of them.
struct RowCounts {
  std::uint64_t rows = 0;        // without delete markers
  std::uint64_t undeclared = 0;  // of the rows: in buckets that no store declares
  std::uint64_t unnamed = 0;     // of the rows: of which several stores could be meant
  void add(const RowCounts& more);
};

class StoreNames {
 public:
  // `fallback`: the store of rows that name no bucket; no_id: the policy's only one.
  explicit StoreNames(const Policy& policy, StoreId fallback = no_id);
  // no_id: of none, as `counts` says. Counts the row; puts a quarantine's mark that is in its tags into it.
  StoreId take(Row& row, RowCounts& counts) const;
  // The same without a row. `marker`: it is a delete marker.
  StoreId find(std::string_view bucket, bool marker, RowCounts& counts) const;

 private:
  StoreId fallback_;
  std::map<std::string, StoreId, std::less<>> names_;  // no_id: of several
};

}  // namespace shelflife
