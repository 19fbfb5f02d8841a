// `shelflife cost`: the policy decides what happens, the descriptions to how much; figures by hand as in bill_test.cpp.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cost/support.hpp"
#include "tests/json_schema.hpp"

using namespace shelflife::cost_test;

namespace {

std::string policy(const std::string& store, const std::string& rules) {
  return "layout \"ml/{stage}/{model}/\"\nlabel stage in dev, staging, production required\nstore s on s3 \"acme-ml\" { " + store + " }\n" + rules;
}
const std::string staging = "rule staging where stage == staging { move to cool after 30 days delete after 90 days }\nrule uploads { abort uploads after 7 days }\n";

nlohmann::json ask(const std::string& text, const std::string& words) {
  const Ran ran = run_cost(text, words + " --prices prices.json --at 2026-11-25 --format json");
  CAPTURE(ran.err);
  REQUIRE(ran.status == 0);
  return nlohmann::json::parse(ran.out);
}
std::string refused(const std::string& words) {
  const Ran ran = run_cost(policy("", staging), words);
  CHECK(ran.status == 2);
  CHECK(ran.out.empty());
  return ran.err;
}

}  // namespace

TEST_CASE("the policy's dates are the bill's") {
  auto json = ask(policy("", staging), "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=0d'");
  // Hot for 30 days, 2592000 of 2628000 s: $0.986301. Cool until day 90, 7776000 s: 36000 s of month 1 $0.001370, month 2 $0.1,
  // 2520000 s of month 3 $0.095890. 1000 moves $0.1. Cool for 60 days, so no early deletion.
  CHECK(json["stores"][0]["after"]["items"]["storage"] == 986301 + 1370 + 100000 + 95890);
  CHECK(json["stores"][0]["after"]["items"]["moves"] == 100000);
  CHECK(json["stores"][0]["after"]["items"]["early_deletion"] == 0);
  CHECK(json["after"] == 1283561);
  CHECK(json["before"] == 12000000);
  CHECK(json["complete"] == true);

  // Recoverable for 7 days: to day 97, 8380800 s: 108000 s of month 3 $0.004110, 496800 s of month 4 $0.018904
  json = ask(policy("versioning on recoverable for 7 days", staging), "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=0d'");
  CHECK(json["stores"][0]["after"]["items"]["noncurrent_or_soft_deleted"] == 4110 + 18904);
  CHECK(json["after"] == 1283561 + 23014);
}

TEST_CASE("what no rule speaks of, or a hold keeps, costs the same after") {
  auto json = ask(policy("", staging), "policy.shelf --describe 'stage=production size=100GB objects=1000 age=0d..365d'");
  CHECK(json["before"] == 12000000);
  CHECK(json["after"] == 12000000);
  json = ask(policy("", staging + "hold \"audit\" by \"legal\" where stage == staging\n"), "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=100d'");
  // Moved at once (month 1 costs $0.1 and $0.1 for the requests), not deleted.
  CHECK(json["after"] == 12 * 100000 + 100000);
}

TEST_CASE("facts that nobody told are taken as what costs most, and the answer says so") {
  const std::string text = policy("", staging + "rule served { keep forever where referenced }\n");
  auto json = ask(text, "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=100d'");
  CHECK(json["after"] == 12 * 100000 + 100000);
  CHECK(has(json["assumptions"].dump(), "staging: what is not said is taken as what costs most: referenced"));
  // What is written in the last days costs the same in either case; it is taken as kept all the same.
  json = ask(policy("", "rule d where stage == dev { delete after 3 days }\nrule served { keep forever where referenced }\n"), "policy.shelf --describe 'stage=dev inflow=365GB/month average=1GB'");
  CHECK(json["stores"][0]["after"]["classes"][0]["bytes_at_end"] == 365 * 12 * std::uint64_t{1000000000});
  CHECK(json["assumptions"].dump().find("costs most: referenced\"") != std::string::npos);
  CHECK_FALSE(has(json["assumptions"].dump(), "costs most: not referenced"));
  json = ask(text, "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=100d referenced=no'");
  CHECK(json["after"] == 0);  // deleted at once
  CHECK_FALSE(has(json["assumptions"].dump(), "costs most"));
}

