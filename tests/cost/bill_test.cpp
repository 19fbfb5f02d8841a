// Every figure is worked out by hand in the comment beside it. A month has 2628000 seconds, a GB here is 10^9 bytes.
#include <doctest/doctest.h>

#include "tests/cost/support.hpp"

using namespace shelflife;
using namespace shelflife::cost;

namespace {

constexpr std::uint64_t gb = 1000000000;

Tariff tariff(const PriceTable& table) {
  Tariff out{&table, default_tiers(Provider::s3)};
  return out;
}
// 100 GB in 1000 objects, there from the start, just written.
Cohort hundred(std::vector<Step> steps = {}) {
  Cohort out;
  out.bytes = 100 * gb;
  out.objects = 1000;
  out.steps = std::move(steps);
  return out;
}
Step moved(Seconds at, Tier tier) { return {at, StepKind::moved, tier, 0, StatementRef{0, 0}}; }
Step step(Seconds at, StepKind kind) { return {at, kind, Tier::hot, 0, {}}; }

}  // namespace

TEST_CASE("bytes that stay cost their class's price each month") {
  const PriceTable table = cost_test::round_table();
  const Bill out = bill(tariff(table), {hundred()}, 0, true);
  CHECK(out.month(0) == 1000000);  // 100 GB x $0.01
  CHECK(out.month(11) == 1000000);
  CHECK(out.total() == 12000000);
  REQUIRE(out.lanes.size() == 1);
  CHECK(out.lanes[0].bytes_start == 100 * gb);
  CHECK(out.lanes[0].bytes_end == 100 * gb);
  CHECK(out.lanes[0].month_end == 1000000);
  CHECK(out.missing.empty());
}

TEST_CASE("a move costs a request an object, and then the colder price") {
  const PriceTable table = cost_test::round_table();
  const Bill out = bill(tariff(table), {hundred({moved(month_seconds, Tier::cool)})}, 0, true);
  CHECK(out.month(0) == 1000000);            // 100 GB x $0.01
  CHECK(out.month(1) == 100000 + 100000);    // 100 GB x $0.001; 1000 objects x $0.1 / 1000
  CHECK(out.month(2) == 100000);
  CHECK(out.item(Item::moves) == 100000);
  CHECK(out.item(Item::early) == 0);
  CHECK(out.total() == 1000000 + 11 * 100000 + 100000);
  const Bill before = bill(tariff(table), {hundred({moved(month_seconds, Tier::cool)})}, 0, false);
  CHECK(before.total() == 12000000);
}

TEST_CASE("what goes before its minimum duration is billed for the rest of it") {
  PriceTable table = cost_test::round_table();
  const std::vector<Cohort> one = {hundred({moved(month_seconds, Tier::cool), step(month_seconds * 3 / 2, StepKind::gone)})};
  const Bill out = bill(tariff(table), one, 0, true);
  CHECK(out.item(Item::storage) == 1000000 + 50000);  // a month at $1, half a month at $0.1
  // 30 days are 2592000 s, it was there for 1314000 s: 1278000 s are left. 100 GB x $0.001 x 1278000 / 2628000 = $0.04863
  CHECK(out.item(Item::early) == 48630);
  CHECK(out.lanes[0].bytes_end == 0);

  // From its writing on, 45.6 days have passed when it goes.
  table.minimum_from_creation = true;
  CHECK(bill(tariff(table), one, 0, true).item(Item::early) == 0);

  // From STANDARD_IA to GLACIER after half a month: the same rest, unless the provider lets moves go.
  table.minimum_from_creation = false;
  const std::vector<Cohort> two = {hundred({moved(month_seconds, Tier::cool), moved(month_seconds * 3 / 2, Tier::archive)})};
  CHECK(bill(tariff(table), two, 0, true).item(Item::early) == 48630);
  table.move_ends_minimum = false;
  CHECK(bill(tariff(table), two, 0, true).item(Item::early) == 0);
}

TEST_CASE("small objects are billed above their size") {
  const PriceTable table = cost_test::round_table();
  Cohort small = hundred();  // a million objects of 1000 bytes: 1 GB
  small.bytes = gb;
  small.objects = 1000000;
  small.tier = Tier::cool;
  Bill out = bill(tariff(table), {small}, 0, true);
  CHECK(out.item(Item::storage) == 12 * 1000);  // 1 GB x $0.001
  CHECK(out.item(Item::small) == 12 * 130072);  // 131.072 GB are billed: 130.072 GB x $0.001
  CHECK(out.lanes[0].month_start == 131072);
  small.tier = Tier::archive;
  out = bill(tariff(table), {small}, 0, true);
  CHECK(out.item(Item::small) == 12 * (32768 + 81920));      // 32.768 GB x $0.001, 8.192 GB x $0.01
  CHECK(out.item(Item::monitoring) == 12 * Micro{500000000});  // a million objects x $0.5 / 1000 = $500
}

