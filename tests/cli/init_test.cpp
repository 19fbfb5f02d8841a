// init: what it writes for each cloud is expected text that checks without a finding and builds; what it refuses.
#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {

struct Case {
  std::string name;  // of the expected text: tests/cli/init/<name>.shelf
  std::vector<std::string> words;
};
const std::vector<Case> cases = {
    {"s3", {"s3://acme-ml-artifacts"}},
    {"gcs", {"gs://acme-ml-artifacts", "--owner", "ml-platform"}},
    {"azure", {"azure://acmeml/models", "--owner", "ml-platform"}},
    {"s3-all", {"s3://acme-ml-artifacts", "--layout", "models/{stage}/{model}/{version}/", "--stages", "dev,staging,production", "--owner", "ml@acme.example",
                "--store", "weights", "--region", "eu-central-1", "--kms", "alias/acme-ml", "--access-log", "acme-audit-logs", "--lock", "compliance"}},
    {"gcs-all", {"gs://acme-ml-artifacts/", "--region", "europe-west4", "--kms", "projects/p/locations/l/keyRings/r/cryptoKeys/k", "--access-log", "acme-audit-logs", "--lock",
                 "governance", "--lock-bucket", "acme-ml-releases"}},
    {"azure-all", {"azure://acmeml/models", "--region", "westeurope", "--access-log", "acmelogs", "--lock", "governance", "--lock-bucket", "acmeml/releases"}},
    // Neither model nor run: ranked by the field left of the version, and no orphan that is not a version's.
    {"two-stages", {"s3://acme-ml", "--stages", "trial,live", "--layout", "{stage}/{team}/{version}/"}},
    {"only-production", {"s3://acme-ml", "--stages", "production"}},
    {"no-stage", {"gs://acme-ml", "--layout", "runs/{project}/{run_id}/"}},
    {"no-version", {"azure://acmeml/models", "--layout", "x/{stage}/{model}/"}},
    // Words of the language, of init's own rules, and what is no name; `prod-eu` is in use wherever it stands.
    {"odd-stages", {"s3://acme-ml", "--stages", "prod-eu,everything,7b,delete,002,stage_3,\"q\"\\"}},
    {"odd-owner", {"s3://acme-ml", "--owner", "\"} rule x { delete after 1 day } # \\", "--kms", "alias/\"k\""}},
};

std::filesystem::path expected_path(const std::string& name) { return std::filesystem::path(SHELFLIFE_SOURCE_DIR) / "tests/cli/init" / (name + ".shelf"); }

std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> init(const std::vector<std::string>& words) {
  std::vector<std::string> out = {"init"};
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

}  // namespace

TEST_CASE("every first policy is as expected, checks without a finding, is formatted and builds") {
  const char* const update = std::getenv("SHELFLIFE_UPDATE");
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const Folder folder;
    const Run run = folder.run(init(each.words));
    CAPTURE(run.err);
    REQUIRE(run.status == 0);
    CHECK(run.err.empty());
    CHECK(run.out == "wrote policy.shelf\nnext: shelflife check policy.shelf\n      shelflife build policy.shelf -o out\n");
    const std::string text = folder.read("policy.shelf");
    if (update != nullptr && std::string(update) == "1") std::ofstream(expected_path(each.name), std::ios::binary) << text;
    CHECK(text == read_text(expected_path(each.name)));
    const Run check = folder.run({"check", "policy.shelf"});
    CHECK(check.out == "1 file checked, nothing found\n");
    CHECK((check.err.empty() || check.err.find(" suppressed\n") == check.err.find(' ')));  // what nobody asked for stands in the file
    CHECK(check.status == 0);
    CHECK(folder.run({"fmt", "--check", "policy.shelf"}).status == 0);
    CHECK(folder.run({"build", "policy.shelf", "-o", "out"}).status == 0);
    CHECK(folder.has("out/plan.json"));
    // Printed, it is the same text and nothing else.
    std::vector<std::string> words = init(each.words);
    words.insert(words.end(), {"-o", "-"});
    CHECK(folder.run(words).out == text);
  }
}

TEST_CASE("what a first policy asks of the strictest stage holds: a build that deletes there is refused") {
  const Folder folder;
  REQUIRE(folder.run({"init", "s3://acme-ml"}).status == 0);
  folder.write("worse.shelf", folder.read("policy.shelf") + "rule worse where stage == production { delete after 300 days }\n");
  CHECK(folder.run({"build", "worse.shelf", "-o", "out"}).status == 0);  // `keep for 3 years` stands in its way
  std::string text = folder.read("worse.shelf");
  text.erase(text.find("keep for 3 years"), std::string("keep for 3 years").size());
  folder.write("worse.shelf", text);
  const Run refused = folder.run({"build", "worse.shelf", "-o", "out2"});
  CHECK(refused.status == 1);
  CHECK(contains(refused.err, "what is in use is untouchable for a year"));
}

TEST_CASE("a file that exists is never overwritten, a link that leads nowhere neither") {
  const Folder folder;
  folder.write("policy.shelf", "# mine\n");
  for (const std::vector<std::string>& words : {init({"s3://acme-ml"}), init({"s3://acme-ml", "-o", "policy.shelf"}), init({})}) {
    const Run run = folder.run(words);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, "`policy.shelf` exists already"));
    CHECK(folder.read("policy.shelf") == "# mine\n");
  }
  REQUIRE(::symlink("nowhere", (folder / "link.shelf").c_str()) == 0);
  CHECK(folder.run(init({"s3://acme-ml", "-o", "link.shelf"})).status == 2);
  CHECK_FALSE(folder.has("nowhere"));
  const Run absent = folder.run(init({"s3://acme-ml", "-o", "no/such/folder.shelf"}));
  CHECK(absent.status == 2);
  CHECK(contains(absent.err, "cannot be written"));
}