TEST_CASE("ages are spread evenly, and an inflow comes evenly") {
  auto json = ask(policy("", "rule d where stage == dev { delete after 90 days }\n"), "policy.shelf --describe 'stage=dev size=100GB objects=1000 age=0d..50d'");
  // Fifty slices of a day: 0.5, 1.5 ... 49.5 days old. They are due in 89.5 ... 40.5 days, and S3 acts at the midnight after: in 65.5
  // days on average, 5659200 s. 100 GB x $0.01 x 5659200 / 2628000 = $2.153425
  CHECK(std::abs(json["after"].get<long>() - 2153425) <= 6);  // rounded by month
  // 100 GB a month for a year, each day's worth there for what remains from its middle: half a year of 1200 GB = $72.
  json = ask(policy("", staging), "policy.shelf --describe 'stage=production inflow=100GB/month average=100MB'");
  CHECK(std::abs(json["stores"][0]["before"]["items"]["storage"].get<long>() - 72000000) <= 12);
  CHECK(json["stores"][0]["before"]["items"]["writes"] == 60000);  // 12000 x $0.005 / 1000
  CHECK(json["before"] == json["after"]);
}

TEST_CASE("size without ages is as old as the inflow made it") {
  const auto json = ask(policy("", staging), "policy.shelf --describe 'stage=staging size=300GB inflow=100GB/month average=100MB'");
  CHECK(has(json["assumptions"].dump(), "ages are spread evenly from 0 to 91.2 days, as the inflow made them"));
}

TEST_CASE("questions without a policy") {
  // 2 TB just written; 60% cheaper from month 2 on (30.41667 days are 2628000 s): $20 + 11 x $8
  auto json = ask("", "--assume 'group=staging size=2TB objects=1000 age=0s then=cheaper:60% after=2628000s'");
  CHECK(json["after"] == 20000000 + 11 * 8000000);
  CHECK(json["before"] == 240000000);
  // 40% of 1 TB gone at once: $6 a month remain of $10
  json = ask("", "--assume 'size=1TB objects=1000 age=30d share=40% then=delete after=30d'");
  CHECK(json["after"] == 12 * 6000000);
  // Moved at once: $1 a month of $10, and 1000 x $0.1 / 1000
  json = ask("", "--assume 'size=1TB objects=1000 age=30d then=cool after=30d'");
  CHECK(json["after"] == 12 * 1000000 + 100000);
  CHECK(json["stores"][0]["moves"][0]["pays_from_bytes"] == 925926);
}

TEST_CASE("what is missing is named, and the total says that it is incomplete") {
  const std::string cold = "rule staging where stage == staging { move to deep_archive after 30 days }\nrule uploads { abort uploads after 7 days }\n";
  auto json = ask(policy("", cold), "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=30d'");
  CHECK(json["complete"] == false);
  CHECK(json["missing"][0] == "`prices` has no class `DEEP_ARCHIVE`");
  const Ran text = run_cost(policy("", cold), "policy.shelf --describe 'stage=staging size=100GB age=30d' --prices prices.json");
  CHECK(text.status == 0);
  CHECK(has(text.out.substr(0, text.out.find('\n')), "; incomplete"));
  CHECK(has(text.out, "has no class `DEEP_ARCHIVE`"));
  CHECK(has(text.out, "how many objects there are is not said"));
}

TEST_CASE("a description that is wrong is refused at its place") {
  CHECK(has(refused("policy.shelf --describe 'stage=staging size=2T age=0d'"), "--describe:1:20: error SL0803: `2T` is no size"));
  CHECK(has(refused("policy.shelf --describe 'stage=stagin size=2TB age=0d'"), "--describe:1:7: error SL0803: `stagin` is no value of `stage`"));
  CHECK(has(refused("policy.shelf --describe 'size=2TB age=0d'"), "`stage` is not said, and the key has it"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB'"), "how old the objects are is not said"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev age=0d'"), "no amount is said"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=9d..3d'"), "--describe:1:24: error SL0803"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=0d colour=red'"), "--describe:1:27: error SL0802: an object has no attribute `colour`"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=0d size=1TB'"), "`size` stands here twice"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=0d created=3d'"), "ages are said as a span"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=0d' --describe 'stage=dev size=0 age=0d'"), "--describe 2:1:16: error SL0803"));
  CHECK(has(refused("policy.shelf --describe 'stage=dev size=2TB age=0d objects=3 average=5MB'"), "both say how many there are"));
  CHECK(has(refused("--assume 'size=2TB age=0d then=explode after=3d'"), "--assume:1:22: error SL0803: `explode` is no action"));
  CHECK(has(refused("--assume 'size=2TB age=0d then=delete'"), "`then` and `after` belong together"));
  CHECK(has(refused("--assume 'size=2TB age=0d share=140%'"), "`140%` is no share"));
  CHECK(has(refused("--assume 'size=2TB age=0d stage=dev'"), "an assumption has no attribute `stage`"));
  CHECK(has(refused("--assume '2 TB staging'"), "--assume:1:1: error SL0801"));
}

