// Listings and registries: what the readers make of them, and what follows for one key among others.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "inventory/finder.hpp"
#include "tests/compiler/support.hpp"
#include "tests/reference/evaluator/decide.hpp"
#include "tests/why/convert.hpp"
#include "tests/why/random_policy.hpp"

using namespace shelflife;
using Json = nlohmann::json;

namespace {

std::vector<Row> rows_of(const std::string& text, std::string& findings, ListingHead* head = nullptr) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("listing", text);
  std::vector<Row> rows;
  const ListingHead read = read_listing(sources, file, [&](Row&& row) { rows.push_back(std::move(row)); }, diagnostics);
  if (head != nullptr) *head = read;
  for (const Diagnostic& d : diagnostics.all()) findings += render_concise(d, sources) + "\n";
  return rows;
}

bool may_be_deleted(const Evaluator& evaluator, const ObjectState& object, Instant now) {
  const Evaluator::Worlds worlds = evaluator.worlds(object, now);
  return worlds.complete && std::all_of(worlds.objects.begin(), worlds.objects.end(), [&](const ObjectState& world) {
    return judge(evaluator.policy(), world, evaluator.speaking(world, now)).may_be_deleted;
  });
}

Row row_of(const reference::Object& object) {
  Row row;
  row.key = object.key;
  row.revision = object.revision;
  row.current = object.current;
  row.created = object.created;
  if (!object.current) row.noncurrent_since = object.noncurrent_since;
  row.size = object.size;
  row.tags = object.tags;
  row.accessed = object.accessed.value;
  if (object.locked_until != 0) row.locked_until = object.locked_until;
  row.legal_hold = object.legal_hold;
  return row;
}

}  // namespace

TEST_CASE("the same listing in three formats") {
  std::string findings;
  ListingHead head;
  const std::vector<Row> jsonl = rows_of(
      R"({"listing_began": "2026-03-31T06:00:00Z", "complete": false}
{"key": "ml/a,b", "revision": "r2", "created": "2026-03-01T12:00:00Z", "size": 7, "tags": null}
{"key": "ml/a,b", "revision": "r1", "current": false, "created": "2026-02-01T12:00:00Z", "noncurrent_since": "2026-03-01T12:00:00Z", "size": 5, "tags": null}
)", findings, &head);
  CHECK(head.began == midnight({2026, 3, 31}) + 6 * 3600);
  CHECK(!head.complete);
  REQUIRE(jsonl.size() == 2);
  const std::vector<Row> csv = rows_of("size,key,revision,is_latest,last_modified,noncurrent_since\r\n7,\"ml/a,b\",r2,true,2026-03-01T12:00:00Z,\r\n"
                                       "5,\"ml/a,b\",r1,false,2026-02-01T12:00:00Z,2026-03-01T12:00:00Z\r\n", findings);
  CHECK(csv == jsonl);
  std::vector<Row> s3 = rows_of(R"({
  "Versions": [
    {"Key": "ml/a,b", "VersionId": "r1", "IsLatest": false, "LastModified": "2026-02-01T12:00:00+00:00", "Size": 5, "StorageClass": "STANDARD"},
    {"Key": "ml/a,b", "VersionId": "r2", "IsLatest": true, "LastModified": "2026-03-01T12:00:00+00:00", "Size": 7, "StorageClass": "STANDARD"}
  ]
})", findings);
  for (Row& row : s3) row.storage_class.clear();
  CHECK(s3 == jsonl);
  CHECK(findings.empty());
}

TEST_CASE("a revision is noncurrent since the delete marker that covers it") {
  std::string findings;
  const std::vector<Row> rows = rows_of(R"({"Versions": [{"Key": "a", "VersionId": "1", "IsLatest": false, "LastModified": "2026-01-01T00:00:00Z", "Size": 1}],
 "DeleteMarkers": [{"Key": "a", "VersionId": "2", "IsLatest": true, "LastModified": "2026-02-01T00:00:00Z"}]})", findings);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].noncurrent_since == midnight({2026, 2, 1}));
}

