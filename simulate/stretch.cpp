#include "simulate/stretch.hpp"

#include <algorithm>
#include <iterator>

namespace shelflife {

void OpenRegion::add(OpenRegion&& more) {
  const auto before = static_cast<std::uint32_t>(region.folders());
  region.add(more.region);
  for (Held& one : more.held) {
    one.folder += before;
    held.push_back(std::move(one));
  }
}

void OpenRegion::close(StoreRun& run, Tally& tally, const EachDecision* each) {
  region.finish();
  tally.add(region);
  const RankList none;
  for (Held& one : held) {
    const bool ask = run.dates && !one.of->one_clock && run.soonest(one.row, one.told) < tally.next();
    if (each == nullptr && !ask) continue;
    const RankList& ranks = run.head.complete ? region.ranks(one.folder) : none;
    const Outcome& outcome = run.outcomes.of(*one.of, ranks);
    std::optional<Instant> next;
    if (run.dates) next = run.outcomes.next(outcome, one.row, one.told);
    if (next && outcome.decision.fate != Fate::remove) tally.may_go(*next);
    if (each == nullptr) continue;
    Decision decision = outcome.decision;
    decision.next = outcome.decision.fate == Fate::remove ? run.now : next;
    (*each)(one.row, run.outcomes.ranked(one.told, ranks).object, decision);
  }
  held.clear();
  region.clear();
}

bool Stretch::add(Stretch&& next, StoreRun& run, Tally& tally) {
  counts.add(next.counts);
  twice.insert(twice.end(), std::make_move_iterator(next.twice.begin()), std::make_move_iterator(next.twice.end()));
  if (next.first_key.empty()) return true;
  if (!last_key.empty() && next.first_key <= last_key) return false;
  if (first_key.empty()) first_key = std::move(next.first_key);
  last_key = std::move(next.last_key);
  if (!next.first) return true;  // nothing of it is open
  if (!first) {
    first = std::move(next.first);
    last = std::move(next.last);
    return true;
  }
  OpenRegion& open = last ? *last : *first;
  if (next.first->name == open.name) {
    open.add(std::move(*next.first));
    if (!next.last) return true;
    if (last) last->close(run, tally);
    last = std::move(next.last);
    return true;
  }
  if (last) last->close(run, tally);
  if (next.last) {
    next.first->close(run, tally);
    last = std::move(next.last);
  } else {
    last = std::move(next.first);
  }
  return true;
}

void Stretch::close(StoreRun& run, Tally& tally) {
  for (std::optional<OpenRegion>* open : {&first, &last}) {
    if (*open) (*open)->close(run, tally);
    open->reset();
  }
}

}  // namespace shelflife
