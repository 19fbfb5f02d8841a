// import: exit statuses, which document of several, and nobody's file overwritten.
#include <doctest/doctest.h>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {

const std::string good = R"({"Rules": [{"ID": "dev", "Status": "Enabled", "Filter": {"Prefix": "ml/dev/"}, "Expiration": {"Days": 14}}]})";
const std::string dated = R"({"Rules": [{"ID": "dev", "Status": "Enabled", "Filter": {"Prefix": "ml/dev/"}, "Expiration": {"Date": "2030-01-01T00:00:00Z"}}]})";

std::string bucket(const std::string& name, int days) {
  return R"({"address": "google_storage_bucket.)" + name + R"(", "mode": "managed", "type": "google_storage_bucket", "values": {"name": ")" + name +
         R"(", "lifecycle_rule": [{"action": [{"type": "Delete"}], "condition": [{"age": )" + std::to_string(days) + R"(, "with_state": "LIVE"}]}]}})";
}

}  // namespace

TEST_CASE("import prints a policy that checks, and builds to the document's rule") {
  const Folder folder;
  folder.write("lifecycle.json", good);
  const Run run = folder.run({"import", "lifecycle.json", "--bucket", "acme-ml", "--store", "artifacts"});
  CAPTURE(run.err);
  CHECK(run.status == 0);
  CHECK(contains(run.out, "store artifacts on s3 \"acme-ml\""));
  CHECK_FALSE(contains(run.out, "lifecycle.json"));
  folder.write("p.shelf", run.out);
  CHECK(folder.run({"check", "p.shelf"}).status == 0);
  CHECK(folder.run({"fmt", "--check", "p.shelf"}).status == 0);
  CHECK(folder.run({"build", "p.shelf", "-o", "out"}).status == 0);
  CHECK(contains(folder.read("out/artifacts/lifecycle.json"), "\"Days\": 14"));
  CHECK(folder.run({"import", "-", "--bucket", "acme-ml", "--store", "artifacts"}, {.input = good}).out == run.out);
}

TEST_CASE("what no policy can say is listed, and nothing is written") {
  const Folder folder;
  folder.write("lifecycle.json", dated);
  const Run run = folder.run({"import", "lifecycle.json", "-o", "p.shelf"});
  CHECK(run.status == 1);
  CHECK(run.out.empty());
  CHECK(contains(run.err, "SL0433: `lifecycle.json` Rules[0].Expiration.Date: acts from the date 2030-01-01 on"));
  CHECK_FALSE(folder.has("p.shelf"));
}

TEST_CASE("import into a file: a new one, never over another text") {
  const Folder folder;
  folder.write("lifecycle.json", good);
  CHECK(folder.run({"import", "lifecycle.json", "-o", "p.shelf"}).status == 0);
  const std::string text = folder.read("p.shelf");
  CHECK(contains(text, "delete after 14 days"));
  CHECK(folder.run({"import", "lifecycle.json", "-o", "p.shelf"}).status == 0);  // the same text
  folder.write("p.shelf", "# mine\n");
  const Run refused = folder.run({"import", "lifecycle.json", "-o", "p.shelf"});
  CHECK(refused.status == 2);
  CHECK(contains(refused.err, "SL0402"));
  CHECK(folder.read("p.shelf") == "# mine\n");
}

TEST_CASE("import says which documents there are when several could be meant") {
  const Folder folder;
  folder.write("plan.json", R"({"format_version": "1.2", "planned_values": {"root_module": {"resources": [)" + bucket("acme-a", 3) + "," + bucket("acme-b", 5) + "]}}}");
  const Run run = folder.run({"import", "plan.json"});
  CHECK(run.status == 1);
  CHECK(contains(run.err, "`acme-a` (google_storage_bucket.acme-a), the GCS bucket `acme-b`"));
  const Run chosen = folder.run({"import", "plan.json", "--bucket", "acme-b"});
  CHECK(chosen.status == 0);
  CHECK(contains(chosen.out, "delete after 5 days"));
  const Run none = folder.run({"import", "plan.json", "--bucket", "acme-c"});
  CHECK(none.status == 1);
  CHECK(contains(none.err, "says nothing of `acme-c`"));
}

TEST_CASE("files that are no lifecycle documents: a finding; files that cannot be read: misuse") {
  const Folder folder;
  folder.write("package.json", R"({"name": "x", "version": "1.0.0"})");
  folder.write("cut.json", good.substr(0, 40));
  folder.write("s3.json", good);
  for (const std::string file : {"package.json", "cut.json"}) {
    const Run run = folder.run({"import", file});
    CAPTURE(run.err);
    CHECK(run.status == 1);
    CHECK(contains(run.err, "SL0430"));
    CHECK(run.out.empty());
  }
  CHECK(folder.run({"import", "s3.json", "--provider", "azure"}).status == 1);
  CHECK(folder.run({"import", "s3.json", "--provider", "s3"}).status == 0);
  CHECK(folder.run({"import", "s3.json", "--provider", "ftp"}).status == 2);
  CHECK(folder.run({"import", "missing.json"}).status == 2);
  CHECK(folder.run({"import"}).status == 2);
}

TEST_CASE("text of a document drives no terminal") {
  const Folder folder;
  folder.write("evil.json", R"({"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 3}, "\u001b[2Jgone": 1}]})");
  const Run run = folder.run({"import", "evil.json"});
  CHECK(run.status == 1);
  CHECK(run.err.find('\x1b') == std::string::npos);
  CHECK(contains(run.err, "\\x1b[2Jgone"));
}
