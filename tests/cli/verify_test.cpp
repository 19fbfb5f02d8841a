// verify: the verdict first, status 1 for `unsafe` only, and nothing that is not understood is ever called safe.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {

const std::string policy =
    "layout \"ml/{stage}/{model}/\"\n"
    "label stage in dev, staging, production required\n"
    "store artifacts on s3 \"acme-ml\" { versioning on }\n"
    "rule dev where stage == dev { delete after 14 days }\n"
    "rule staging where stage == staging { move to cool after 30 days }\n"
    "rule production where stage == production { keep for 365 days }\n";

std::string rule(const std::string& id, const std::string& prefix, const std::string& actions) {
  return R"({"ID": ")" + id + R"(", "Status": "Enabled", "Filter": {"Prefix": ")" + prefix + R"("}, )" + actions + "}";
}
std::string document(const std::string& rules) { return "{\"Rules\": [" + rules + "]}"; }
const std::string all = rule("dev", "ml/dev/", R"("Expiration": {"Days": 14}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7})") + "," +
                        rule("staging", "ml/staging/", R"("Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}])") + "," +
                        rule("markers", "", R"("Expiration": {"ExpiredObjectDeleteMarker": true})");

struct Verify {
  Folder folder;
  Verify() { folder.write("p.shelf", policy); }
  Run operator()(const std::string& deployed, std::vector<std::string> more = {}) const {
    folder.write("deployed.json", deployed);
    std::vector<std::string> words{"verify", "p.shelf", "--store", "artifacts", "--deployed", "deployed.json"};
    words.insert(words.end(), more.begin(), more.end());
    return folder.run(words);
  }
};

std::string first_word(const Run& run) { return run.out.substr(0, run.out.find(' ')); }

}  // namespace

TEST_CASE("safe, incomplete, unsafe") {
  const Verify verify;
  const Run safe = verify(document(all));
  CAPTURE(safe.out);
  CHECK(first_word(safe) == "safe");
  CHECK(safe.status == 0);
  const Run incomplete = verify(document(rule("dev", "ml/dev/", R"("Expiration": {"Days": 14}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7})")));
  CAPTURE(incomplete.out);
  CHECK(first_word(incomplete) == "incomplete");
  CHECK(incomplete.status == 0);
  CHECK(contains(incomplete.out, "see `move to cool after 30 days` (p.shelf:5)"));
  const Run later = verify(document(all + "," + rule("late", "ml/production/", R"("Expiration": {"Days": 300})")));
  CAPTURE(later.out);
  CHECK(first_word(later) == "unsafe");
  CHECK(later.status == 1);
  CHECK(contains(later.out, "rule `late`"));
  CHECK(contains(later.out, "for instance the object key=ml/production/"));
  CHECK(contains(later.out, "see `keep for 365 days` (p.shelf:6)"));
  CHECK(first_word(verify(document(all + "," + rule("slash", "ml/dev", R"("Expiration": {"Days": 20})")))) == "unsafe");
  CHECK(first_word(verify(document(all + "," + rule("soon", "ml/dev/", R"("Expiration": {"Days": 13})")))) == "unsafe");
  CHECK(first_word(verify(document(all + "," + rule("dated", "ml/dev/", R"("Expiration": {"Date": "2030-01-01T00:00:00Z"})")))) == "unsafe");
}

TEST_CASE("a document that is not understood is unsafe, and says what it is") {
  const Verify verify;
  for (const std::string& odd : {document(all + "," + rule("x", "ml/dev/", R"("Expiration": {"Days": 14}, "Purge": true)")), document(all + "," + rule("dev", "a/", R"("Expiration": {"Days": 14})")),
                                 document(all).substr(0, 200), std::string(R"({"hello": 1})")}) {
    const Run run = verify(odd);
    CAPTURE(odd);
    CHECK(first_word(run) == "unsafe");
    CHECK(contains(run.out, "cannot be judged"));
    CHECK(run.status == 1);
  }
}

TEST_CASE("the folder that build wrote is safe; with versions off it is not") {
  const Folder folder;
  folder.write("p.shelf", policy);
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  const Run safe = folder.run({"verify", "p.shelf", "--deployed", "out"});  // the one store
  CAPTURE(safe.out);
  CHECK(first_word(safe) == "safe");
  CHECK(contains(safe.out, "`out/artifacts/lifecycle.json`"));
  folder.write("out/artifacts/versioning.json", R"({"Status": "Suspended"})");
  const Run off = folder.run({"verify", "p.shelf", "--store", "artifacts", "--deployed", "out"});
  CHECK(first_word(off) == "unsafe");
  CHECK(contains(off.out, "versioning is off where it is deployed"));
  folder.write("empty/readme.txt", "nothing\n");
  CHECK(first_word(folder.run({"verify", "p.shelf", "--deployed", "empty"})) == "incomplete");
}