TEST_CASE("where nothing in the listing covers a noncurrent revision, no time has passed since") {
  std::string findings;
  const std::vector<Row> rows = rows_of(R"({"Versions": [{"Key": "a", "VersionId": "1", "IsLatest": false, "LastModified": "2026-01-01T00:00:00Z", "Size": 1}]})", findings);
  REQUIRE(rows.size() == 1);
  CHECK(*rows[0].noncurrent_since > *parse_instant("9999-12-31"));  // never older than now, whenever that is
}

TEST_CASE("rows that cannot be read are told with their line, and the others are read") {
  std::string findings;
  const std::vector<Row> rows = rows_of("{\"key\": \"a\", \"created\": \"2026-01-01\"}\n{\"key\": \"b\"}\nnonsense\n{\"key\": \"c\", \"created\": \"2026-01-01\", \"size\": -1}\n", findings);
  CHECK(rows.size() == 1);
  CHECK(findings ==
        "listing:2:1: error SL0810: `created` is missing; docs/inventory.md has the members of a row\n"
        "listing:3:1: error SL0810: this line is no JSON object; each line of JSONL holds one whole object\n"
        "listing:4:1: error SL0810: `size` is no number of bytes; docs/inventory.md has the members of a row\n");
  std::string csv;
  CHECK(rows_of("key,created\na,2026-01-01\nb,yesterday\n", csv).size() == 1);
  CHECK(csv == "listing:3:1: error SL0810: `created` is no date: `yesterday`; docs/inventory.md has the columns\n");
  std::string none;
  CHECK(rows_of("name,created\na,2026-01-01\n", none).empty());
  CHECK(none.find("no header names a column `key`") != std::string::npos);
}

TEST_CASE("the conformance cases: each listed revision is decided as the plan's engines must") {
  std::size_t decided = 0, deleted = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SHELFLIFE_SOURCE_DIR "/tests/conformance/cases")) {
    CAPTURE(entry.path().string());
    const Json expected = Json::parse(testing::read_text(entry.path() / "expected.json"));
    if (expected["run"] != "ok") continue;
    testing::Resolved resolved;
    testing::resolve_file(resolved, entry.path() / "policy.shelf");
    REQUIRE(!resolved.diagnostics.has_errors());
    std::string date = testing::read_text(entry.path() / "date");
    date.erase(date.find_last_not_of('\n') + 1);
    const Instant now = *parse_instant(date);
    SourceManager sources;
    Diagnostics diagnostics;
    std::optional<Registry> registry;
    if (std::filesystem::exists(entry.path() / "registry.json"))
      registry = read_registry(resolved.policy, sources, sources.add("registry", testing::read_text(entry.path() / "registry.json")), diagnostics);
    const FileId listing = sources.add("inventory", testing::read_text(entry.path() / "inventory.jsonl"));
    const Evaluator evaluator(resolved.policy);
    for (const Json& object : expected["objects"]) {
      Finder finder(evaluator, 0, object["key"], registry ? &*registry : nullptr, now);
      const ListingHead head = read_listing(sources, listing, [&](Row&& row) { finder.add(row); }, diagnostics);
      REQUIRE(!diagnostics.has_errors());
      const std::vector<FoundRevision> found = finder.finish(head);
      const auto own = std::find_if(found.begin(), found.end(), [&](const FoundRevision& f) { return f.revision == object["revision"]; });
      REQUIRE(own != found.end());
      if (head.began && now - own->told.object.created >= *head.began) continue;  // the engine leaves it out
      // Before each delete the plan asks `referenced`, whatever the rules say.
      const bool asks = registry && own->told.object.referenced == Fact::yes;
      CAPTURE(object["key"].get<std::string>());
      ++decided;
      deleted += object["delete"] == true ? 1U : 0U;
      CHECK((may_be_deleted(evaluator, own->told.object, now) && !asks) == object["delete"].get<bool>());
    }
  }
  CHECK(decided > 60);
  CHECK(deleted > 15);
}

