// What becomes of the objects of a class, by their ranks: decided once, by the same Decider as any single row.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "simulate/classes.hpp"
#include "simulate/decider.hpp"

namespace shelflife {

// By ranked keep of the store: 0 has none; more than the keep's count is as good as one more.
using RankList = std::vector<std::uint32_t>;
std::uint32_t listed_rank(std::optional<std::uint32_t> rank, const Ranking& ranking);

struct Outcome {
  std::uint32_t id = 0;
  const ObjectClass* of = nullptr;
  RankList ranks;
  Decision decision;                  // without `next`
  // Of what stays: how long after it was created the first delete may act; nothing: never. Only where the class has one clock.
  std::optional<Seconds> next_after;
};

class Outcomes {
 public:
  // `ranks_read`: whether ranks are known at all. `dates`: also find when what stays may go.
  Outcomes(const Policy& policy, const Decider& decider, bool ranks_read, bool dates) : policy_(policy), decider_(decider), ranks_read_(ranks_read), dates_(dates) {}

  // Stays where it is. From any thread.
  const Outcome& of(const ObjectClass& one, const RankList& ranks);
  // Of an object of the class: when the first delete may act.
  std::optional<Instant> next(const Outcome& outcome, const Row& row, const ToldObject& told) const;
  const std::deque<Outcome>& all() const { return all_; }  // once no thread asks any more
  // The object with its ranks as the decider takes it.
  ToldObject ranked(const ToldObject& told, const RankList& ranks) const;

 private:
  const Policy& policy_;
  const Decider& decider_;
  bool ranks_read_, dates_;
  std::mutex mutex_;
  std::deque<Outcome> all_;
  std::map<std::pair<std::uint32_t, RankList>, const Outcome*> by_class_;
};

}  // namespace shelflife
