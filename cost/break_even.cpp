// From which size on a move pays. All for one object of x bytes: what it costs to leave it where it is, against the move, the
// colder class for at least its minimum duration, its floor and its overhead.
#include <algorithm>

#include "cost/bill.hpp"
#include "cost/wide.hpp"

namespace shelflife::cost {

namespace {

struct Sides {
  const ClassPrices& from;
  const ClassPrices& to;
  Nano from_price, to_price, hot_price, move;
  Seconds stays, billed;  // in the colder class, and how long that is billed
  std::uint64_t gb;

  // Is leaving x bytes where they are dearer? In nano dollars times seconds and bytes of a GB-month.
  bool pays(std::uint64_t x) const {
    const auto size = [](const ClassPrices& c, std::uint64_t bytes) { return static_cast<Wide>(std::max(bytes, c.least_billed) + c.overhead); };
    const Wide warm = (size(from, x) * from_price + static_cast<Wide>(from.overhead_hot) * hot_price) * stays;
    const Wide cold = (size(to, x) * to_price + static_cast<Wide>(to.overhead_hot) * hot_price) * billed;
    return warm > cold + static_cast<Wide>(move) * gb * month_seconds / 1000;
  }
};

std::optional<std::uint64_t> least_that_pays(const Sides& sides) {
  std::uint64_t no = 0, yes = std::uint64_t{1} << 42;  // what pays for 4 TiB or never
  if (!sides.pays(yes)) return std::nullopt;
  while (yes - no > 1) {  // once it pays, it does for all that is larger
    const std::uint64_t middle = no + (yes - no) / 2;
    (sides.pays(middle) ? yes : no) = middle;
  }
  return yes;
}

}  // namespace

std::vector<BreakEven> break_evens(const Tariff& tariff, const std::vector<Cohort>& cohorts) {
  std::vector<BreakEven> out;
  const PriceTable& table = *tariff.table;
  const ClassPrices* const hot = table.find(tariff.tiers.classes[0]);
  for (const Cohort& cohort : cohorts) {
    std::string from = tariff.tiers.classes[static_cast<std::size_t>(cohort.tier)];
    for (std::size_t i = 0; i < cohort.steps.size(); ++i) {
      const Step& step = cohort.steps[i];
      if (step.kind != StepKind::moved) continue;
      const std::string to = tariff.tiers.classes[static_cast<std::size_t>(step.tier)];
      if (to == from) continue;
      BreakEven one{from, to, step.statement, year_seconds, {}, true};
      for (std::size_t j = cohort.steps.size(); j-- > i + 1;)
        if (cohort.steps[j].kind == StepKind::gone || cohort.steps[j].kind == StepKind::moved) one.stays = std::min(year_seconds, cohort.steps[j].at - step.at);
      from = to;
      if (std::any_of(out.begin(), out.end(), [&](const BreakEven& b) { return b.statement == one.statement && b.from == one.from && b.to == one.to; })) continue;
      const ClassPrices* const a = table.find(one.from);
      const ClassPrices* const b = table.find(one.to);
      one.known = a != nullptr && b != nullptr && hot != nullptr && a->at(Price::storage) && b->at(Price::storage) && b->at(Price::move_in) && hot->at(Price::storage);
      if (one.known) {
        const Seconds counted = table.minimum_from_creation ? step.at - cohort.written : 0;
        const Seconds billed = std::max(one.stays, days(b->minimum_days) - counted);
        one.bytes = least_that_pays({*a, *b, *a->at(Price::storage), *b->at(Price::storage), *hot->at(Price::storage), *b->at(Price::move_in), one.stays, billed, table.gb_bytes});
      }
      out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace shelflife::cost
