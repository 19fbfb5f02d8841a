// One group of a ranked keep: the facts of its units, and the rank of each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/objects/evaluate.hpp"

namespace shelflife {

// What a group has to know of one unit (a version, say), gathered object by object or from parts of a listing.
class RankUnit {
 public:
  // `counts`: the keep speaks of the object, and it was made before the listing began.
  void add_current(Instant made, bool counts);
  // A key without a current object: when its newest noncurrent revision was made.
  void add_gone(Instant made);
  // Of a current object, under a keep of the best: the value of its `by`.
  void add_metric(const ObjectView::Value& value, bool highest);
  void add(const RankUnit& more, bool highest);

  bool counted() const { return counted_; }
  const std::optional<double>& metric() const { return metric_; }
  bool metric_unread() const { return metric_unread_; }
  // As old as its earliest current object; without one, as the earliest of its keys' last revisions.
  Instant created() const { return has_current_ ? created_ : gone_; }

 private:
  void add_metric(double metric, bool highest);

  Instant created_ = 0, gone_ = INT64_MAX;
  bool has_current_ = false, counted_ = false, metric_unread_ = false;
  std::optional<double> metric_;  // the best of its current objects
};

class RankGroup {
 public:
  void add(const RankUnit& unit, const Ranking& ranking);  // one that counts or not
  // After the last add().
  void finish();
  // 1: newest or best. Nothing: it has no metric, and the keep holds.
  std::optional<std::uint32_t> rank(const RankUnit& unit, const Ranking& ranking) const;

 private:
  std::vector<Instant> created_;            // of the counted, in rising order
  std::vector<double> metrics_;
  std::map<std::int64_t, Instant> periods_;  // the newest of each
};

}  // namespace shelflife
