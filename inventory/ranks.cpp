#include "inventory/ranks.hpp"

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

std::optional<std::string> unit_name(const Policy& policy, const Binding& binding, const std::vector<FieldId>& fields) {
  if (!binding.managed) return std::nullopt;
  const auto bound = [&](FieldId id) {
    return std::find_if(binding.fields.begin(), binding.fields.end(), [&](const auto& f) { return f.first == id; });
  };
  for (const FieldId id : fields) {
    const auto at = bound(id);
    const std::vector<std::string>& values = policy.fields[id].values;
    if (at == binding.fields.end() || (!values.empty() && std::find(values.begin(), values.end(), at->second) == values.end())) return std::nullopt;
  }
  std::string name;
  std::size_t wanted = fields.size();
  for (const Segment& segment : binding.layout->segments) {
    if (wanted == 0) break;
    if (segment.literal()) continue;
    if (const auto at = bound(segment.field); at != binding.fields.end()) name += at->second;
    name += std::to_string(segment.field) + "/";  // no text of a field has a slash in it
    if (std::find(fields.begin(), fields.end(), segment.field) != fields.end()) --wanted;
  }
  return name;
}

Ranks::Ranks(const Policy& policy, StatementRef keep, Instant until)
    : policy_(policy), keep_(keep), ranking_(policy.rules[keep.rule].statements[keep.statement].ranking), until_(until) {}

void Ranks::add(const ObjectView& view, const Binding& binding, Instant now) {
  const std::optional<std::string> name = unit_name(policy_, binding, {ranking_.unit});
  std::optional<std::string> group = unit_name(policy_, binding, ranking_.per);
  if (!name || !group) return;
  Unit& unit = units_[*name];
  unit.group = std::move(*group);
  const ObjectState& object = view.object();
  const Instant made = now - object.created;
  if (object.noncurrent) {
    const auto [at, fresh] = unit.gone.emplace(object.key, made);
    if (!fresh) at->second = std::max(at->second, made);
    return;
  }
  unit.created = unit.has_current ? std::min(unit.created, made) : made;
  unit.has_current = true;
  // What may or may not count does not: fewer newer units never make a rank larger.
  unit.counted = unit.counted || (made < until_ && speaks(keep_, view).is_yes());
  if (ranking_.best) take_metric(unit, view);
}

void Ranks::take_metric(Unit& unit, const ObjectView& view) const {
  const ObjectView::Value& value = view.value(ranking_.by);
  unit.metric_unread = unit.metric_unread || value.state == ObjectView::State::unread;
  const std::optional<double> metric = value.state == ObjectView::State::value ? parse_number(value.text) : std::nullopt;
  if (!metric) return;
  const bool better = !unit.metric || (ranking_.highest ? *metric > *unit.metric : *metric < *unit.metric);
  if (better) unit.metric = metric;
}

Instant Ranks::created(const Unit& unit) {
  if (unit.has_current) return unit.created;
  Instant earliest = std::numeric_limits<Instant>::max();
  for (const auto& [key, made] : unit.gone) earliest = std::min(earliest, made);
  return earliest;
}

void Ranks::finish() {
  groups_.clear();
  for (const auto& [name, unit] : units_) {
    if (!unit.counted) continue;
    Group& group = groups_[unit.group];
    const Instant made = created(unit);
    group.created.push_back(made);
    if (unit.metric) group.metrics.push_back(*unit.metric);
    if (ranking_.period == Period::none) continue;
    const auto [at, fresh] = group.periods.emplace(period_of(made, ranking_.period), made);
    if (!fresh) at->second = std::max(at->second, made);
  }
  for (auto& [name, group] : groups_) {
    std::sort(group.created.begin(), group.created.end());
    std::sort(group.metrics.begin(), group.metrics.end());
  }
}

std::optional<std::uint32_t> Ranks::rank(const Binding& binding) const {
  const std::optional<std::string> name = unit_name(policy_, binding, {ranking_.unit});
  if (!name || !unit_name(policy_, binding, ranking_.per)) return std::nullopt;
  const auto found = units_.find(*name);
  if (found == units_.end()) return 1;  // nobody showed it: it could be the first
  const Unit& own = found->second;
  if (ranking_.best && (own.metric_unread || !own.metric)) return std::nullopt;
  const auto at = groups_.find(own.group);
  if (at == groups_.end()) return 1;
  const Group& group = at->second;
  // How many stand before it; it does not stand before itself.
  std::ptrdiff_t ahead = 0;
  if (ranking_.period != Period::none) {
    const Instant own_created = created(own);
    const auto later = group.periods.lower_bound(period_of(own_created, ranking_.period));
    const bool same = later != group.periods.end() && later->first == period_of(own_created, ranking_.period);
    if (same && later->second > own_created) return std::numeric_limits<std::uint32_t>::max();  // not the newest of its period
    ahead = std::distance(same ? std::next(later) : later, group.periods.end());
  } else if (!ranking_.best) {
    ahead = group.created.end() - std::upper_bound(group.created.begin(), group.created.end(), created(own));
  } else if (ranking_.highest) {
    ahead = group.metrics.end() - std::upper_bound(group.metrics.begin(), group.metrics.end(), *own.metric);
  } else {
    ahead = std::lower_bound(group.metrics.begin(), group.metrics.end(), *own.metric) - group.metrics.begin();
  }
  return 1 + static_cast<std::uint32_t>(ahead);
}

}  // namespace shelflife
