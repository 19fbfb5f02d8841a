#include "simulate/outcomes.hpp"

#include <algorithm>

namespace shelflife {

std::uint32_t listed_rank(std::optional<std::uint32_t> rank, const Ranking& ranking) {
  return rank ? std::min(*rank, ranking.count < 0xffffffffU ? ranking.count + 1 : ranking.count) : 0;
}

ToldObject Outcomes::ranked(const ToldObject& told, const RankList& ranks) const {
  ToldObject out = told;
  for (std::size_t k = 0; k < ranks.size() && ranks_read_; ++k)
    out.object.ranks.emplace_back(decider_.ranked()[k], ranks[k] == 0 ? std::nullopt : std::optional(ranks[k]));
  return out;
}

const Outcome& Outcomes::of(const ObjectClass& one, const RankList& ranks) {
  const std::lock_guard<std::mutex> only(mutex_);
  const Outcome*& at = by_class_[{one.id, ranks}];
  if (at != nullptr) return *at;
  Outcome made{static_cast<std::uint32_t>(all_.size()), &one, ranks, {}, {}};
  const ToldObject told = ranked(one.told, ranks);
  made.decision = decider_.decide(one.row, told, {});
  made.decision.next.reset();
  if (dates_ && made.decision.fate != Fate::remove && one.one_clock) {
    const std::optional<Instant> next = decider_.next(one.row, told, {});
    if (next) made.next_after = *next - std::min(*one.row.created, decider_.now());
  }
  all_.push_back(std::move(made));
  at = &all_.back();
  return *at;
}

std::optional<Instant> Outcomes::next(const Outcome& outcome, const Row& row, const ToldObject& told) const {
  if (outcome.decision.fate == Fate::remove) return decider_.now();
  if (!outcome.of->one_clock) return decider_.next(row, ranked(told, outcome.ranks), {});
  if (!outcome.next_after) return std::nullopt;
  return std::min(*row.created, decider_.now()) + *outcome.next_after;
}

}  // namespace shelflife
