// diff: statuses, formats, hostile text, git revisions.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {

const std::string head = "layout \"ml/{stage}/{model}/{version}/\"\nstore a on s3 \"acme-ml\" { versioning off }\n";
const std::string two_weeks = head + "rule dev where stage == dev { delete after 14 days }\n";
const std::string one_week = head + "rule dev where stage == dev { delete after 1 week }\n";

// git in the folder, with an identity of its own and no configuration of the user's.
void git(const Folder& folder, const std::vector<std::string>& words) {
  std::vector<std::string> all{"git", "-C", folder.path(), "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDOUT_FILENO);
    ::execvp("git", argv.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
}

void commit(const Folder& folder) {
  git(folder, {"add", "-A"});
  git(folder, {"commit", "-q", "--allow-empty", "-m", "x"});
}

}  // namespace

TEST_CASE("changes are told and fail only when asked to") {
  const Folder folder;
  folder.write("old.shelf", two_weeks);
  folder.write("new.shelf", one_week);
  folder.write("same.shelf", head + "rule d where stage == dev { delete after 2 weeks }\n");
  folder.write("wrong.shelf", head + "rule dev where stag == dev { delete after 14 days }\n");
  const Run run = folder.run({"diff", "old.shelf", "new.shelf"});
  CHECK(run.status == 0);
  CHECK(run.err.empty());
  CHECK(contains(run.out, "1 change: 1 sooner\n"));
  CHECK(contains(run.out, "sooner  stage == dev in a\n    deleted after 14 days -> deleted after 1 week\n"));
  CHECK(contains(run.out, "old  old.shelf:3  `delete after 14 days` of rule dev"));
  CHECK(contains(run.out, "for example key=ml/dev/x/x/x size=0 created=7d"));
  CHECK(folder.run({"diff", "old.shelf", "same.shelf"}).out == "no object changes fate\n");
  CHECK(folder.run({"diff", "old.shelf", "new.shelf", "--fail-on", "more-deleted"}).status == 0);
  CHECK(folder.run({"diff", "old.shelf", "new.shelf", "--fail-on", "more-deleted,sooner"}).status == 1);
  CHECK(folder.run({"diff", "old.shelf", "new.shelf", "--fail-on", "any"}).status == 1);
  CHECK(folder.run({"diff", "old.shelf", "same.shelf", "--fail-on", "any"}).status == 0);
  CHECK(folder.run({"diff", "new.shelf", "old.shelf", "--fail-on", "more-deleted,sooner,less-kept,less-locked,hold-lifted"}).status == 0);
  CHECK(folder.run({"diff", "old.shelf", "wrong.shelf"}).status == 1);
  CHECK(folder.run({"diff", "-", "new.shelf"}, {.input = two_weeks}).status == 0);
}

TEST_CASE("misuse is 2") {
  const Folder folder;
  folder.write("old.shelf", two_weeks);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"diff"}, {"diff", "old.shelf"}, {"diff", "old.shelf", "old.shelf", "old.shelf"}, {"diff", "old.shelf", "missing.shelf"},
           {"diff", "-", "-"}, {"diff", "old.shelf", "old.shelf", "--fail-on", "worse"}, {"diff", "old.shelf", "old.shelf", "--format", "yaml"},
           {"diff", "old.shelf", "old.shelf", "--against", "main"}}) {
    const Run run = folder.run(words);
    CAPTURE(run.err);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK(!run.err.empty());
  }
}

TEST_CASE("what is undecided counts as every kind of change") {
  const Folder folder;
  folder.write("old.shelf", head + "rule o where orphan { delete after 30 days }\n");
  folder.write("new.shelf", "layout \"ml/{stage}/{model}/{version}/\"\nstore a on s3 \"acme-ml\" { versioning off orphan after 7 days }\nrule o where orphan { delete after 30 days }\n");
  const Run run = folder.run({"diff", "old.shelf", "new.shelf", "--fail-on", "hold-lifted"});
  CHECK(run.status == 1);
  CHECK(contains(run.out, "undecided: `orphan after` changed"));
}

