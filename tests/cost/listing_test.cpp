// `shelflife cost --inventory`: the run decides what happens and when, and the bill is that of each object alone.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "compiler/resolve/resolve.hpp"
#include "cost/listing_groups.hpp"
#include "inventory/row_state.hpp"
#include "tests/compiler/support.hpp"
#include "tests/cost/support.hpp"
#include "tests/json_schema.hpp"

using namespace shelflife;
using namespace shelflife::cost_test;
using shelflife::test::fault_by;

namespace {

using Json = nlohmann::json;

std::string policy(const std::string& store, const std::string& rules) {
  return "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, staging, production\nstore s on s3 \"acme-ml\" { " + store + " }\n" + rules;
}
const std::string staging = "rule staging where stage == staging { move to cool after 30 days delete after 90 days }\n";

Json ask(const std::string& text, const std::string& listing, const std::string& words = "") {
  const Ran ran = run_cost(text, "policy.shelf --inventory listing.jsonl --prices prices.json --at 2026-11-25 --format json " + words, listing);
  CAPTURE(ran.err);
  REQUIRE(ran.status == 0);
  return Json::parse(ran.out);
}
std::string object(const std::string& key, const std::string& created, std::uint64_t size, const std::string& more = "") {
  return "{\"key\": \"" + key + "\", \"created\": \"" + created + "T00:00:00Z\", \"size\": " + std::to_string(size) + more + "}\n";
}
constexpr std::uint64_t gb = 1000000000;

}  // namespace

TEST_CASE("an object costs what the same description costs") {
  // As in command_test.cpp: hot for 30 days, cool until day 90; one object of 100 GB.
  auto json = ask(policy("", staging), object("ml/staging/m/v/x", "2026-11-25", 100 * gb));
  CHECK(json["stores"][0]["after"]["items"]["storage"] == 986301 + 1370 + 100000 + 95890);
  CHECK(json["stores"][0]["after"]["items"]["moves"] == 100);
  CHECK(json["before"] == 12000000);
  CHECK(json["complete"] == true);
  json = ask(policy("versioning on recoverable for 7 days", staging), object("ml/staging/m/v/x", "2026-11-25", 100 * gb));
  CHECK(json["stores"][0]["after"]["items"]["noncurrent_or_soft_deleted"] == 4110 + 18904);
  CHECK(json["stores"][0]["slices"][0]["size"] == "1 GiB and more");
  CHECK(json["stores"][0]["slices"][0]["age"] == "under 30 days");
}

TEST_CASE("old revisions, classes of the cloud's own and what nothing deletes are priced as they lie") {
  const std::string rows = object("ml/production/m/v/x", "2026-01-01", 100 * gb) +
                           object("ml/production/m/v/y", "2026-01-01", 100 * gb, ", \"tier\": \"GLACIER_IR\"") +
                           object("ml/staging/m/v/x", "2026-11-20", 100 * gb) +
                           object("ml/staging/m/v/x", "2026-11-01", 100 * gb, ", \"revision\": \"old\", \"current\": false, \"noncurrent_since\": \"2026-11-20T00:00:00Z\"");
  const auto json = ask(policy("versioning on recoverable for 7 days", "rule staging where stage == staging { delete after 90 days delete noncurrent after 10 days }\n"), rows);
  const Json& after = json["stores"][0]["after"];
  std::map<std::string, Json> classes;
  for (const Json& one : after["classes"]) classes[one["class"]] = one;
  CHECK(classes.at("GLACIER_IR")["bytes_at_start"] == 100 * gb);
  CHECK(classes.at("GLACIER_IR")["bytes_at_end"] == 100 * gb);
  CHECK(classes.at("STANDARD")["bytes_at_start"] == 300 * gb);
  CHECK(classes.at("STANDARD")["deleted_bytes_at_start"] == 100 * gb);
  CHECK(classes.at("STANDARD")["bytes_at_end"] == 100 * gb);
  // The old revision goes 10 days after the 20th, on day 5: 432000 of 2628000 s. The current one is deleted on day 85 and gone
  // ten days later.
  CHECK(after["items"]["noncurrent_or_soft_deleted"].get<std::int64_t>() == doctest::Approx(1e6 * (432000 + 864000) / 2628000).epsilon(0.0001));
}

TEST_CASE("what is undecided stays, and what the run deletes is gone at once") {
  const std::string rules = "rule used { keep forever where referenced }\nrule staging where stage == staging { delete after 30 days }\n";
  const std::string rows = object("ml/staging/m/v/x", "2026-01-01", 100 * gb);
  auto json = ask(policy("", rules), rows);
  CHECK(json["after"] == 12000000);
  bool said = false;
  for (const Json& one : json["assumptions"]) said = said || one.get<std::string>().starts_with("1 objects are undecided");
  CHECK(said);
  json = ask(policy("", "rule staging where stage == staging { delete after 30 days }\n"), rows);
  CHECK(json["after"] == 0);
  CHECK(json["before"] == 12000000);
}

TEST_CASE("a whole version goes when its newest object may") {
  const std::string rows = object("ml/staging/m/v/x", "2026-10-25", 100 * gb) + object("ml/staging/m/v/y", "2026-11-25", 100 * gb);
  const auto json = ask(policy("", "rule staging where stage == staging { delete whole version after 73 days }\n"), rows);
  // Both stay for 73 days, 2.4 months, at a dollar each.
  CHECK(json["after"].get<std::int64_t>() == doctest::Approx(2 * 1e6 * 73 * 86400 / 2628000).epsilon(0.0001));
}