TEST_CASE("json says the same") {
  const Verify verify;
  const Run run = verify(document(all + "," + rule("late", "ml/production/", R"("Expiration": {"Days": 300})")), {"--format", "json"});
  CHECK(run.status == 1);
  const auto json = nlohmann::json::parse(run.out);
  CHECK(json["version"] == 1);
  CHECK(json["verdict"] == "unsafe");
  CHECK(json["judged"] == true);
  CHECK(json["bucket"] == "acme-ml");
  CHECK(json["rules"] == 4);
  REQUIRE(json["violations"].size() == 1);
  CHECK(json["violations"][0]["rule"] == "late");
  CHECK(json["violations"][0]["why"] == "kept");
  CHECK(json["violations"][0]["statement"]["line"] == 6);
  CHECK(nlohmann::json::parse(verify(document(all), {"--format", "json"}).out)["verdict"] == "safe");
}

TEST_CASE("a plan for other buckets is not the store's") {
  const Verify verify;
  const Run run = verify(R"({"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "aws_s3_bucket_lifecycle_configuration.b", "mode": "managed",
    "type": "aws_s3_bucket_lifecycle_configuration", "values": {"bucket": "other", "rule": []}}]}}})");
  CHECK(first_word(run) == "unsafe");
  CHECK(contains(run.err, "says nothing of the store `artifacts`, but speaks of the S3 bucket `other`"));
}

TEST_CASE("a folder with the documents of several stores and settings: each store's own is judged") {
  const Folder folder;
  folder.write("p.shelf",
               "store a on s3 \"acme-a\" { }\nstore b on s3 \"acme-b\" { }\nstore m on azure \"acmeml/models\" { }\nstore d on azure \"acmeml/data\" { }\n"
               "rule a on a { delete after 10 days }\nrule b on b { delete after 20 days }\n");
  folder.write("live/a/lifecycle.json", document(rule("a", "", R"("Expiration": {"Days": 10})")));
  folder.write("live/b/lifecycle.json", document(rule("b", "", R"("Expiration": {"Days": 10})")));
  folder.write("live/b/encryption.json", R"({"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]})");
  folder.write("live/b/notes.txt", "no document");
  folder.write("live/acmeml/management-policy.json",
               R"({"rules": [{"name": "short", "enabled": true, "type": "Lifecycle", "definition": {"filters": {"blobTypes": ["blockBlob", "appendBlob"], "prefixMatch": ["data"]},
                  "actions": {"baseBlob": {"delete": {"daysAfterModificationGreaterThan": 5}}}}}]})");
  const auto verdict = [&](const std::string& store) { return first_word(folder.run({"verify", "p.shelf", "--store", store, "--deployed", "live"})); };
  CHECK(verdict("a") == "safe");
  CHECK(verdict("b") == "unsafe");   // 10 days where the policy says 20
  CHECK(verdict("m") == "safe");     // the prefix `data` speaks of other containers
  CHECK(verdict("d") == "unsafe");
  folder.write("some/b/lifecycle.json", document(rule("b", "", R"("Expiration": {"Days": 20})")));
  const Run none = folder.run({"verify", "p.shelf", "--store", "a", "--deployed", "some"});
  CHECK(first_word(none) == "incomplete");  // b's document is not a's
  CHECK(contains(none.out, "judged as a bucket without rules"));
  folder.write("live/cut.json", "{\"Rules\": [");
  CHECK(verdict("a") == "unsafe");  // it could be the store's document
}

TEST_CASE("misuse of verify") {
  const Folder folder;
  folder.write("p.shelf", policy);
  folder.write("d.json", document(all));
  CHECK(folder.run({"verify", "p.shelf", "--store", "artifacts"}).status == 2);
  CHECK(folder.run({"verify", "p.shelf", "--store", "nope", "--deployed", "d.json"}).status == 2);
  CHECK(folder.run({"verify", "p.shelf", "--store", "artifacts", "--deployed", "missing.json"}).status == 2);
  CHECK(folder.run({"verify", "missing.shelf", "--store", "artifacts", "--deployed", "d.json"}).status == 2);
  CHECK(folder.run({"verify", "p.shelf", "p.shelf", "--deployed", "d.json"}).status == 2);
}