TEST_CASE("json") {
  const Folder folder;
  folder.write("old.shelf", two_weeks);
  folder.write("new.shelf", one_week);
  const nlohmann::json document = nlohmann::json::parse(folder.run({"diff", "old.shelf", "new.shelf", "--format", "json"}).out);
  CHECK(document.at("version") == 1);
  CHECK(document.at("counts") == nlohmann::json{{"sooner", 1}});
  const nlohmann::json& change = document.at("changes").at(0);
  CHECK(change.at("class") == "sooner");
  CHECK(change.at("harmless") == false);
  CHECK(change.at("objects") == "stage == dev");
  CHECK(change.at("old").at(0).at("file") == "old.shelf");
  CHECK(change.at("new").at(0).at("line") == 3);
  CHECK(change.at("witness").get<std::string>().starts_with("key=ml/dev/x/x/x size=0 created=7d"));
  CHECK(nlohmann::json::parse(folder.run({"diff", "old.shelf", "old.shelf", "--format", "json"}).out).at("changes").empty());
}

TEST_CASE("json has the members that its schema asks for") {
  std::ifstream file(std::string(SHELFLIFE_SOURCE_DIR) + "/docs/schema/diff-1.schema.json");
  const nlohmann::json schema = nlohmann::json::parse(file);
  const Folder folder;
  folder.write("old.shelf", two_weeks + "hold \"h\" by \"l\" where stage == dev\n");
  folder.write("new.shelf", one_week + "safeguard { at most 50% per run }\n");
  const nlohmann::json document = nlohmann::json::parse(folder.run({"diff", "old.shelf", "new.shelf", "--format", "json"}).out);
  const auto members = [](const nlohmann::json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) names.insert(name);
    return names;
  };
  const auto asked = [](const nlohmann::json& part) { return part.at("required").get<std::set<std::string>>(); };
  CHECK(members(document) == asked(schema));
  CHECK(document.at("$schema") == schema.at("$id"));
  REQUIRE(document.at("changes").size() >= 3);
  const std::set<std::string> classes = schema.at("$defs").at("class").at("enum").get<std::set<std::string>>();
  for (const nlohmann::json& change : document.at("changes")) {
    CHECK(members(change) == asked(schema.at("$defs").at("change")));
    CHECK(classes.contains(change.at("class").get<std::string>()));
    for (const nlohmann::json& statement : change.at("old")) CHECK(members(statement) == asked(schema.at("$defs").at("statement")));
  }
}

TEST_CASE("markdown makes no cell, HTML, link or mention of the user's text") {
  const Folder folder;
  const std::string labels = "label owner from tag\n";
  folder.write("old.shelf", head + labels);
  folder.write("new.shelf", head + labels + "rule dev where owner in (\"@acme/all\", \"a|b\", \"``x`<b>\") { delete after 14 days }\nhold \"@bob <img src=x> [y](z)\" by \"l\" where owner == x\n");
  const Run run = folder.run({"diff", "old.shelf", "new.shelf", "--format", "markdown"});
  CAPTURE(run.out);
  CHECK(run.status == 0);
  CHECK(contains(run.out, "| change | objects |"));
  // Every row has as many bars that part cells as the heading.
  std::size_t begin = run.out.find("| change");
  while (begin < run.out.size() && run.out[begin] == '|') {
    const std::size_t end = run.out.find('\n', begin);
    std::size_t bars = 0;
    for (std::size_t i = begin; i < end; ++i) bars += run.out[i] == '|' && (i == begin || run.out[i - 1] != '\\');
    CHECK(bars == 8);
    begin = end + 1;
  }
  CHECK(contains(run.out, "```owner in (\"@acme/all\", \"``x`<b>\", \"a\\|b\")```"));
  CHECK(contains(run.out, "**more-deleted**"));
}

