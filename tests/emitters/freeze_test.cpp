// --freeze: the same documents with every delete disabled, moves as they were.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emitters/document.hpp"
#include "fixture.hpp"

namespace shelflife::test {
namespace {

using nlohmann::json;

json parsed(const std::vector<OutputFile>& files, const std::string& path) {
  const OutputFile* file = find(files, path);
  REQUIRE(file != nullptr);
  return json::parse(file->content);
}

TEST_CASE("S3: no enabled rule deletes, every move stays enabled") {
  const Fixture fixture = s3_case();
  const json before = parsed(fixture.emit(), "artifacts/lifecycle.json"),
             after = parsed(fixture.emit(true), "artifacts/lifecycle.json");
  std::size_t moves_before = 0, moves_after = 0;
  const auto moves_of = [](const json& rule) {
    return rule.value("Transitions", json::array()).size() +
           rule.value("NoncurrentVersionTransitions", json::array()).size();
  };
  for (const json& rule : before["Rules"]) moves_before += moves_of(rule);
  for (const json& rule : after["Rules"]) {
    if (rule["Status"] == "Enabled") moves_after += moves_of(rule);
    if (rule.contains("Expiration") || rule.contains("NoncurrentVersionExpiration") ||
        rule.contains("AbortIncompleteMultipartUpload"))
      CHECK(rule["Status"] == "Disabled");
    else
      CHECK(rule["Status"] == "Enabled");
  }
  CHECK(moves_before == moves_after);
  CHECK(after["Rules"][1]["ID"] == "experiments-frozen");
}

TEST_CASE("Azure: the same with `enabled`") {
  const json after = parsed(azure_case().emit(true), "acmeml/management-policy.json");
  for (const json& rule : after["rules"]) {
    const std::string actions = rule["definition"]["actions"].dump();
    CHECK(rule["enabled"] == (actions.find("\"delete\"") == std::string::npos));
  }
  CHECK(after["rules"][1]["name"] == "experimentsFrozen");
  // Append blobs have no tier: the split changes no filter.
  CHECK(after["rules"][1]["definition"]["filters"] == after["rules"][0]["definition"]["filters"]);
}

TEST_CASE("GCS: rules cannot be disabled, so deletes are left out") {
  const std::vector<OutputFile> files = gcs_case().emit(true);
  const json document = parsed(files, "bucket/lifecycle.json");
  for (const json& rule : document["lifecycle"]["rule"])
    CHECK(rule["action"]["type"] == "SetStorageClass");
  // None left: what is deployed has to go.
  CHECK(find(files, "scratch/lifecycle.json") == nullptr);
  CHECK(find(files, "scratch/apply.sh")->content.find("--clear-lifecycle") != std::string::npos);
}

TEST_CASE("a removal stays a removal") {
  const Fixture fixture = removal_case();
  for (bool freeze : {false, true}) {
    const std::vector<OutputFile> files = fixture.emit(freeze);
    for (const OutputFile& file : files) {
      CHECK(file.path.find("lifecycle.json") == std::string::npos);
      CHECK(file.path.find("management-policy.json") == std::string::npos);
    }
    CHECK(find(files, "a/apply.sh")->content.find("delete-bucket-lifecycle") != std::string::npos);
    CHECK(find(files, "acmeb/apply.sh")->content.find("management-policy delete") != std::string::npos);
    CHECK(find(files, "c/apply.sh")->content.find("--clear-lifecycle") != std::string::npos);
  }
}

TEST_CASE("splitting stays within the provider's number of rules, and ids stay unique") {
  Fixture fixture;
  const StatementRef ref = add_statement(fixture, "x", StatementKind::remove, 90);
  const StoreId store = add_store(fixture, "many", Provider::s3, "acme-many");
  NativeDocument& document = add_document(fixture, store);
  for (int i = 0; i < 600; ++i) {
    NativeRule rule;
    rule.id = i == 1 ? "r0-frozen" : "r" + std::to_string(i);
    rule.store = store;
    rule.filter.prefixes = {"p" + std::to_string(i) + "/"};
    rule.actions = {transition("GLACIER", 1, {ref}), action(ActionKind::expire, 2, {ref})};
    document.rules.push_back(rule);
  }
  const std::vector<EmittedRule> rules = emitted_rules(document, true);
  CHECK(rules.size() == 1000);
  std::vector<std::string> ids;
  std::size_t enabled = 0;
  for (const EmittedRule& rule : rules) {
    ids.push_back(rule.id);
    enabled += rule.enabled ? 1 : 0;
  }
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  CHECK(enabled == 600);
}

}  // namespace
}  // namespace shelflife::test
