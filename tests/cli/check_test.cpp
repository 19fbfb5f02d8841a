// check: which file in which context, formats, odd bytes, configuration.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;
namespace fs = std::filesystem;

namespace {
const std::string wrong = policy_a() + "rule wrong where stagee == dev { delete after 3 days }\n";
const std::string uploads = "rule uploads { abort uploads after 7 days }\n";
const std::string team = "rule t where model == m { delete after 2 days }\n";
}  // namespace

TEST_CASE("nothing wrong is 0, a finding is 1, on standard error") {
  const Folder folder;
  folder.write("good.shelf", policy_a() + uploads);
  folder.write("wrong.shelf", wrong);
  folder.write("broken.shelf", "rule { nonsense\n");
  const Run good = folder.run({"check", "good.shelf"});
  CAPTURE(good.err);
  CHECK(good.status == 0);
  CHECK(good.out == "1 file checked, nothing found\n");
  CHECK(folder.run({"check", "good.shelf", "--quiet"}).out.empty());
  for (const std::string name : {"wrong.shelf", "broken.shelf"}) {
    const Run bad = folder.run({"check", name});
    CHECK(bad.status == 1);
    CHECK(bad.out.empty());
    CHECK(contains(bad.err, name + ":"));
  }
  CHECK(folder.run({"check", "good.shelf", "missing.shelf"}).status == 2);
  CHECK(folder.run({"check", "-"}, {.input = policy_a()}).status == 0);
  CHECK(contains(folder.run({"check", "-"}, {.input = wrong}).err, "<stdin>:12:"));
}

TEST_CASE("formats") {
  const Folder folder;
  folder.write("wrong.shelf", wrong);
  const Run json = folder.run({"check", "--format", "json", "wrong.shelf"});
  CHECK(json.status == 1);
  CHECK(json.err.empty());
  const auto document = nlohmann::json::parse(json.out);
  REQUIRE(document["findings"].size() == 1);
  const auto& finding = document["findings"][0];
  CHECK(finding["severity"] == "error");
  CHECK(finding["file"] == "wrong.shelf");
  CHECK(finding["line"] == 12);
  CHECK(finding["column"] == 18);
  CHECK(finding["code"].get<std::string>().starts_with("SL"));
  CHECK_FALSE(finding["message"].get<std::string>().empty());
  CHECK_FALSE(finding["help"].get<std::string>().empty());
  const Run concise = folder.run({"check", "--format", "concise", "wrong.shelf"});
  CHECK(std::count(concise.err.begin(), concise.err.end(), '\n') == 1);
  CHECK(concise.err.starts_with("wrong.shelf:12:18: error SL"));
}

TEST_CASE("a folder: hidden ones are skipped, imported files are checked once, in their root") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + "import \"teams/t.shelf\" where stage == dev\n");
  folder.write("teams/t.shelf", team + "rule u where stagee == dev { delete after 3 days }\n");
  folder.write(".hidden/wrong.shelf", wrong);
  folder.write("notes.txt", "not a policy");
  const Run checked = folder.run({"check", ".", "--format", "concise"});
  CHECK(checked.status == 1);
  CHECK(std::count(checked.err.begin(), checked.err.end(), '\n') == 1);
  CHECK(checked.err.starts_with("teams/t.shelf:2:"));
  CHECK(folder.run({"check"}).err == folder.run({"check", "."}).err);
  CHECK(folder.run({"check", "./p.shelf", "--format", "concise"}).err.starts_with("./teams/t.shelf:2:"));
  CHECK(folder.run({"check", folder.path(), "--format", "concise"}).err.starts_with(folder / "teams/t.shelf:2:"));
  CHECK(folder.run({"check", ".hidden"}).status == 1);  // named by the user
  const Folder empty;
  CHECK(empty.run({"check"}).status == 2);
}