TEST_CASE("against a git revision: the root with its imports as they were, from any folder") {
  const Folder folder;
  folder.write("sub/policy.shelf", "import \"teams/t.shelf\" where stage == dev\n" + head);
  folder.write("sub/teams/t.shelf", "rule t where model == m { delete after 14 days }\n");
  git(folder, {"init", "-q"});
  commit(folder);
  git(folder, {"tag", "v1"});
  folder.write("sub/teams/t.shelf", "rule t where model == m { delete after 7 days }\n");
  const std::string expected = "sooner  stage == dev and model == m in a\n    deleted after 14 days -> deleted after 7 days\n"
                               "    old  v1:./sub/teams/t.shelf:1  `delete after 14 days` of rule t\n";
  const Run top = folder.run({"diff", "sub/policy.shelf", "--against", "v1"});
  CAPTURE(top.err);
  CHECK(top.status == 0);
  CHECK(contains(top.out, expected));
  const Run below = run({"diff", "policy.shelf", "--against", "v1"}, {.folder = folder / "sub"});
  CHECK(below.status == 0);
  CHECK(contains(below.out, "old  v1:./teams/t.shelf:1  `delete after 14 days`"));
  CHECK(run({"diff", "../policy.shelf", "--against", "v1"}, {.folder = folder / "sub/teams"}).status == 0);
  CHECK(folder.run({"diff", "sub", "--against", "v1"}).out == top.out);
  SUBCASE("an import that did not exist then is an error at the old import line") {
    folder.write("sub/policy.shelf", "import \"teams/u.shelf\" where stage == dev\n" + head);
    folder.write("sub/teams/u.shelf", "rule t where model == m { delete after 14 days }\n");
    CHECK(folder.run({"diff", "sub/policy.shelf", "--against", "v1"}).status == 0);
  }
  SUBCASE("a root that did not exist then is all new") {
    folder.write("sub/fresh.shelf", two_weeks);
    const Run fresh = folder.run({"diff", "sub/fresh.shelf", "--against", "v1"});
    CHECK(fresh.status == 0);
    CHECK(contains(fresh.out, "more-deleted  stage == dev in a\n    never deleted -> deleted after 14 days\n"));
  }
  SUBCASE("a revision is never an option, and nothing is run by a shell") {
    for (const std::string revision : {"nowhere", "--help", "-h", "--output=x", "v1;touch x", "$(touch x)", "v1\n", "", "v1:sub"}) {
      CAPTURE(revision);
      const Run result = folder.run({"diff", "sub/policy.shelf", "--against=" + revision});
      CHECK(result.status == 2);
      CHECK(result.out.empty());
    }
    CHECK(!folder.has("x"));
    CHECK(!folder.has("sub/x"));
  }
  SUBCASE("a path like an option or a pattern is a path") {
    folder.write("sub/-q*.shelf", two_weeks);
    commit(folder);
    folder.write("sub/-q*.shelf", one_week);
    CHECK(contains(run({"diff", "./-q*.shelf", "--against", "HEAD"}, {.folder = folder / "sub"}).out, "1 sooner"));
  }
}

TEST_CASE("outside a git work tree --against is misuse") {
  const Folder folder;
  folder.write("policy.shelf", two_weeks);
  const Run run = folder.run({"diff", "policy.shelf", "--against", "HEAD"});
  CHECK(run.status == 2);
  CHECK(contains(run.err, "not a git repository"));
}

namespace {

const std::string listing =
    R"({"key": "ml/dev/m/v1/a", "bucket": "acme-ml", "created": "2026-01-01", "size": 1536})" "\n"
    R"({"key": "ml/dev/m/v2/a", "created": "2026-01-01", "size": 512, "tags": {}})" "\n"
    R"({"key": "ml/dev/n/v1/a", "bucket": "acme-other", "created": "2026-01-01", "size": 512})" "\n"
    R"({"key": "ml/prod/m/v1/a", "created": "2026-01-01", "size": 512})" "\n";

}  // namespace

