// check: suppression comments, baselines and fixes as a user meets them.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;
namespace fs = std::filesystem;

namespace {

const std::string records = "rule records where stage == production {\n  keep for 2555 days\n}\n";
const std::string more = "rule more where stage == staging {\n  keep for 3650 days\n}\n";
const std::string second_root =
    "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, staging, production required\nstore second on s3 \"acme-two\" { versioning on }\n";

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++out;
  return out;
}
std::string concise(const Folder& folder, std::vector<std::string> options = {}) {
  options.insert(options.begin(), {"check", "--format", "concise"});
  return folder.run(options).err;
}
unsigned mode_of(const std::string& path) {
  struct stat status {};
  ::stat(path.c_str(), &status);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("a comment suppresses in every format, and counts for --fail-on") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + "# shelflife-ignore SL1304: counted in days\n" + records);
  const Run run = folder.run({"check", "p.shelf", "--select", "SL1304,SL09", "--fail-on", "note"});
  CHECK(run.status == 0);
  CHECK(run.out == "1 file checked, nothing found\n");
  const Run json = folder.run({"check", "p.shelf", "--select", "SL1304,SL09", "--format", "json"});
  const auto document = nlohmann::json::parse(json.out);
  for (const auto& finding : document["findings"]) CHECK((finding["code"] != "SL1304" || !finding["suppressed"].is_null()));
  folder.write("p.shelf", policy_a() + "# shelflife-ignore SL1304 until 2027-01-31: counted in days\n" + records);
  CHECK(count(concise(folder, {"--at", "2027-01-30"}), "SL1304") == 0);
  CHECK(count(concise(folder, {"--at", "2027-01-31"}), "SL1304") == 1);
  CHECK(count(concise(folder, {"--at", "2027-01-31"}), "SL0903") == 1);
}

TEST_CASE("a file of two roots: a comment is used when one of them uses it; nothing is unused where something is wrong") {
  const Folder folder;
  // SL0501 is found in t where a root keeps its objects for longer.
  const std::string longer = "rule longer where stage == staging { keep for 90 days }\n";
  folder.write("a.shelf", policy_a() + "import \"t.shelf\"\n" + longer);
  folder.write("b.shelf", second_root + "import \"t.shelf\"\n");
  folder.write("t.shelf", "rule t where stage == staging {\n  # shelflife-ignore SL0501, SL1304: known\n  delete after 60 days\n}\n");
  const std::string said = concise(folder);
  CHECK(count(said, "SL0501") == 0);
  CHECK(count(said, "SL0904") == 1);
  CHECK(contains(said, "t.shelf:2:30: warning SL0904"));
  folder.write("a.shelf", policy_a() + "import \"t.shelf\"\n");
  CHECK(count(concise(folder), "SL0904") == 2);
  folder.write("b.shelf", second_root + "import \"t.shelf\"\nrule wrong where stagee == dev { delete after 3 days }\n");
  CHECK(count(concise(folder), "SL0904") == 0);
}

TEST_CASE("a baseline: written, used, grown and shrunk; the same from another folder") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + records);
  const std::vector<std::string> use = {"--baseline", "b.json", "--select", "SL1304,SL09"};
  CHECK(folder.run({"check", "--baseline", "b.json"}).status == 2);
  CHECK(folder.run({"check", "--update-baseline"}).status == 2);
  const Run made = folder.run({"check", "--baseline", "b.json", "--select", "SL1304,SL09", "--update-baseline", "--fail-on", "note"});
  CAPTURE(made.err);
  CHECK(made.status == 0);
  CHECK(contains(made.err, "1 entry, 1 added, 0 dropped"));
  const auto entry = nlohmann::json::parse(folder.read("b.json"))["findings"][0];
  CHECK(entry["path"] == "p.shelf");
  CHECK(entry["code"] == "SL1304");
  CHECK(concise(folder, use).empty());
  // Lines that move change nothing; what is new is told.
  folder.write("p.shelf", policy_a() + "\n\n# moved\n" + records + more);
  CHECK(count(concise(folder, use), "SL1304") == 1);
  CHECK(folder.run({"check", "--baseline", "b.json", "--select", "SL1304,SL09", "--fail-on", "warning"}).status == 1);
  fs::create_directory(folder / "sub");
  const Run below = run({"check", "..", "--baseline", "../b.json", "--select", "SL1304,SL09", "--format", "concise"}, {.folder = folder / "sub"});
  CHECK(count(below.err, "SL1304") == 1);
  CHECK(count(below.err, "SL0910") == 0);
  // A rule or a file that is left out does not make its entries stale.
  folder.write("other.shelf", second_root);
  CHECK(count(concise(folder, {"--baseline", "b.json", "--select", "style,SL09"}), "SL0910") == 0);
  CHECK(count(concise(folder, {"--baseline", "b.json", "other.shelf"}), "SL0910") == 0);
  const std::string before = folder.read("b.json");
  CHECK(folder.run({"check", "other.shelf", "--baseline", "b.json", "--select", "style", "--update-baseline"}).status == 0);
  CHECK(folder.read("b.json") == before);
  // Gone: told, and dropped.
  folder.write("p.shelf", policy_a() + more);
  CHECK(count(concise(folder, use), "b.json:8:23: note SL0910") == 1);
  CHECK(contains(folder.run({"check", "--baseline", "b.json", "--select", "SL1304,SL09", "--update-baseline"}).err, "1 entry, 1 added, 1 dropped"));
  CHECK(concise(folder, use).empty());
  fs::remove(folder / "p.shelf");
  CHECK(count(concise(folder, use), "SL0910") == 1);
  // What makes a policy wrong is never in it.
  folder.write("p.shelf", policy_a() + "rule wrong where stagee == dev { delete after 3 days }\n");
  CHECK(folder.run({"check", "p.shelf", "--baseline", "new.json", "--update-baseline"}).status == 1);
  CHECK(nlohmann::json::parse(folder.read("new.json"))["findings"].empty());
  folder.write("b.json", "{}\n");
  const Run bad = folder.run({"check", "p.shelf", "--baseline", "b.json"});
  CHECK(bad.status == 2);
  CHECK(contains(bad.err, "b.json:1:1: error SL0023"));
}