TEST_CASE("misuse") {
  CHECK(has(refused(""), "no policy is named"));
  CHECK(has(refused("policy.shelf"), "what is stored is not said"));
  CHECK(has(refused("policy.shelf --assume 'size=2TB age=0d'"), "a policy is named beside it"));
  CHECK(has(refused("--list-prices --prices nowhere.json"), "cannot read `nowhere.json`"));
  CHECK(has(refused("--list-prices --prices policy.shelf"), "`policy.shelf` is no table of prices: it is no JSON"));
}

TEST_CASE("the tables are listed with their sources") {
  const Ran ran = run_cost("", "--list-prices");
  CHECK(ran.status == 0);
  CHECK(has(ran.out, "s3-us-east-1-2026-10-05  s3 us-east-1, 2026-10-05, USD a GB (2^30 bytes) and month:\n  STANDARD 0.023\n"));
  CHECK(has(ran.out, "  DEEP_ARCHIVE 0.00099\n  source: https://"));
}

TEST_CASE("the schemas fit what is printed, and the tables") {
  const auto cost = nlohmann::json::parse(read_text(SHELFLIFE_SOURCE_DIR "/docs/schema/cost-1.schema.json"));
  const auto answer = ask(policy("versioning on", staging), "policy.shelf --describe 'stage=staging size=100GB objects=1000 age=0d..90d' --describe 'stage=dev size=1GB age=3d'");
  CHECK(shelflife::test::fault_by(cost, answer, cost) == "");
  CHECK(shelflife::test::fault_by(cost, ask("", "--assume 'size=1TB age=30d then=cold after=30d'"), cost) == "");
  const auto prices = nlohmann::json::parse(read_text(SHELFLIFE_SOURCE_DIR "/docs/schema/prices-1.schema.json"));
  for (const char* name : {"s3-us-east-1-2026-10-05", "azure-eastus2-2026-10-01", "gcs-us-central1-2026-10-01"}) {
    CAPTURE(name);
    const auto table = nlohmann::json::parse(read_text(SHELFLIFE_SOURCE_DIR "/prices/" + std::string(name) + ".json"));
    CHECK(shelflife::test::fault_by(prices, table, prices) == "");
  }
}

// The whole answer. SHELFLIFE_UPDATE=1 rewrites it; read it then.
TEST_CASE("golden answers") {
  struct Golden { const char* file; std::string policy, words; };
  for (const Golden& one : {Golden{"policy.txt", policy("versioning on region \"eu-west-1\"", staging), "policy.shelf --at 2026-11-25 --describe 'stage=staging size=2TB objects=4000000 age=0d..120d read=5%' --describe 'stage=dev inflow=500GB/month'"},
                            Golden{"assume.txt", "", "--assume 'group=\"staging, all\" size=2TB average=50MiB inflow=500GB/month then=cheaper:60% after=60d' --assume 'group=dev provider=gcs size=5TB average=20MiB age=0d..90d share=40% then=delete after=30d'"}}) {
    CAPTURE(one.file);
    const Ran ran = run_cost(one.policy, one.words);
    CAPTURE(ran.err);
    REQUIRE(ran.status == 0);
    const std::string path = SHELFLIFE_SOURCE_DIR "/tests/cost/golden/" + std::string(one.file);
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << ran.out;
    CHECK(read_text(path) == ran.out);
  }
}