TEST_CASE("a team's file: one warning without its root, checked in it with a configuration") {
  const Folder folder;
  folder.write("p.shelf", policy_a() + uploads + "import \"teams/t.shelf\" where stage == dev\n");
  folder.write("teams/t.shelf", team);
  const Run alone = folder.run({"check", "teams/t.shelf", "--format", "concise"});
  CHECK(alone.status == 0);
  CHECK(contains(alone.err, "SL0021"));
  CHECK(contains(alone.err, "root"));
  folder.write(".shelflife.yaml", "root: p.shelf\n");
  const Run rooted = folder.run({"check", "teams/t.shelf"});
  CHECK(rooted.status == 0);
  CHECK(rooted.err.empty());
  folder.write("teams/t.shelf", "rule u where stagee == dev { delete after 3 days }\n");
  const Run below = run({"check", "t.shelf", "--format", "concise"}, {.folder = folder / "teams"});
  CHECK(below.status == 1);
  CHECK(below.err.starts_with("../teams/t.shelf:1:"));
  CHECK(folder.run({"check", "teams/t.shelf", "--config", ".shelflife.yaml"}).status == 1);
}

TEST_CASE("a configuration that is wrong is told with its place, status 2") {
  const Folder folder;
  folder.write("p.shelf", policy_a());
  for (const std::string config : {"rooot: p.shelf\n", "root: p.shelf\nother: 1\n", "root: [p.shelf]\n", "- root\n", "root: {\n", "root: a\nroot: b\n"}) {
    CAPTURE(config);
    folder.write(".shelflife.yaml", config);
    const Run result = folder.run({"check", "p.shelf"});
    CHECK(result.status == 2);
    CHECK(result.err.starts_with(".shelflife.yaml:"));
    CHECK(contains(result.err, "SL0020"));
  }
  folder.write(".shelflife.yaml", "");
  CHECK(folder.run({"check", "p.shelf"}).status == 0);
  folder.write(".shelflife.yaml", std::string(60000, '['));
  CHECK(folder.run({"check", "p.shelf"}).status == 2);
}

TEST_CASE("imports stay below the root's folder") {
  const Folder folder;
  folder.write("secret.shelf", "rule s where model == m { delete after 1 day }\n");
  folder.write("in/p.shelf", policy_a() + "import \"link.shelf\" where stage == dev\n");
  fs::create_symlink("../secret.shelf", folder / "in/link.shelf");
  const Run escaped = folder.run({"check", "in/p.shelf"});
  CHECK(escaped.status == 1);
  CHECK(contains(escaped.err, "leaves the folder"));
  fs::remove(folder / "in/link.shelf");
  fs::create_directory(folder / "in/link.shelf");
  CHECK(contains(folder.run({"check", "in/p.shelf"}).err, "it is a folder"));
}

TEST_CASE("odd files end in a finding, never in a crash") {
  const Folder folder;
  std::string crlf;
  for (const char c : policy_a()) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  folder.write("crlf.shelf", crlf);
  CHECK(folder.run({"check", "crlf.shelf"}).status == 0);
  folder.write("bom.shelf", "\xef\xbb\xbf" + policy_a());
  CHECK(folder.run({"check", "bom.shelf"}).status == 0);
  folder.write("empty.shelf", "");
  CHECK(folder.run({"check", "empty.shelf"}).status == 0);
  const std::vector<std::string> odd = {policy_a() + std::string(1, '\0'), policy_a() + "\xff\xfe", std::string("r\0u\0", 4),
                                        policy_a() + "rule x { keep for \x1b[31m }\n", std::string(300000, '('), std::string(300000, '{')};
  for (const std::string& text : odd) {
    folder.write("odd.shelf", text);
    const Run result = folder.run({"check", "odd.shelf"});
    CHECK(result.status == 1);
    CHECK_FALSE(contains(result.err, "\x1b"));
  }
  CHECK(folder.run({"check", "/dev/zero"}).status == 2);
  const Run escaped = folder.run({"check", "no\x1b[2J\xe2\x80\xaesuch"});
  CHECK(escaped.status == 2);
  CHECK_FALSE(contains(escaped.err, "\x1b"));
  CHECK_FALSE(contains(escaped.err, "\xe2\x80\xae"));
}

TEST_CASE("roots in one run that speak of one bucket") {
  const Folder folder;
  folder.write("a/p.shelf", policy_a());
  folder.write("b/p.shelf", policy_a());
  const Run result = folder.run({"check", "."});
  CHECK(result.status == 1);
  CHECK(contains(result.err, "SL0022"));
}

TEST_CASE("files that import each other are told once, not passed over") {
  const Folder folder;
  folder.write("a.shelf", "import \"b.shelf\"\n" + policy_a());
  folder.write("b.shelf", "import \"a.shelf\"\n");
  CHECK(folder.run({"check", "."}).status == 1);
}
