// The audit by itself: its bounds, its order, its packages and their manifests. What a whole run says is in tests/simulate/cases/audit.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "audit/audit.hpp"
#include "audit/packages.hpp"
#include "inventory/row_state.hpp"
#include "tests/compiler/support.hpp"
#include "tests/shell.hpp"

using namespace shelflife;
using namespace shelflife::audit;
namespace fs = std::filesystem;

namespace {

const Instant now = midnight({2027, 3, 31});

struct World {
  testing::Resolved resolved;
  std::optional<Evaluator> evaluator;
  explicit World(const std::string& text) {
    testing::resolve_text(resolved, text);
    REQUIRE_MESSAGE(!resolved.diagnostics.has_errors(), resolved.text());
    evaluator.emplace(resolved.policy);
  }
  void add(Auditor& auditor, const std::string& key, Seconds age, std::uint64_t size, const Decision& decision = {}, StoreId store = 0) const {
    Row row;
    row.key = key;
    row.created = now - age;
    row.size = size;
    row.tags.emplace();
    Decision decided = decision;
    decided.at = now;
    auditor.add(row, row_state(resolved.policy, store, row, nullptr, now).object, decided);
  }
};

const std::string head = "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, production\nstore a on s3 \"acme-a\" {}\n";

const Finding* find(const Audit& audit, Check check) {
  for (const Finding& one : audit.findings)
    if (one.check == check) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("each rule has a code and a name of its own, in the order of the checks") {
  std::set<std::string_view> ids, names;
  for (std::size_t i = 0; i < check_count; ++i) {
    const AuditRule& rule = rule_of(static_cast<Check>(i));
    CHECK(static_cast<std::size_t>(rule.check) == i);
    CHECK(ids.insert(rule.id).second);
    CHECK(names.insert(rule.name).second);
    CHECK(find_rule(rule.id) == &rule);
    CHECK(find_rule(rule.name) == &rule);
    CHECK(rule.title.find('\n') == std::string_view::npos);
  }
  CHECK(rules().size() == check_count);
  CHECK(find_rule("sa0101") == find_rule("SA0101"));
  CHECK(find_rule("SA9999") == nullptr);
  // The page has each, with what is counted.
  const std::string page = testing::read_text(SHELFLIFE_SOURCE_DIR "/docs/audit.md");
  for (const AuditRule& rule : rules()) CHECK(page.find("| " + std::string(rule.id) + " `" + std::string(rule.name) + "` | " + std::string(rule.title) + " |") != std::string::npos);
}

TEST_CASE("the last day that is not old, and the first that is") {
  const World world(head);
  Auditor auditor(*world.evaluator, {});
  world.add(auditor, "ml/dev/m/v1/x", days(180) - 1, 1);
  world.add(auditor, "ml/dev/m/v2/x", days(180), 2);
  world.add(auditor, "ml/production/m/v2/x", days(1800), 4);
  const Audit audit = auditor.finish();
  const Finding* const found = find(audit, Check::never_deleted);
  REQUIRE(found != nullptr);
  CHECK(found->found.objects == 1);
  CHECK(found->found.bytes == 2);
  CHECK(found->about == "dev");
  REQUIRE(find(audit, Check::production_unlocked) != nullptr);
  CHECK(find(audit, Check::production_unlocked)->found.bytes == 4);
}

TEST_CASE("a statement that could ever delete it, or anything that holds it, is an answer") {
  const World world(head + "rule dev where stage == dev and model == m { delete after 900 days }\nrule n where model == n { delete after 900 days since retired }\n");
  Auditor auditor(*world.evaluator, {});
  Decision held, unread;
  held.kept_because = "lock found";
  unread.fate = Fate::undecided;
  world.add(auditor, "ml/dev/m/v/x", days(400), 1);          // a delete comes
  world.add(auditor, "ml/dev/n/v/x", days(400), 1);          // one could
  world.add(auditor, "ml/dev/o/v/x", days(400), 1, held);    // a lock
  world.add(auditor, "ml/dev/o/v/y", days(400), 1, unread);  // nobody knows
  CHECK(find(auditor.finish(), Check::never_deleted) == nullptr);
}

TEST_CASE("examples are the heaviest, whatever order they come in, and kinds have an end") {
  const World world("layout \"ml/{stage}/{version}/\"\nstore a on s3 \"acme-a\" {}\n");
  std::vector<Audit> audits;
  for (const bool backwards : {false, true}) {
    Auditor auditor(*world.evaluator, {});
    for (int i = 0; i < 40; ++i) {
      const int k = backwards ? 39 - i : i;
      world.add(auditor, "ml/s/v" + std::to_string(k) + "/x", days(200 + static_cast<std::uint32_t>(k % 20)), 1);
    }
    audits.push_back(auditor.finish());
  }
  for (const Audit& audit : audits) {
    const Finding* const found = find(audit, Check::never_deleted);
    REQUIRE(found != nullptr);
    CHECK(found->found.objects == 40);
    REQUIRE(found->examples.size() == 10);
    CHECK(found->examples[0].key == "ml/s/v19/x");
    CHECK(found->examples[1].key == "ml/s/v39/x");
    CHECK(found->examples[9].key == "ml/s/v35/x");
  }
  Auditor auditor(*world.evaluator, {});
  for (int i = 0; i < 500; ++i) world.add(auditor, "ml/s" + std::to_string(i) + "/v/x", days(200), 1);
  const Audit audit = auditor.finish();
  CHECK(audit.findings.size() == 51);
  std::uint64_t objects = 0;
  for (const Finding& one : audit.findings) objects += one.found.objects;
  CHECK(objects == 500);
}

TEST_CASE("packages end where their keys do, and where the store does") {
  const World world(head + "store b on s3 \"acme-b\" {}\nmanifest \"manifest.json\" { size }\n");
  std::vector<std::string> asked;
  Wanted wanted;
  wanted.read_manifest = [&](StoreId store, const std::string& key) -> std::optional<std::string> {
    asked.push_back(world.resolved.policy.stores[store].name + " " + key);
    return R"({"files": {"x": 5, "sub/y": {"size": 6}}})";
  };
  Auditor auditor(*world.evaluator, std::move(wanted));
  world.add(auditor, "ml/dev/m/v1/manifest.json", 0, 1);
  world.add(auditor, "ml/dev/m/v1/sub/y", 0, 6);
  world.add(auditor, "ml/dev/m/v1/x", 0, 5);
  world.add(auditor, "ml/dev/m/v10/x", 0, 5);  // no manifest, and no part of v1
  world.add(auditor, "ml/dev/m/x", 0, 5);      // of no version
  world.add(auditor, "ml/dev/m/v1/manifest.json", 0, 1, {}, 1);
  world.add(auditor, "ml/dev/m/v1/x", 0, 4, {}, 1);
  const Audit audit = auditor.finish();
  CHECK(asked == std::vector<std::string>{"a ml/dev/m/v1/manifest.json", "b ml/dev/m/v1/manifest.json"});
  const Finding* const missing = find(audit, Check::manifest_missing);
  REQUIRE(missing != nullptr);
  CHECK(missing->found.objects == 1);
  CHECK(missing->examples[0].key == "ml/dev/m/v10/");
  const Finding* const differs = find(audit, Check::manifest_differs);
  REQUIRE(differs != nullptr);
  CHECK(differs->about == "b");
  CHECK(differs->examples[0].detail == "sub/y: not listed, and 1 more");
}

TEST_CASE("manifests are read in the shapes that people write, and nothing else") {
  const auto size = [](const char* text, const char* path) {
    const std::optional<ManifestFiles> files = read_manifest_files(text);
    REQUIRE(files);
    const auto at = files->sizes.find(path);
    REQUIRE(at != files->sizes.end());
    return at->second;
  };
  CHECK(size(R"({"files": [{"path": "./a", "size": 1}]})", "a") == 1);
  CHECK(size(R"({"artifacts": [{"name": "a", "bytes": 2}]})", "a") == 2);
  CHECK(size(R"({"entries": {"a": {"size_bytes": 3}}})", "a") == 3);
  CHECK(size(R"([{"key": "a", "length": 4}])", "a") == 4);
  CHECK(size(R"({"files": ["a"]})", "a") == std::nullopt);
  CHECK(size(R"({"files": [{"path": "a", "size": -1}]})", "a") == std::nullopt);
  for (const char* wrong : {"", "{", "[1]", "{}", R"({"files": 3})", R"({"files": [{"size": 1}]})", "\xff"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_manifest_files(wrong));
  }
}

TEST_CASE("no key leads out of the folder of manifests") {
  std::string name = (fs::temp_directory_path() / "shelflife-audit-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path folder(name);
  fs::create_directories(folder / "copies/ml/dev/m");
  std::ofstream(folder / "manifest.json") << "{\"files\": [\"outside\"]}";
  std::ofstream(folder / "policy.shelf") << head << "manifest \"manifest.json\" { size }\n";
  std::ofstream(folder / "listing.jsonl") << "{\"key\": \"ml/dev/m/../../../../manifest.json\", \"created\": \"2027-01-01T00:00:00Z\", \"size\": 1}\n";
  const test::ShellRun run = test::run_in_shell("cd '" + folder.string() + "' && '" SHELFLIFE_BINARY "' simulate policy.shelf --inventory listing.jsonl --at 2027-03-31 --audit --manifests copies 2>&1");
  CHECK(run.status == 0);
  CHECK(run.out.find("outside") == std::string::npos);
  CHECK(run.out.find("there is no copy of its manifest") != std::string::npos);
  fs::remove_all(folder);
}
