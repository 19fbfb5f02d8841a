// One instant of a cell's objects: every clock, rank and mark that either policy asks for, and what each policy does then.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diff/diff_fate.hpp"

namespace shelflife::diffing {

struct State {
  Seconds created = 0, accessed = 0, noncurrent_since = 0, newest = 0;
  std::optional<Seconds> promoted, retired, mark;
  std::vector<std::pair<FieldId, std::optional<Seconds>>> dates;  // joint fields
  std::vector<std::uint32_t> ranks;                               // by class of ranked keeps
  std::uint32_t newer = 0;
  std::size_t today = 0;                                          // how many of the holds' dates have come
  bool whole_kept[2] = {false, false};
};

// What one policy does with the object: for every value of what it could not read.
struct Fate {
  bool deleted = false;
  bool kept = false;   // by a keep
  bool held = false;
  bool marks = false;  // a quarantine would mark it now
  std::optional<Seconds> locked;
  LockMode mode = LockMode::governance;
  Tier floor = Tier::hot;
  std::vector<StatementRef> due, kept_by;
  std::vector<std::uint32_t> holds;
  bool sheltered = false;  // by a keep, hold or lock, for some value of what could not be read
};

// Ranked keeps that share their ranks.
struct RankClass {
  std::string spec;            // what is ranked, in which groups
  std::vector<std::size_t> groups;  // by layout: how many fields the group has; more is finer
  std::vector<Box> counted;    // objects that count, within the groups of the cell
  std::vector<std::uint32_t> counts;
};

class CellStates {
 public:
  CellStates(const PairSpace& space, const Evaluator* const evaluators[2], const Part& cell, const PairSpace::Near& near,
             const UnitKeeping& units);

  std::string undecided;  // not empty: why no comparison is possible

  // Calls `look` with every state until it returns false; false when there are too many.
  bool each(const std::function<void(const State&)>& look) const;
  Fate fate(std::size_t side, const State& state) const;
  // When the object is deleted if nothing but time goes on, and by which fate.
  std::optional<std::pair<Seconds, Fate>> deletion(std::size_t side, const State& state) const;
  ObjectState object(std::size_t side, const State& state) const;  // of the side's store
  const std::vector<const Item*>& speaking(std::size_t side) const { return speaking_[side]; }
  const Item* item(std::size_t side, StatementRef ref) const;
  const Item* hold(std::size_t side, std::uint32_t hold) const;
  bool noncurrent() const { return noncurrent_; }
  bool has_whole() const { return whole_; }
  bool shown() const { return example_.has_value(); }  // an object of the cell was found
  bool trusted() const;  // the statements speak of that object as they speak of the cell

 private:
  struct View {
    ObjectState object;
    Speaking speaking;
  };
  void make_views(std::size_t side);
  void find_bounds();
  void find_ranks();
  std::size_t rank_class(const Item& item);
  Fate judge_view(std::size_t side, const View& view, const State& state) const;
  Fate fate_while_ageing(std::size_t side, const State& state) const;
  void set(ObjectState& object, std::size_t side, const State& state) const;
  bool lawful(const State& state) const;
  State later(const State& state, Seconds by) const;

  const PairSpace& space_;
  const Evaluator* const* evaluators_;
  const Part& cell_;
  const PairSpace::Near& near_;
  const UnitKeeping& units_;
  std::optional<ObjectState> example_;
  std::vector<const Item*> speaking_[2];
  std::vector<View> views_[2];
  bool noncurrent_ = false, whole_ = false, asks_created_ = false, asks_accessed_ = false, asks_promoted_ = false, asks_retired_ = false,
       asks_mark_ = false, moving_access_ = false;
  std::optional<Seconds> orphan_;          // an orphan is at least as old
  std::vector<FieldId> dates_;
  // 0 and every duration asked of a clock; sorted. Clocks that a law puts in order share one list.
  std::vector<Seconds> bounds_;            // created, accessed, noncurrent, mark, newest of a unit
  std::vector<Seconds> event_bounds_;      // promoted, retired
  std::vector<Seconds> date_bounds_;
  std::vector<std::uint32_t> newer_;       // counts of newer noncurrent revisions
  std::vector<Date> calendar_;             // dates of the holds; sorted
  std::vector<RankClass> ranks_;
  static constexpr std::size_t no_rank = ~std::size_t{0};
  std::vector<std::pair<const Item*, std::size_t>> rank_of_;  // its class, or no_rank
  std::vector<std::pair<std::size_t, std::size_t>> no_larger_;  // a rank of the first class is never above one of the second
};

}  // namespace shelflife::diffing
