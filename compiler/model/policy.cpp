#include "compiler/model/policy.hpp"

#include <algorithm>
#include <array>

namespace shelflife {

namespace {

constexpr std::uint32_t cycle_months = 4800;  // the Gregorian calendar repeats after 400 years
constexpr std::uint64_t cycle_days = 146097;

// Beyond this many days (5.8 million years) a span is as good as endless. Two of them still add up in 32
// bits, and every cloud's day counts are signed 32 bit.
constexpr std::uint64_t most_days = 0x7fffffff;

constexpr bool is_leap(std::uint32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// starts[i]: days from the first month of a cycle to the start of its month i.
constexpr std::array<std::uint32_t, cycle_months + 1> month_starts() {
  constexpr std::uint32_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::array<std::uint32_t, cycle_months + 1> starts{};
  for (std::uint32_t i = 0; i < cycle_months; ++i)
    starts[i + 1] = starts[i] + lengths[i % 12] + (i % 12 == 1 && is_leap(i / 12) ? 1 : 0);
  return starts;
}
constexpr auto starts = month_starts();
static_assert(starts[cycle_months] == cycle_days);

// Days of `count` (less than a cycle) months that begin with month `first` of a cycle. A span from the middle
// of one month to the middle of another has the length of such a window too, also where the day is clamped
// (Jan 31 -> Feb 28).
constexpr std::uint32_t window(std::uint32_t first, std::uint32_t count) {
  const std::uint32_t last = first + count;
  if (last <= cycle_months) return starts[last] - starts[first];
  return starts[cycle_months] - starts[first] + starts[last - cycle_months];
}

std::uint32_t count_days(std::uint32_t count, Unit unit, bool longest) {
  std::uint64_t days = count;
  if (unit == Unit::weeks) days = std::uint64_t{count} * 7;
  if (unit == Unit::months || unit == Unit::years) {
    const std::uint64_t months = unit == Unit::years ? std::uint64_t{count} * 12 : count;
    const auto rest = static_cast<std::uint32_t>(months % cycle_months);
    // Whole years differ by their leap days only, and those are the same from any March to the January behind it.
    const std::uint32_t step = rest % 12 == 0 ? 12 : 1;
    std::uint32_t extreme = window(0, rest);
    for (std::uint32_t first = step; first < cycle_months; first += step)
      extreme = longest ? std::max(extreme, window(first, rest)) : std::min(extreme, window(first, rest));
    days = months / cycle_months * cycle_days + extreme;
  }
  return static_cast<std::uint32_t>(std::min(days, most_days));
}

// The same few spans are asked for again and again: each thread remembers the last of a kind.
struct Counted {
  std::uint32_t count = 0, days = 0;
  Unit unit = Unit::days;
  bool longest = false;
};
std::uint32_t days_of(std::uint32_t count, Unit unit, bool longest) {
  thread_local std::array<Counted, 32> counted;
  Counted& known = counted[(count * 8 + static_cast<std::uint32_t>(unit) * 2 + (longest ? 1 : 0)) % counted.size()];
  if (known.count != count || known.unit != unit || known.longest != longest) known = {count, count_days(count, unit, longest), unit, longest};
  return known.days;
}

void append(std::vector<Predicate>& children, const Predicate& p) {
  if (p.kind == PredicateKind::all) {
    children.insert(children.end(), p.children.begin(), p.children.end());
  } else {
    children.push_back(p);
  }
}

}  // namespace

std::uint32_t longest_days(std::uint32_t count, Unit unit) { return days_of(count, unit, true); }
std::uint32_t shortest_days(std::uint32_t count, Unit unit) { return days_of(count, unit, false); }

Predicate both(const Predicate& a, const Predicate& b) {
  if (a.kind == PredicateKind::always) return b;
  if (b.kind == PredicateKind::always) return a;
  Predicate result;
  result.kind = PredicateKind::all;
  // One flat conjunction: text has no way to say how `a and b and c` was nested.
  append(result.children, a);
  append(result.children, b);
  result.origin = a.origin;
  return result;
}

bool is_keep(StatementKind kind) {
  return kind == StatementKind::keep_forever || kind == StatementKind::keep_for ||
         kind == StatementKind::keep_ranked;
}

bool is_delete(StatementKind kind) {
  return kind == StatementKind::remove || kind == StatementKind::remove_noncurrent ||
         kind == StatementKind::quarantine;
}

bool is_move(StatementKind kind) { return kind == StatementKind::move || kind == StatementKind::move_noncurrent; }

bool speaks_of(const Rule& rule, StoreId store) { return rule.every_store || std::binary_search(rule.stores.begin(), rule.stores.end(), store); }
bool speaks_of(const Require& require, StoreId store) { return require.every_store || std::binary_search(require.stores.begin(), require.stores.end(), store); }

bool asks_registry(const Policy& policy, const Predicate& predicate) {
  if (predicate.kind == PredicateKind::flag && predicate.flag != Flag::noncurrent) return true;
  if (predicate.field != no_id && policy.fields[predicate.field].source == FieldSource::registry) return true;
  return std::any_of(predicate.children.begin(), predicate.children.end(), [&](const Predicate& child) { return asks_registry(policy, child); });
}

TierMap default_tiers(Provider provider) {
  switch (provider) {
    case Provider::s3:
      return {{"STANDARD", "STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"}};
    case Provider::azure:
      return {{"Hot", "Cool", "Cold", "Archive", "Archive"}};
    case Provider::gcs:
      return {{"STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "ARCHIVE"}};
  }
  return {};
}

}  // namespace shelflife
