#include "inventory/rank_group.hpp"

#include <algorithm>
#include <limits>

namespace shelflife {

namespace {

// The UTC day, week, month or year of an instant, as a number that grows with time.
std::int64_t period_of(Instant instant, Period period) {
  const std::int64_t day = midnight(date_of(instant)) / seconds_a_day;
  const Date date = date_of(instant);
  switch (period) {
    case Period::none: return 0;
    case Period::daily: return day;
    case Period::weekly: return (day + 3) / 7;  // 1970-01-01 was a Thursday; weeks begin on Monday
    case Period::monthly: return std::int64_t{date.year} * 12 + date.month;
    case Period::yearly: break;
  }
  return date.year;
}

}  // namespace

void RankUnit::add_current(Instant made, bool counts) {
  created_ = has_current_ ? std::min(created_, made) : made;
  has_current_ = true;
  counted_ = counted_ || counts;
}

void RankUnit::add_gone(Instant made) { gone_ = std::min(gone_, made); }

void RankUnit::add_metric(const ObjectView::Value& value, bool highest) {
  metric_unread_ = metric_unread_ || value.state == ObjectView::State::unread;
  const std::optional<double> metric = value.state == ObjectView::State::value ? parse_number(value.text) : std::nullopt;
  if (metric) add_metric(*metric, highest);
}

void RankUnit::add_metric(double metric, bool highest) {
  if (!metric_ || (highest ? metric > *metric_ : metric < *metric_)) metric_ = metric;
}

void RankUnit::add(const RankUnit& more, bool highest) {
  if (more.has_current_) add_current(more.created_, more.counted_);
  add_gone(more.gone_);
  metric_unread_ = metric_unread_ || more.metric_unread_;
  if (more.metric_) add_metric(*more.metric_, highest);
}

void RankGroup::add(const RankUnit& unit, const Ranking& ranking) {
  if (!unit.counted()) return;
  const Instant made = unit.created();
  created_.push_back(made);
  if (unit.metric()) metrics_.push_back(*unit.metric());
  if (ranking.period == Period::none) return;
  const auto [at, fresh] = periods_.emplace(period_of(made, ranking.period), made);
  if (!fresh) at->second = std::max(at->second, made);
}

void RankGroup::finish() {
  std::sort(created_.begin(), created_.end());
  std::sort(metrics_.begin(), metrics_.end());
}

std::optional<std::uint32_t> RankGroup::rank(const RankUnit& unit, const Ranking& ranking) const {
  if (ranking.best && (unit.metric_unread() || !unit.metric())) return std::nullopt;
  // How many stand before it; it does not stand before itself.
  std::ptrdiff_t ahead = 0;
  if (ranking.period != Period::none) {
    const Instant own = unit.created();
    const auto later = periods_.lower_bound(period_of(own, ranking.period));
    const bool same = later != periods_.end() && later->first == period_of(own, ranking.period);
    if (same && later->second > own) return std::numeric_limits<std::uint32_t>::max();  // not the newest of its period
    ahead = std::distance(same ? std::next(later) : later, periods_.end());
  } else if (!ranking.best) {
    ahead = created_.end() - std::upper_bound(created_.begin(), created_.end(), unit.created());
  } else if (ranking.highest) {
    ahead = metrics_.end() - std::upper_bound(metrics_.begin(), metrics_.end(), *unit.metric());
  } else {
    ahead = std::lower_bound(metrics_.begin(), metrics_.end(), *unit.metric()) - metrics_.begin();
  }
  return 1 + static_cast<std::uint32_t>(ahead);
}

}  // namespace shelflife
