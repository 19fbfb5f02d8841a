// What becomes of one revision of a store at an instant, once all is known that others say of it.
#pragma once

#include <vector>

#include "compiler/objects/evaluate.hpp"
#include "compiler/objects/object_text.hpp"
#include "inventory/listing.hpp"
#include "simulate/decision.hpp"
#include "simulate/units.hpp"

namespace shelflife {

class Decider {
 public:
  // Refers to all its arguments, which must outlive it.
  Decider(const Evaluator& evaluator, StoreId store, const ListingHead& head, Instant now);

  // `told`: of the row, with ranks and newer revisions. `units`: of each of whole().
  Decision decide(const Row& row, const ToldObject& told, const std::vector<Units>& units) const;
  // When the first delete may act, if nobody writes, reads, tags or registers anything; of what stays now. Costs as much as all the rest.
  std::optional<Instant> next(const Row& row, ToldObject told, const std::vector<Units>& units) const;
  JudgedWorlds worlds(const ToldObject& told) const { return {evaluator_, told, sizes_, now_}; }

  const std::vector<StatementRef>& ranked() const { return ranked_; }  // the store's ranked keeps
  const std::vector<StatementRef>& whole() const { return whole_; }    // and its deletes of whole units
  const std::vector<std::uint64_t>& sizes() const { return sizes_; }   // see sizes_that_matter
  Instant now() const { return now_; }

 private:
  const Units::Unit* unit_of(StatementRef ref, const Binding& binding, const std::vector<Units>& units) const;
  bool may_act(StatementRef ref, const Row& row, const Binding& binding, const std::vector<Units>& units) const;
  void drop_idle(JudgedWorlds& worlds, const Row& row, const std::vector<Units>& units) const;
  void remove(const Row& row, const ObjectState& object, Decision& decision) const;
  void mark(const std::vector<Judged>& worlds, const Row& row, const std::vector<Units>& units, Decision& decision) const;
  bool unit_asks(StatementRef ref, const Row& row, const std::vector<Units>& units) const;

  const Evaluator& evaluator_;
  const Policy& policy_;
  StoreId store_;
  const ListingHead& head_;
  Instant now_;
  std::vector<std::uint64_t> sizes_;
  std::vector<StatementRef> ranked_, quarantines_, whole_;
};

}  // namespace shelflife