TEST_CASE("of a whole unit a noncurrent revision waits for what is kept, not for current objects that the delete does not speak of") {
  const std::string head = "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, production required\nlabel owner from tag\n"
                           "store s on s3 \"acme-ml\" { versioning on recoverable for 7 days }\n";
  const std::string rule = "rule dev where stage == dev { delete whole version after 30 days where owner == ann }\n";
  const Instant now = midnight({2026, 4, 1});
  const auto row = [&](const char* key, const char* owner, bool current) {
    Row made;
    made.key = key;
    made.current = current;
    made.created = now - 60 * 86400;
    if (!current) made.noncurrent_since = now - 20 * 86400;
    made.size = 1;
    made.tags.emplace();
    (*made.tags)["owner"] = owner;
    return made;
  };
  const std::vector<Row> rows{row("ml/dev/m/v1/x", "ann", false), row("ml/dev/m/v1/y", "ann", true), row("ml/dev/m/v1/z", "bob", true)};
  const auto may_go = [&](const std::string& text, std::size_t which) {
    testing::Resolved resolved;
    testing::resolve_text(resolved, head + text);
    REQUIRE(!resolved.diagnostics.has_errors());
    const Evaluator evaluator(resolved.policy);
    Finder finder(evaluator, 0, rows[which].key, nullptr, now);
    for (const Row& one : rows) finder.add(one);
    const std::vector<FoundRevision> found = finder.finish({});
    REQUIRE(found.size() == 1);
    return may_be_deleted(evaluator, found.front().told.object, now);
  };
  CHECK(may_go(rule, 0));                                                         // gone from the bucket for more than 7 days
  CHECK_FALSE(may_go(rule, 1));                                                   // z is bob's, and stays: so does y
  CHECK_FALSE(may_go(rule + "rule bob where owner == bob { keep forever }\n", 0));  // if one is kept, all are
}

TEST_CASE("ranks, newer revisions and whole units agree with the reference evaluator on random worlds") {
  differential::Random random(20260403);
  std::size_t compared = 0, deleted = 0;
  while (compared < 15000) {
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    const Evaluator evaluator(*policy);
    differential::RandomWorld made = differential::random_world(random, 15);
    bool whole = false;
    int wholes = 0;
    for (const Rule& rule : policy->rules)
      for (const Statement& s : rule.statements) {
        whole = whole || (s.whole != no_id && (s.clock.kind != ClockKind::created || s.kind == StatementKind::quarantine));
        wholes += s.whole != no_id ? 1 : 0;
      }
    if (whole) continue;  // on other clocks the unit of `why` is the object itself, which errs towards keeping or is told
    reference::World world(*policy, 0);
    world.now = made.now;
    for (reference::Object& object : made.objects) {
      object.mark.reset();
      object.registry = {};  // no registry: its facts are unread on every object
    }
    world.objects = made.objects;
    const std::vector<reference::Decision> expected = reference::decide(world);
    for (std::size_t i = 0; i < made.objects.size(); ++i) {
      Finder finder(evaluator, 0, made.objects[i].key, nullptr, made.now);
      for (const reference::Object& object : made.objects) finder.add(row_of(object));
      for (const FoundRevision& found : finder.finish({})) {
        if (found.revision != made.objects[i].revision) continue;
        ++compared;
        deleted += expected[i].may_be_deleted ? 1U : 0U;
        const bool ours = may_be_deleted(evaluator, found.told.object, made.now);
        if (ours && !expected[i].may_be_deleted) {
          std::string all;
          for (const reference::Object& object : made.objects) all += differential::describe(object, made.now) + "\n";
          FAIL(text << all << "\nthe object: " << to_text(*policy, found.told.object) << "\nreference keeps it by " << expected[i].kept_by << ", due " << expected[i].due);
        }
        if (!ours && expected[i].may_be_deleted && wholes < 2) {  // of several units the strictest speaks
          std::string all;
          for (const reference::Object& object : made.objects) all += differential::describe(object, made.now) + "\n";
          FAIL(text << all << "\nthe object: " << to_text(*policy, found.told.object) << "\nreference deletes it by " << expected[i].due);
        }
      }
    }
  }
  CHECK(deleted > 500);
}
