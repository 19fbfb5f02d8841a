#include "simulate/decide.hpp"

#include <limits>

#include "inventory/ranks.hpp"
#include "inventory/row_state.hpp"
#include "simulate/decider.hpp"

namespace shelflife {

namespace {

class StoreDecider {
 public:
  StoreDecider(const Evaluator& evaluator, StoreId store, const std::vector<Row>& rows, const ListingHead& head, const Registry* registry, Instant now)
      : policy_(evaluator.policy()), store_(store), rows_(rows), head_(head), registry_(registry), decider_(evaluator, store, head, now),
        newer_(newer_noncurrent(rows)) {
    for (const StatementRef keep : decider_.ranked()) ranks_.emplace_back(policy_, keep, head.began.value_or(std::numeric_limits<Instant>::max()));
    for (const StatementRef statement : decider_.whole()) units_.emplace_back(policy_, statement);
    count();
  }

  void run(bool dates, const EachDecision& each) const {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ToldObject told = object(i);
      Decision decision = decider_.decide(rows_[i], told, units_);
      if (dates && decision.fate != Fate::remove) decision.next = decider_.next(rows_[i], told, units_);
      each(rows_[i], told.object, decision);
    }
  }

 private:
  // Ranks first, then what is kept of each whole unit, which asks for the ranks.
  void count() {
    if (head_.complete) {  // a listing that is not whole counts nothing: ranks stay unread
      for (std::size_t i = 0; i < rows_.size() && !ranks_.empty(); ++i) {
        const ToldObject told = object(i);
        const ObjectView view(policy_, told.object);
        const Binding binding = shelflife::bind(policy_, store_, told.object.key);
        for (Ranks& ranks : ranks_) ranks.add(view, binding, decider_.now());
      }
      for (Ranks& ranks : ranks_) ranks.finish();
      counted_ = true;
    }
    for (std::size_t i = 0; i < rows_.size() && !units_.empty(); ++i) {
      const ToldObject told = object(i);
      const Binding binding = shelflife::bind(policy_, store_, told.object.key);
      const JudgedWorlds worlds = decider_.worlds(told);
      for (Units& units : units_) units.add(binding, worlds.list, rows_[i], decider_.now());
    }
  }

  // The object of a row, with what the others say of it. Units are asked for apart: each statement has its own.
  ToldObject object(std::size_t i) const {
    ToldObject told = row_state(policy_, store_, rows_[i], registry_, decider_.now());
    told.object.newer_noncurrent = newer_[i];
    if (!counted_ || ranks_.empty()) return told;
    const Binding binding = shelflife::bind(policy_, store_, told.object.key);
    for (std::size_t k = 0; k < ranks_.size(); ++k) told.object.ranks.emplace_back(decider_.ranked()[k], ranks_[k].rank(binding));
    return told;
  }

  const Policy& policy_;
  StoreId store_;
  const std::vector<Row>& rows_;
  const ListingHead& head_;
  const Registry* registry_;
  Decider decider_;
  std::vector<std::uint32_t> newer_;
  std::vector<Ranks> ranks_;  // of the ranked keeps
  std::vector<Units> units_;
  bool counted_ = false;
};

}  // namespace

void decide_store(const Evaluator& evaluator, StoreId store, const std::vector<Row>& rows, const ListingHead& head,
                  const Registry* registry, Instant now, bool dates, const EachDecision& each) {
  StoreDecider(evaluator, store, rows, head, registry, now).run(dates, each);
}

}  // namespace shelflife