TEST_CASE("a file that cannot be written whole is not left there") {
  const Folder folder;
  const Run run = folder.run(init({"s3://acme-ml"}), {.largest_file = 100});
  CHECK(run.status == 2);
  CHECK_FALSE(folder.has("policy.shelf"));
}

TEST_CASE("without a terminal and a bucket: a whole command line, with what was given already") {
  const Folder folder;
  const Run run = folder.run(init({"--stages", "dev,live", "--owner", "Ana Lima"}));
  CHECK(run.status == 2);
  CHECK(run.err ==
        "shelflife: no bucket is named, and there is no terminal to ask on\n"
        "  help: shelflife init s3://BUCKET --layout 'ml/{stage}/{project}/{model}/{version}/{run_id}/' --stages dev,live --owner 'Ana Lima' -o policy.shelf\n");
  CHECK_FALSE(folder.has("policy.shelf"));
}

TEST_CASE("words that make no policy are refused, and nothing is written") {
  struct Refusal {
    std::vector<std::string> words;
    std::string said;
  };
  const std::vector<Refusal> refusals = {
      {{"acme-ml"}, "`acme-ml` names no bucket"},
      {{"s3://"}, "names no bucket"},
      {{"s3://acme-ml/ml/dev"}, "without a key"},
      {{"azure://acmeml"}, "names no bucket"},
      {{"azure://acmeml/models/x"}, "names no bucket"},
      {{"http://acme-ml"}, "names no bucket"},
      {{"s3://Acme_ML"}, "error SL0262: no bucket can be named `Acme_ML`"},
      {{"azure://acmeml/m"}, "error SL0262"},
      {{"s3://acme-ml", "--layout", "ml/{stage}{model}/"}, "--layout:1:"},
      {{"s3://acme-ml", "--layout", "ml/{delete}/{stage}/"}, "--layout:1:"},
      {{"s3://acme-ml", "--layout", "ml/\n\"/"}, "has characters that no policy can show"},
      {{"s3://acme-ml", "--owner", "ana\x1b[31m"}, "has characters that no policy can show"},
      {{"s3://acme-ml", "--owner", "ana\xff"}, "has characters that no policy can show"},
      {{"s3://acme-ml", "--layout", "ml/{model}/", "--stages", "dev,prod"}, "binds no field `stage`"},
      {{"s3://acme-ml", "--layout", "ml/{model}/", "--lock", "governance"}, "binds no field `stage`"},
      {{"s3://acme-ml", "--stages", ""}, "a stage has no name"},
      {{"s3://acme-ml", "--stages", "dev,prod,dev"}, "the stage `dev` is named twice"},
      {{"s3://acme-ml", "--stages", "dev,a/b"}, "has a `/`"},
      {{"s3://acme-ml", "--store", "delete"}, "no store can be named `delete`"},
      {{"s3://acme-ml", "--store", "x on s3 \"evil\" {} store y"}, "no store can be named"},
      {{"s3://acme-ml", "--lock", "forever"}, "--lock"},
      {{"s3://acme-ml", "--lock-bucket", "acme-locked"}, "--lock does not say"},
      {{"s3://acme-ml", "--lock", "governance", "--lock-bucket", "acme-ml"}, "error"},
      {{"s3://acme-ml", "s3://acme-other"}, "[URI]"},
  };
  for (const Refusal& refusal : refusals) {
    const Folder folder;
    const Run run = folder.run(init(refusal.words));
    CAPTURE(refusal.said);
    CAPTURE(run.err);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, refusal.said));
    CHECK_FALSE(contains(run.err, "\x1b"));
    CHECK_FALSE(folder.has("policy.shelf"));
  }
}

TEST_CASE("on a terminal: questions with defaults, asked again where the answer is none") {
  if (std::system("command -v script >/dev/null 2>&1") != 0) {
    MESSAGE("SKIPPED: no script(1) to make a terminal");
    return;
  }
  const auto dialogue = [](const Folder& folder, const std::string& answers, const std::string& options) {
    folder.write("answers", answers);
    const std::string command = "cd '" + folder.path() + "' && script -qec '" + SHELFLIFE_BINARY + " init " + options + "' /dev/null < answers > screen 2>&1";
    return std::system(command.c_str());
  };
  const Folder folder;
  CHECK(dialogue(folder, "acme-ml\ns3://acme-ml-artifacts\n\n\n\n\n\n", "") == 0);
  CAPTURE(folder.read("screen"));
  CHECK(contains(folder.read("screen"), "Stages, from the cheapest to the strictest [dev,staging,production]: "));
  CHECK(folder.read("policy.shelf") == read_text(expected_path("s3")));  // all defaults
  CHECK(dialogue(folder, "azure://acmeml/models\n\nacmelogs\nno\ngovernance\n",
                 "--layout \"ml/{stage}/{project}/{model}/{version}/{run_id}/\" --stages dev,staging,production --region westeurope --lock-bucket acmeml/releases -o two.shelf") == 0);
  CHECK(folder.read("two.shelf") == read_text(expected_path("azure-all")));
  CHECK(dialogue(folder, "s3://acme-ml\n\x04", "-o three.shelf") != 0);  // the end of the input
  CHECK(contains(folder.read("screen"), "the answers ended, and nothing was written"));
  CHECK_FALSE(folder.has("three.shelf"));
}
