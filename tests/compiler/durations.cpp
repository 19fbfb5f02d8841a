#include <doctest/doctest.h>

#include <cstdint>

#include "compiler/model/policy.hpp"

using namespace shelflife;

TEST_CASE("a month or year counts as the longest that it can be") {
  CHECK(longest_days(14, Unit::days) == 14);
  CHECK(longest_days(2, Unit::weeks) == 14);
  CHECK(longest_days(1, Unit::months) == 31);
  CHECK(longest_days(2, Unit::months) == 62);  // July and August
  CHECK(longest_days(3, Unit::months) == 92);
  CHECK(longest_days(6, Unit::months) == 184);
  CHECK(longest_days(12, Unit::months) == 366);
  CHECK(longest_days(1, Unit::years) == 366);
  CHECK(longest_days(4, Unit::years) == 1461);
  CHECK(longest_days(5, Unit::years) == 1827);  // from one leap day to after the next
  CHECK(longest_days(6, Unit::years) == 2192);
  CHECK(longest_days(8, Unit::years) == 2922);
  CHECK(longest_days(10, Unit::years) == 3653);
  CHECK(longest_days(100, Unit::years) == 36525);  // across 2000, which is a leap year
  CHECK(longest_days(101, Unit::years) == 101 * 365 + 26);
  CHECK(longest_days(200, Unit::years) == 200 * 365 + 49);  // one of any three centuries' ends is missing
  CHECK(longest_days(400, Unit::years) == 146097);
  CHECK(longest_days(404, Unit::years) == 146097 + 1461);
}

TEST_CASE("the shortest is the other end") {
  CHECK(shortest_days(1, Unit::months) == 28);
  CHECK(shortest_days(2, Unit::months) == 59);
  CHECK(shortest_days(3, Unit::months) == 89);  // February to April
  CHECK(shortest_days(1, Unit::years) == 365);
  CHECK(shortest_days(4, Unit::years) == 1460);  // around 1900
  CHECK(shortest_days(8, Unit::years) == 2921);
  CHECK(shortest_days(100, Unit::years) == 36524);
  CHECK(shortest_days(400, Unit::years) == 146097);
  CHECK(shortest_days(3, Unit::weeks) == 21);
}

TEST_CASE("twelve months are a year, and more is never less") {
  for (std::uint32_t years = 1; years < 60; ++years) {
    CHECK(longest_days(12 * years, Unit::months) == longest_days(years, Unit::years));
    CHECK(shortest_days(12 * years, Unit::months) == shortest_days(years, Unit::years));
    CHECK(longest_days(years + 1, Unit::years) > longest_days(years, Unit::years));
    CHECK(longest_days(years, Unit::years) > shortest_days(years, Unit::years));
  }
}

TEST_CASE("spans of millions of years saturate and still add up in 32 bits") {
  const std::uint32_t most = longest_days(999'999'999, Unit::years);
  CHECK(most == 0x7fffffffU);
  CHECK(most + most > most);
  CHECK(longest_days(999'999'999, Unit::weeks) == most);
  CHECK(shortest_days(999'999'999, Unit::months) == most);
  CHECK(longest_days(999'999'999, Unit::days) == 999'999'999);
}

TEST_CASE("both joins flat and in order") {
  const auto flag = [](Flag which) {
    Predicate p;
    p.kind = PredicateKind::flag;
    p.flag = which;
    return p;
  };
  const Predicate always;
  const Predicate a = flag(Flag::promoted), b = flag(Flag::orphan), c = flag(Flag::retired);
  CHECK(both(always, always) == always);
  CHECK(both(a, always) == a);
  CHECK(both(always, a) == a);
  const Predicate abc = both(both(a, b), c);
  CHECK(abc == both(a, both(b, c)));
  REQUIRE(abc.children.size() == 3);
  CHECK(abc.children[2] == c);
}

TEST_CASE("which statements keep and which delete") {
  CHECK(is_keep(StatementKind::keep_ranked));
  CHECK_FALSE(is_keep(StatementKind::lock));
  CHECK(is_delete(StatementKind::quarantine));
  CHECK(is_delete(StatementKind::remove_noncurrent));
  CHECK_FALSE(is_delete(StatementKind::abort_uploads));
}

TEST_CASE("every provider has a class for every tier") {
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs})
    for (const std::string& name : default_tiers(provider).classes) CHECK_FALSE(name.empty());
  CHECK(default_tiers(Provider::s3).classes[2] == "GLACIER_IR");
  CHECK(default_tiers(Provider::azure).classes[4] == "Archive");
  CHECK(default_tiers(Provider::gcs).classes[1] == "NEARLINE");
}