TEST_CASE("an object without a size is in no total, and reads are counted where they are said") {
  auto json = ask(policy("", staging), "{\"key\": \"ml/dev/m/v/x\", \"created\": \"2026-11-25T00:00:00Z\"}\n");
  CHECK(json["complete"] == false);
  CHECK(json["before"] == 0);
  json = ask(policy("", ""), object("ml/dev/m/v/x", "2026-11-25", 100 * gb, ", \"tier\": \"STANDARD_IA\""), "--read 50%");
  CHECK(json["stores"][0]["before"]["items"]["reads"].get<std::int64_t>() >= 12 * 1000000);  // 50 GB a month at 2 cents
  const Ran wrong = run_cost(policy("", ""), "policy.shelf --inventory listing.jsonl --read 500%", object("ml/dev/m/v/x", "2026-11-25", 1));
  CHECK(wrong.status == 2);
  CHECK(has(wrong.err, "`500%` is no share"));
  CHECK(has(run_cost(policy("", ""), "policy.shelf --describe 'stage=dev size=1GB age=0d' --read 5%").err, "none is named"));
  CHECK(has(run_cost(policy("", ""), "policy.shelf --inventory listing.jsonl --describe 'size=1GB'", object("k", "2026-11-25", 1)).err, "described, and listed too"));
  CHECK(has(run_cost(policy("", ""), "--inventory listing.jsonl", object("k", "2026-11-25", 1)).err, "no policy is named"));
  const Ran bad = run_cost(policy("", ""), "policy.shelf --inventory listing.jsonl", "{\"key\": 1}\n");
  CHECK(bad.status == 2);
  CHECK(bad.out.empty());
}

TEST_CASE("the answer has the members that its schema asks for, and the same bytes twice") {
  const Json schema = Json::parse(read_text(SHELFLIFE_SOURCE_DIR "/docs/schema/cost-1.schema.json"));
  const std::string rows = object("ml/staging/m/v/x", "2026-10-25", 100 * gb) + object("ml/dev/m/v/y", "2026-11-25", 1000);
  const auto json = ask(policy("", staging), rows);
  CHECK(fault_by(schema, json, schema) == "");
  CHECK(json == ask(policy("", staging), rows));
  std::int64_t before = 0, after = 0;
  for (const Json& slice : json["stores"][0]["slices"]) {
    before += slice["before"].get<std::int64_t>();
    after += slice["after"].get<std::int64_t>();
  }
  CHECK(before == json["before"]);
  CHECK(after == json["after"]);
}

TEST_CASE("the bill of a listing is that of its objects, one by one") {
  // Nothing here asks for the other objects. Objects of one day are billed together, at their average age.
  const std::string rules = "label model in m0, m1, m2, m3 required\nrule staging where stage == staging { move to cool after 150 days where model != m1 delete after 90 days where size < 40 GB delete after 200 days }\n"
                            "rule dev where stage == dev { keep for 50 days where model != m2 delete after 20 days }\nhold \"h\" by \"l\" where model == m3\n";
  const std::string text = policy("versioning on recoverable for 7 days", rules);
  std::mt19937 random(3);
  std::string all;
  std::int64_t before = 0, after = 0;
  for (int i = 0; i < 40; ++i) {
    const auto draw = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const unsigned stage = draw(2), model = draw(4), month = 6 + draw(2), day = 3 * draw(3), size = draw(80);
    const std::string key = std::string("ml/") + (stage == 0 ? "dev" : "staging") + "/m" + std::to_string(model) + "/v" + std::to_string(i) + "/x";
    const std::string row = object(key, "2026-" + std::string(month < 9 ? "0" : "") + std::to_string(month + 1) + "-" + (day < 9 ? "0" : "") + std::to_string(day + 1), (size + 1) * gb);
    const Json one = ask(text, row);
    before += one["before"].get<std::int64_t>();
    after += one["after"].get<std::int64_t>();
    all += row;
  }
  const Json together = ask(text, all);
  CHECK(together["before"].get<std::int64_t>() == doctest::Approx(static_cast<double>(before)).epsilon(0.00001));
  CHECK(together["after"].get<std::int64_t>() == doctest::Approx(static_cast<double>(after)).epsilon(0.00001));
  CHECK(after < before);
  CHECK(after > 0);
}

TEST_CASE("groups are as few as is asked for, and lose no object and no byte") {
  testing::Resolved resolved;
  testing::resolve_text(resolved, policy("", staging));
  REQUIRE_MESSAGE(!resolved.diagnostics.has_errors(), resolved.text());
  const Evaluator evaluator(resolved.policy);
  const Instant now = midnight({2026, 11, 25});
  cost::ListingGroups fine(evaluator), coarse(evaluator, 60);
  std::mt19937 random(1);
  std::uint64_t bytes = 0;
  for (int i = 0; i < 5000; ++i) {
    Row row;
    row.key = std::string("ml/") + (i % 3 == 0 ? "staging" : "dev") + "/m/v" + std::to_string(i) + "/x";
    const auto age = static_cast<Seconds>(random() % static_cast<unsigned>(days(400)));
    row.created = now - age;
    row.size = random() % 100000000;
    bytes += *row.size;
    const ToldObject told = row_state(resolved.policy, 0, row, nullptr, now);
    Decision decision;
    decision.at = now;
    fine.add(row, told.object, decision);
    coarse.add(row, told.object, decision);
  }
  for (const cost::ListingGroups* groups : {&fine, &coarse}) {
    std::uint64_t objects = 0, sum = 0;
    for (const cost::ListedGroup& group : groups->list()) {
      objects += group.objects;
      sum += group.bytes;
    }
    CHECK(objects == 5000);
    CHECK(sum == bytes);
  }
  CHECK(fine.width() == seconds_a_day);
  CHECK(coarse.width() > seconds_a_day);
  CHECK(coarse.list().size() <= 60);
  CHECK(fine.list().size() > 400);
}