TEST_CASE("deleted bytes that can be brought back are told apart, and billed") {
  const PriceTable table = cost_test::round_table();
  const Bill out = bill(tariff(table), {hundred({step(month_seconds, StepKind::old), step(2 * month_seconds, StepKind::gone)})}, 0, true);
  CHECK(out.item(Item::storage) == 1000000);
  CHECK(out.item(Item::old) == 1000000);
  CHECK(out.total() == 2000000);
  const Bill kept = bill(tariff(table), {hundred({step(month_seconds, StepKind::old)})}, 0, true);
  CHECK(kept.lanes[0].old_end == 100 * gb);
  CHECK(kept.item(Item::old) == 11000000);
}

TEST_CASE("what flows in is written once, and costs from then on") {
  const PriceTable table = cost_test::round_table();
  Cohort coming = hundred();
  coming.flows_in = true;
  coming.written = 6 * month_seconds;
  const Bill out = bill(tariff(table), {coming}, 0, true);
  CHECK(out.month(5) == 0);
  CHECK(out.month(6) == 1000000 + 5000);  // and 1000 writes x $0.005 / 1000
  CHECK(out.total() == 6000000 + 5000);
  CHECK(out.lanes[0].bytes_start == 0);
  CHECK(out.lanes[0].bytes_end == 100 * gb);
}

TEST_CASE("reads cost requests and retrieval where the bytes lie") {
  const PriceTable table = cost_test::round_table();
  Cohort cold = hundred();
  cold.tier = Tier::cool;
  // 10 GB x $0.02 and 100 reads x $0.001 / 1000, each month
  CHECK(bill(tariff(table), {cold}, 10, true).item(Item::reads) == 12 * (200000 + 100));
  CHECK(bill(tariff(table), {cold}, 0, true).item(Item::reads) == 0);
}

TEST_CASE("a share that is cheaper costs the rest of the price") {
  const PriceTable table = cost_test::round_table();
  Cohort cohort = hundred({{month_seconds, StepKind::cheaper, Tier::hot, 60, {}}});
  const Bill out = bill(tariff(table), {cohort}, 0, true);
  CHECK(out.month(0) == 1000000);
  CHECK(out.month(1) == 400000);
}

TEST_CASE("a price that the table does not know is named, and nothing is made up for it") {
  const PriceTable table = cost_test::round_table();
  Bill out = bill(tariff(table), {hundred({moved(month_seconds, Tier::cold)})}, 0, true);
  CHECK(out.missing == std::set<std::string>{"`round` has no `move_in_1000` of `GLACIER_IR`"});
  CHECK(out.item(Item::moves) == 0);
  out = bill(tariff(table), {hundred({moved(month_seconds, Tier::deep_archive)})}, 0, true);
  CHECK(out.missing == std::set<std::string>{"`round` has no class `DEEP_ARCHIVE`"});
  CHECK(out.total() == 1000000);
  // Not asked for, not missed.
  CHECK(bill(tariff(table), {hundred({moved(month_seconds, Tier::deep_archive)})}, 0, false).missing.empty());
}

TEST_CASE("the largest amounts do not overflow") {
  const PriceTable table = cost_test::round_table();
  Cohort huge = hundred();
  huge.bytes = gb * gb;  // 1 EB
  huge.objects = 1000000000000;
  CHECK(bill(tariff(table), {huge}, 100, true).item(Item::storage) == Micro{12} * 10000000 * 1000000);  // 10^9 GB x $0.01
}

TEST_CASE("a move pays from a size on") {
  const PriceTable table = cost_test::round_table();
  const auto size = [&](std::vector<Step> steps) {
    const std::vector<BreakEven> all = break_evens(tariff(table), {hundred(std::move(steps))});
    REQUIRE(all.size() == 1);
    return all[0];
  };
  // $0.0001 an object; a GB saves $0.009 a month, $0.108 a year: 0.0001 / 0.108 GB = 925925.93 bytes
  BreakEven one = size({moved(days(30), Tier::cool)});
  CHECK(one.bytes == 925926);
  CHECK(one.stays == year_seconds);
  // 40 KiB on top cost (32768 x 0.001 + 8192 x 0.01) / 10^9 = $1.14688e-7 a month: 0.000101376256 / 0.108 GB = 938669.04
  CHECK(size({moved(days(30), Tier::archive)}).bytes == 938670);
  // Gone after 10 days, billed for 30: 0.01 x 10 - 0.001 x 30 = 0.07 a GB and day of a month; 0.0001 x 30.41667 / 0.07 GB
  one = size({moved(days(30), Tier::cool), step(days(40), StepKind::gone)});
  CHECK(one.bytes == 43452381);
  CHECK(one.stays == days(10));
  // After a day: 0.01 x 1 is less than 0.001 x 30.
  one = size({moved(days(30), Tier::cool), step(days(31), StepKind::gone)});
  CHECK_FALSE(one.bytes);
  CHECK(one.known);
  CHECK_FALSE(size({moved(days(30), Tier::cold)}).known);  // no price of the move
}