TEST_CASE("--inventory counts what each change concerns, in every format") {
  const Folder folder;
  folder.write("old.shelf", two_weeks);
  folder.write("new.shelf", one_week);
  folder.write("listing.jsonl", listing);
  const Run text = folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "listing.jsonl"});
  CAPTURE(text.err);
  CHECK(text.status == 0);
  CHECK(contains(text.out, "1 change: 1 sooner\nthe listing has 4 objects; 1 in buckets that no store declares\n"));
  CHECK(contains(text.out, "    deleted after 14 days -> deleted after 1 week\n    concerns 2 objects, 2.0 KiB, 1 model\n"));
  const Run json = folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "listing.jsonl", "--format", "json"});
  const nlohmann::json document = nlohmann::json::parse(json.out);
  CHECK(document.at("inventory") == nlohmann::json{{"objects", 4}, {"complete", true}, {"undeclared", 1}, {"unversioned", 0}});
  CHECK(document.at("changes").at(0).at("certain") == nlohmann::json{{"objects", 2}, {"bytes", 2048}, {"unsized", 0}, {"models", 1}});
  CHECK(document.at("changes").at(0).at("possible") == nlohmann::json{{"objects", 0}, {"bytes", 0}, {"unsized", 0}, {"models", 0}});
  const Run markdown = folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "listing.jsonl", "--format", "markdown"});
  CHECK(contains(markdown.out, "| change | objects | in the listing | before |"));
  CHECK(contains(markdown.out, " in `a` | 2 objects, 2.0 KiB, 1 model | deleted after 14 days |"));
  // Without a listing nothing is said of one.
  const nlohmann::json without = nlohmann::json::parse(folder.run({"diff", "old.shelf", "new.shelf", "--format", "json"}).out);
  CHECK(without.at("inventory").is_null());
  CHECK(without.at("changes").at(0).at("certain").is_null());
  CHECK(!contains(folder.run({"diff", "old.shelf", "new.shelf"}).out, "concerns"));
  // The status is that of the changes.
  CHECK(folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "listing.jsonl", "--fail-on", "sooner"}).status == 1);
}

TEST_CASE("--inventory with large, possible and unsized amounts, from standard input") {
  const Folder folder;
  folder.write("old.shelf", head + "rule dev where stage == dev { delete after 14 days keep forever where promoted }\n");
  folder.write("new.shelf", head + "rule dev where stage == dev { delete after 1 week keep forever where promoted or version == v9 }\n");
  std::string csv = "key,created,size\nml/dev/m/v9/a,2026-01-01,\nml/dev/m/v9/b,2026-01-01,3408486046105\n";
  for (int i = 0; i < 1204; ++i) csv += "ml/dev/m" + std::to_string(i % 12) + "/v9/" + std::to_string(i) + ",2026-01-01,1\n";
  const Run run = shelflife::cli_test::run({"diff", "old.shelf", "new.shelf", "--inventory", "-"}, {.folder = folder.path(), .input = csv});
  CAPTURE(run.out);
  CAPTURE(run.err);
  CHECK(run.status == 0);
  CHECK(contains(run.out, "concerns up to 1,206 objects, 3.1 TiB, 1 of them of unknown size, 13 models, by facts that a listing does not have\n"));
  CHECK(folder.run({"diff", "-", "new.shelf", "--inventory", "-"}).status == 2);
}

TEST_CASE("no total is printed where a row cannot be counted") {
  const Folder folder;
  folder.write("old.shelf", two_weeks);
  folder.write("new.shelf", one_week);
  std::string bad = listing;
  for (int i = 0; i < 12; ++i) bad += "{\"key\": 3}\n";
  folder.write("bad.jsonl", bad);
  const Run run = folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "bad.jsonl", "--format", "json"});
  CHECK(run.status == 2);
  CHECK(run.out.empty());
  CHECK(contains(run.err, "bad.jsonl:5:1: error SL0810: "));
  CHECK(contains(run.err, "bad.jsonl:14:1: error SL0810: "));
  CHECK(!contains(run.err, "bad.jsonl:15:1"));
  CHECK(contains(run.err, "2 more rows cannot be read"));
  CHECK(folder.run({"diff", "old.shelf", "new.shelf", "--inventory", "nowhere.jsonl"}).status == 2);
  // Two stores, and a row that does not say its bucket.
  folder.write("two-old.shelf", two_weeks + "store b on s3 \"acme-two\" { versioning off }\n");
  folder.write("two-new.shelf", one_week + "store b on s3 \"acme-two\" { versioning off }\n");
  folder.write("listing.jsonl", listing);
  const Run two = folder.run({"diff", "two-old.shelf", "two-new.shelf", "--inventory", "listing.jsonl"});
  CHECK(two.status == 2);
  CHECK(two.out.empty());
  CHECK(contains(two.err, "2 rows of `listing.jsonl` do not say which of several stores they are in"));
}