TEST_CASE("a baseline that cannot be written leaves the old one") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + records);
  CHECK(folder.run({"check", "--baseline", "b.json", "--update-baseline"}).status == 0);
  const std::string before = folder.read("b.json");
  folder.write("p.shelf", policy_a() + records + more);
  const Run full = folder.run({"check", "--baseline", "b.json", "--update-baseline"}, {.largest_file = 50});
  CHECK(full.status == 2);
  CHECK(folder.read("b.json") == before);
  CHECK(folder.tree().size() == 2);
}

TEST_CASE("--fix writes what is safe and keeps the rest of the file, its mode and its link; the status is by what remains") {
  const Folder folder;
  const std::string odd = "#  odd   layout\r\n" + policy_a() + "\n\n" + records;
  folder.write("real/p.shelf", odd);
  fs::create_symlink("real/p.shelf", folder / "p.shelf");
  ::chmod((folder / "real/p.shelf").c_str(), 0640);
  const Run shown = folder.run({"check", "p.shelf", "--fix", "--diff", "--select", "SL1304", "--fail-on", "warning"});
  CHECK(shown.status == 0);
  CHECK(contains(shown.out, "-  keep for 2555 days\n+  keep for 7 years\n"));
  CHECK(contains(shown.err, "would fix p.shelf:16:12: SL1304: write `7 years`"));
  CHECK(folder.read("p.shelf") == odd);
  const Run fixed = folder.run({"check", "p.shelf", "--fix", "--select", "SL1304", "--fail-on", "warning"});
  CHECK(fixed.status == 0);
  CHECK(contains(fixed.err, "fixed p.shelf:16:12: SL1304: write `7 years`"));
  std::string expected = odd;
  expected.replace(expected.find("2555 days"), 9, "7 years");
  CHECK(folder.read("p.shelf") == expected);
  CHECK(mode_of(folder / "real/p.shelf") == 0640);
  CHECK(fs::is_symlink(folder / "p.shelf"));
  CHECK(folder.tree().size() == 2);
  CHECK(folder.run({"check", "p.shelf", "--fix", "--select", "SL1304"}).err.empty());
}

TEST_CASE("--fix: all files or none, and not what is suppressed or told apart") {
  const Folder folder;
  folder.write("a.shelf", policy_a() + "import \"sub/t.shelf\"\n" + records);
  folder.write("b.shelf", second_root + "import \"sub/t.shelf\"\n");
  folder.write("sub/t.shelf", more);
  const auto before = folder.tree();
  CHECK(folder.run({"check", "--fix", "--select", "SL1304"}, {.largest_file = 200}).status == 2);  // room for one of the two files
  CHECK(folder.tree() == before);
  CHECK(folder.run({"check", "-", "--fix"}, {.input = policy_a()}).status == 2);
  CHECK(folder.run({"check", "--diff"}).status == 2);
  CHECK(folder.run({"check", "--watch", "--fix"}).status == 2);
  CHECK(folder.run({"check", "--fix", "--diff", "--format", "json"}).status == 2);
  CHECK(folder.run({"check", "--fix", "--select", "SL1304"}).status == 0);
  CHECK(contains(folder.read("a.shelf"), "keep for 7 years"));
  CHECK(contains(folder.read("sub/t.shelf"), "keep for 10 years"));
  const std::string suppressed = policy_a() + "# shelflife-ignore SL1304: x\n" + records;
  folder.write("b.shelf", suppressed);
  folder.run({"check", "b.shelf", "--fix", "--select", "SL1304"});
  CHECK(folder.read("b.shelf") == suppressed);
}

TEST_CASE("--fix under a root that is named in the configuration judges the whole root") {
  const Folder folder;
  folder.write(".shelflife.yaml", "root: p.shelf\n");
  folder.write("p.shelf", policy_a() + "import \"teams/t.shelf\" where model == m\n");
  folder.write("teams/t.shelf", records);
  CHECK(folder.run({"check", "teams/t.shelf", "--fix"}).status == 0);
  CHECK(contains(folder.read("teams/t.shelf"), "keep for 7 years"));
}
