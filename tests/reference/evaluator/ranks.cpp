#include "tests/reference/evaluator/ranks.hpp"

#include <algorithm>
#include <set>

namespace shelflife::reference {
namespace {

// The UTC day, week, month or year that a time falls in, as a number that grows with time.
Time period_of(Time time, Period period) {
  const Time days = time / day;
  switch (period) {
    case Period::none: return 0;
    case Period::daily: return days;
    case Period::weekly: return (days + 3) / 7;  // 1970-01-01 was a Thursday; weeks begin on Monday
    case Period::monthly:
    case Period::yearly: break;
  }
  int year = 1970, month = 1;
  const auto first_of = [](int y, int m) {
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-01", y, m);
    return *date_of(text);
  };
  while (first_of(year + 1, 1) <= time) ++year;
  if (period == Period::yearly) return year;
  while (month < 12 && first_of(year, month + 1) <= time) ++month;
  return year * 12 + month;
}

bool listed(const Field& field, const std::string& text) {
  return field.values.empty() || std::find(field.values.begin(), field.values.end(), text) != field.values.end();
}

}  // namespace

std::optional<Identity> identity(const World& world, const Seen& seen, FieldId field) {
  return identity(world, seen, std::vector<FieldId>{field});
}

std::optional<Identity> identity(const World& world, const Seen& seen, const std::vector<FieldId>& fields) {
  if (!seen.path.managed) return std::nullopt;
  std::set<FieldId> wanted(fields.begin(), fields.end());
  for (FieldId field : fields) {
    const auto found = seen.path.bound.find(field);
    if (found == seen.path.bound.end() || !listed(world.policy->fields[field], found->second)) return std::nullopt;
  }
  Identity result;
  for (const Segment& segment : seen.path.layout->segments) {
    if (wanted.empty()) break;
    if (segment.literal()) continue;
    const auto found = seen.path.bound.find(segment.field);
    result.emplace_back(segment.field, found == seen.path.bound.end() ? "" : found->second);
    wanted.erase(segment.field);
  }
  return result;
}

Ranks::Ranks(const World& world, const std::vector<Seen>& all, const Ranking& ranking, std::vector<bool> counts)
    : world_(world), ranking_(ranking) {
  std::map<Identity, std::map<std::string, Time>> gone;  // units without a current object: newest of each key
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Seen& seen = all[i];
    const std::optional<Identity> unit = identity(world, seen, ranking.unit);
    const std::optional<Identity> group = identity(world, seen, ranking.per);
    if (!unit || !group) continue;
    UnitFacts& facts = units_[*unit];
    facts.group = *group;
    if (!seen.object->current) {
      Time& newest = gone[*unit][seen.object->key];
      newest = std::max(newest, seen.object->created);
      continue;
    }
    facts.created = facts.has_current ? std::min(facts.created, seen.object->created) : seen.object->created;
    facts.has_current = true;
    facts.counted = facts.counted || (counts[i] && seen.object->created < world.listing_began);
    if (!ranking.best) continue;
    const std::optional<std::string>& first = seen.views[0].fields[ranking.by];
    for (const View& view : seen.views) facts.metric_unread = facts.metric_unread || view.fields[ranking.by] != first;
    const std::optional<double> metric = first ? number_of(*first) : std::nullopt;
    if (!metric || facts.metric_unread) continue;
    const bool better = !facts.metric || (ranking.highest ? *metric > *facts.metric : *metric < *facts.metric);
    if (better) facts.metric = metric;
  }
  // A unit with nothing current is as old as it was when its last revisions were current.
  for (auto& [unit, facts] : units_) {
    if (facts.has_current) continue;
    bool first = true;
    for (const auto& [key, created] : gone[unit]) {
      facts.created = first ? created : std::min(facts.created, created);
      first = false;
    }
  }
}

bool Ranks::newer_or_better(const UnitFacts& a, const UnitFacts& b) const {
  if (!ranking_.best) return a.created > b.created;
  if (!a.metric) return false;
  return ranking_.highest ? *a.metric > *b.metric : *a.metric < *b.metric;
}

bool Ranks::holds(const Seen& seen) const {
  const std::optional<Identity> unit = identity(world_, seen, ranking_.unit);
  if (!unit || !identity(world_, seen, ranking_.per)) return true;  // no rank
  const UnitFacts& own = units_.at(*unit);
  if (ranking_.best && (own.metric_unread || !own.metric)) return true;  // no metric, or it may be the best
  std::uint32_t rank = 1;
  std::set<Time> later_periods;
  const Time period = period_of(own.created, ranking_.period);
  for (const auto& [other, facts] : units_) {
    if (other == *unit || facts.group != own.group || !facts.counted) continue;
    if (ranking_.period == Period::none) {
      if (newer_or_better(facts, own)) ++rank;
      continue;
    }
    const Time theirs = period_of(facts.created, ranking_.period);
    if (theirs == period && facts.created > own.created) return false;  // not the newest of its period
    if (theirs > period) later_periods.insert(theirs);
  }
  if (ranking_.period != Period::none) rank = 1 + static_cast<std::uint32_t>(later_periods.size());
  return rank <= ranking_.count;
}

}  // namespace shelflife::reference
