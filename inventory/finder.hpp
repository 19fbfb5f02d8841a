// One key in a listing: all its revisions, with what the other objects of the listing say of them.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "inventory/ranks.hpp"
#include "inventory/row_state.hpp"

namespace shelflife {

struct FoundRevision {
  std::string revision;
  ToldObject told;
};

// Gets each row of a listing, keeps those that matter to the key (its revisions, its groups, its whole units), and then
// tells. The evaluator's policy and the registry must outlive it.
class Finder {
 public:
  Finder(const Evaluator& evaluator, StoreId store, std::string key, const Registry* registry, Instant now);

  void add(const Row& row);
  // The current revision first, then from the newest to the oldest. Empty: the listing does not have the key.
  std::vector<FoundRevision> finish(const ListingHead& head);
  std::size_t rows() const { return rows_; }

 private:
  struct Near {
    Binding binding;
    FoundRevision found;
  };
  void count_newer();
  void tell_ranks(const ListingHead& head);
  void tell_units(bool complete);
  bool is_kept(const ObjectState& object) const;

  const Evaluator& evaluator_;
  const Policy& policy_;
  StoreId store_;
  std::string key_;
  const Registry* registry_;
  Instant now_;
  std::size_t rows_ = 0;
  std::vector<StatementRef> ranked_, whole_;
  std::vector<std::vector<FieldId>> sets_;             // the fields that groups and units are named by
  std::vector<std::optional<std::string>> names_;      // what the key's own are called
  std::deque<Near> near_;                              // views point into it
};

}  // namespace shelflife
