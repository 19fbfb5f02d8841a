// The tables of prices/: readable, sourced, and the same to the linter as to `cost`.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "compiler/prices/prices.hpp"
#include "tests/cost/support.hpp"

using namespace shelflife;
using namespace shelflife::cost;
namespace fs = std::filesystem;

namespace {

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = cost_test::round_prices();
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}
std::string problem(const std::string& from, const std::string& to) {
  const ReadPrices read = read_prices("t", replaced(from, to));
  CHECK_FALSE(read.table);
  return read.problem;
}

}  // namespace

TEST_CASE("a price is a decimal text") {
  CHECK(parse_price("0.0125") == 12500000);
  CHECK(parse_price("0.000000001") == 1);
  CHECK(parse_price("0") == 0);
  CHECK(parse_price("10") == 10000000000);
  for (const char* wrong : {"", ".", "1.", ".5", "-1", "1e3", "0.0000000001", "10.000000001", "11", "0,5", "0.5 ", "1.2.3", "99999999999999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_price(wrong));
  }
}

TEST_CASE("every file of prices/ is part of the program and can be read") {
  std::set<std::string> files, texts;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "prices")) files.insert(entry.path().stem().string());
  std::set<Provider> providers;
  for (const PriceText& one : price_texts()) {
    CAPTURE(one.name);
    texts.emplace(one.name);
    CHECK(one.text == cost_test::read_text(SHELFLIFE_SOURCE_DIR "/prices/" + std::string(one.name) + ".json"));
    const ReadPrices read = read_prices(one.name, one.text);
    REQUIRE_MESSAGE(read.table, read.problem);
    CHECK(one.name.ends_with(read.table->date));
    CHECK(one.name.find(read.table->region) != std::string_view::npos);
    providers.insert(read.table->provider);
    for (const ClassPrices& prices : read.table->classes) {
      for (std::size_t i = 0; i < price_kinds; ++i) CHECK(prices.prices[i]);
      for (const std::string& name : prices.approximate) {
        CAPTURE(name);
        bool known = false;
        for (std::size_t i = 0; i < price_kinds; ++i) known = known || name == to_text(static_cast<Price>(i));
        CHECK(known);
      }
    }
    // A policy's own classes have a price.
    const TierMap tiers = default_tiers(read.table->provider);
    for (const std::string& name : tiers.classes)
      if (!name.empty()) CHECK(read.table->find(name) != nullptr);
  }
  CHECK(files == texts);
  CHECK(providers.size() == 3);
}

TEST_CASE("the linter reads the same figures") {
  std::size_t at = 0;
  for (const PriceText& one : price_texts()) {
    const ReadPrices read = read_prices(one.name, one.text);
    REQUIRE(read.table);
    CHECK(minimum_counts_from_creation(read.table->provider) == read.table->minimum_from_creation);
    for (const ClassPrices& prices : read.table->classes) {
      REQUIRE(at < class_prices().size());
      const ClassPrice& row = class_prices()[at++];
      CAPTURE(row.name);
      CHECK(row.provider == read.table->provider);
      CHECK(row.name == prices.name);
      CHECK(row.minimum_days == prices.minimum_days);
      CHECK(row.least_billed == prices.least_billed);
      CHECK(static_cast<Nano>(row.month_a_gb * 1e9 + 0.5) == *prices.at(Price::storage));
      CHECK(static_cast<Nano>(row.move_1000 * 1e9 + 0.5) == *prices.at(Price::move_in));
    }
  }
  CHECK(at == class_prices().size());
}

TEST_CASE("a table that is wrong is refused at its place") {
  CHECK(read_prices("t", "{").problem == "it is no JSON");
  CHECK(read_prices("t", "[]").problem == "it is no object");
  CHECK(problem("shelflife-prices-1", "shelflife-prices-2") == "/format: it is not `shelflife-prices-1`");
  CHECK(problem("\"s3\"", "\"s4\"") == "/provider: it is not s3, azure or gcs");
  CHECK(problem("USD", "EUR") == "/currency: it is not USD");
  CHECK(problem("1000000000", "1000") == "/gb_bytes: a GB is 1000000000 or 1073741824 bytes");
  CHECK(problem("\"move\"", "\"start\"") == "/minimum_from: it is not `move` or `creation`");
  CHECK(problem("[\"made up\"]", "[]") == "/sources: no source is named");
  CHECK(problem("\"0.001\"", "0.001").starts_with("/classes/1/storage_gb_month: it is no price"));
  CHECK(problem("\"move_in_1000\"", "\"move_1000\"") == "/classes/0: `move_1000` is no member of a class");
  CHECK(problem("\"STANDARD_IA\"", "\"STANDARD\"") == "/classes/1/name: `STANDARD` stands here twice");
  CHECK(problem("\"minimum_days\": 30", "\"minimum_days\": -1") == "/classes/1/minimum_days: it is no whole number below 2^32");
}
