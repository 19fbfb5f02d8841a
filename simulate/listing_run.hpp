// One run over listings of any length, row by row in the order of their keys.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulate/ordered.hpp"
#include "simulate/store_names.hpp"

namespace shelflife {

class ListingRun {
 public:
  // `head`: of all files. `each`: see OrderedRun; may be empty. All but `head` must outlive it.
  ListingRun(const Evaluator& evaluator, const Registry* registry, const StoreNames& names, const ListingHead& head, Instant now, bool dates, const EachDecision& each);

  // False: the policy asks for more than one region at once; Simulation holds all rows.
  bool possible() const;
  // False: not in order, and nothing that was added holds. With `store`: its rows are counted already.
  bool add(Row&& row);
  bool add(StoreId store, Row&& row);
  // After the last row.
  Totals finish();

  RowCounts counts;
  std::vector<std::string> twice;  // after finish(): keys that are listed twice

 private:
  const Policy& policy_;
  const StoreNames& names_;
  ListingHead head_;
  const EachDecision& each_;
  std::vector<std::unique_ptr<StoreRun>> runs_;
  std::vector<std::unique_ptr<OrderedRun>> ordered_;
  StoreId last_ = 0;
};

}  // namespace shelflife
