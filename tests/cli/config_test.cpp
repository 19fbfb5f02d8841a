// The configuration: what is read, what is refused with its place, which word wins; and docs/schema/config-1.json says the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/process.hpp"
#include "tests/json_schema.hpp"

using namespace shelflife::cli_test;
using nlohmann::json;

namespace {

// A policy with SL1304 at a `2555 days` in each of two files.
const std::string team = "rule records where stage == production {\n  keep for 2555 days\n}\n";
const std::string root = policy_a() + "import \"teams/a.shelf\" where model == m\nrule own where stage == staging { keep for 3650 days }\n";
void write_policies(const Folder& folder) {
  folder.write("p.shelf", root);
  folder.write("teams/a.shelf", team);
}
std::string concise(const Folder& folder, std::vector<std::string> options = {}) {
  options.insert(options.begin(), {"check", "p.shelf", "--format", "concise"});
  return folder.run(options).err;
}
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++out;
  return out;
}

// JSON is YAML: the same text is read by both.
const std::vector<std::string> right = {
    R"(null)", R"({})", R"({"root": "p.shelf"})", R"({"select": ["default", "SL1304"], "ignore": "style"})", R"({"select": "compliance"})", R"({"select": []})",
    R"({"severity": {"SL1304": "error", "cost": "note", "SL1601": "off", "SL13": "warning", "all": "note"}})", R"({"fail-on": "never"})", R"({"fail-on": "note", "baseline": "b.json"})",
    R"({"extends": "base.yaml"})", R"({"extends": ["base.yaml", "base.yaml"]})",
    R"({"overrides": [{"paths": ["teams/**"], "ignore": ["SL13"], "severity": {"style": "off"}}, {"paths": "x.shelf"}]})", R"({"overrides": []})"};
const std::vector<std::string> wrong = {
    R"([])", R"("root")", R"({"rooot": "p.shelf"})", R"({"root": ["p.shelf"]})", R"({"root": ""})", R"({"root": {}})", R"({"select": {"SL1304": true}})", R"({"select": [["SL1304"]]})",
    R"({"ignore": [""]})", R"({"select": "SL13 04"})", R"({"severity": {"SL1304": "eror"}})", R"({"severity": ["SL1304"]})", R"({"severity": {"": "note"}})", R"({"severity": {"SL1304": ["note"]}})",
    R"({"fail-on": "sometimes"})", R"({"fail-on": []})", R"({"baseline": []})", R"({"extends": {}})", R"({"extends": [[]]})", R"({"overrides": {}})", R"({"overrides": ["teams"]})",
    R"({"overrides": [{"ignore": "style"}]})", R"({"overrides": [{"paths": "x", "root": "y"}]})", R"({"overrides": [{"paths": [1, []]}]})", R"({"overrides": [{"paths": "x", "severity": {"style": "of"}}]})"};

}  // namespace

TEST_CASE("the schema and the command agree") {
  std::ifstream file(std::string(SHELFLIFE_SOURCE_DIR) + "/docs/schema/config-1.json");
  const json schema = json::parse(file);
  const Folder folder;
  write_policies(folder);
  folder.write("base.yaml", "ignore: style\n");
  folder.write("b.json", "{\"version\": 1, \"findings\": []}\n");
  for (const std::string& text : right) {
    CAPTURE(text);
    folder.write(".shelflife.yaml", text);
    CHECK(shelflife::test::fault_by(schema, json::parse(text), schema) == "");
    const Run run = folder.run({"check", "p.shelf", "--quiet"});
    CAPTURE(run.err);
    CHECK(run.status != 2);
  }
  for (const std::string& text : wrong) {
    CAPTURE(text);
    folder.write(".shelflife.yaml", text);
    CHECK(shelflife::test::fault_by(schema, json::parse(text), schema) != "");
    const Run run = folder.run({"check", "p.shelf", "--format", "concise"});
    CHECK(run.status == 2);
    CHECK(run.err.starts_with(".shelflife.yaml:1:"));
    CHECK(contains(run.err, "SL0020"));
  }
}

TEST_CASE("all faults of a configuration are told, each at its place, with what was meant") {
  const Folder folder;
  write_policies(folder);
  folder.write(".shelflife.yaml",
               "selct: SL1304\nignore: [SL0101, complience]\nseverity:\n  SL1304: eror\n  SL1304: off\noverrides:\n  - path: x\nextends: .shelflife.yaml\nfail-on: eror\n");
  const Run run = folder.run({"check", "p.shelf", "--format", "concise"});
  CHECK(run.status == 2);
  for (const std::string place : {"1:1: error SL0020: unknown key `selct`; did you mean `select`?", "2:10: error SL0020: `SL0101` is no finding of the linter",
                                  "2:18: error SL0020: there is no finding `complience`; did you mean `compliance`?", "4:11: error SL0020: `eror` is no severity; did you mean `error`?",
                                  "5:3: error SL0020: `SL1304` is named twice", "7:5: error SL0020: unknown key `path`; did you mean `paths`?", "8:10: error SL0020: `.shelflife.yaml` extends itself",
                                  "9:10: error SL0020: `eror` is no severity to fail on; did you mean `error`?"})
    CHECK_MESSAGE(contains(run.err, ".shelflife.yaml:" + place), place << " is not in\n" << run.err);
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) bomb += std::string(i == 0 ? "*" : ", *") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  for (const std::string& text : {bomb, std::string("ignore: &a [*a]\n"), std::string("root: a\n---\nroot: b\n"), std::string("? [a]\n: b\n"), std::string(70000, ' ')}) {
    folder.write(".shelflife.yaml", text);
    CHECK(folder.run({"check", "p.shelf"}).status == 2);
  }
}

TEST_CASE("select, ignore, severity and fail-on, from the file and from the command line, which wins") {
  const Folder folder;
  write_policies(folder);
  CHECK(count(concise(folder), "SL1304") == 2);
  CHECK(count(concise(folder, {"--ignore", "SL13"}), "SL1304") == 0);
  CHECK(count(concise(folder, {"--select", "years-in-days"}), "\n") == 2);
  CHECK(folder.run({"check", "p.shelf", "--fail-on", "warning"}).status == 1);
  CHECK(folder.run({"check", "p.shelf"}).status == 0);
  CHECK(folder.run({"check", "p.shelf", "--select", "complience"}).status == 2);
  CHECK(contains(folder.run({"check", "p.shelf", "--select", "complience"}).err, "did you mean `compliance`?"));
  CHECK(folder.run({"check", "p.shelf", "--ignore", "SL0201"}).status == 2);
  CHECK(folder.run({"check", "p.shelf", "--fail-on", "maybe"}).status == 2);
  folder.write(".shelflife.yaml", "ignore: SL1304\nfail-on: warning\n");
  CHECK(count(concise(folder), "SL1304") == 0);
  CHECK(count(concise(folder, {"--select", "SL1304"}), "SL1304") == 2);
  CHECK(folder.run({"check", "p.shelf", "--select", "SL1304"}).status == 1);
  CHECK(folder.run({"check", "p.shelf", "--select", "SL1304", "--fail-on", "never"}).status == 0);
  folder.write(".shelflife.yaml", "severity: {SL1304: error}\noverrides:\n  - {paths: [\"teams/*.shelf\"], severity: {SL1304: note}}\n");
  CHECK(count(concise(folder), "error SL1304") == 1);
  CHECK(count(concise(folder), "note SL1304") == 1);
  CHECK(folder.run({"check", "p.shelf"}).status == 1);
  const Run below = run({"check", "../p.shelf", "--format", "concise"}, {.folder = folder / "teams"});  // globs are seen from the file
  CHECK(count(below.err, "note SL1304") == 1);
  CHECK(count(below.err, "error SL1304") == 1);
  folder.write("wrong.shelf", root + "rule wrong where stagee == dev { delete after 3 days }\n");
  folder.write(".shelflife.yaml", "select: style\nignore: all\nseverity: {all: off}\noverrides: [{paths: \"**\", ignore: all}]\n");
  CHECK(folder.run({"check", "wrong.shelf"}).status == 1);
}

TEST_CASE("extends: bases first, later wins, each path from its own file") {
  const Folder folder;
  write_policies(folder);
  folder.write("org/base.yaml", "ignore: SL1304\nroot: ../p.shelf\noverrides: [{paths: \"../teams/*\", ignore: style}]\n");
  folder.write("org/more.yaml", "severity: {SL1304: error}\nselect: compliance\n");
  folder.write(".shelflife.yaml", "extends: [org/base.yaml, org/more.yaml]\nseverity: {SL1304: note}\n");
  CHECK(count(concise(folder), "note SL1304") == 2);
  folder.write(".shelflife.yaml", "extends: [org/more.yaml, org/base.yaml]\n");
  CHECK(count(concise(folder), "SL1304") == 0);
  folder.write("org/more.yaml", "extends: ../.shelflife.yaml\n");
  CHECK(contains(concise(folder), "extends itself"));
  folder.write(".shelflife.yaml", "extends: absent.yaml\n");
  CHECK(folder.run({"check", "p.shelf"}).status == 2);
}

TEST_CASE("config show: every value with who said it") {
  const Folder folder;
  write_policies(folder);
  folder.write("base.yaml", "fail-on: note\n");
  folder.write(".shelflife.yaml", "extends: base.yaml\nroot: p.shelf\nignore:\n  - style\nseverity:\n  SL1304: error\noverrides:\n  - paths: teams/**\n    severity: {SL1304: off}\n");
  const auto shown = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"config", "show", "--format", "json"});
    const Run run = folder.run(options);
    CHECK(run.status == 0);
    return json::parse(run.out);
  };
  const auto origin = [](const json& document, const std::string& key) {
    for (const json& value : document["values"])
      if (value["key"] == key) return value["value"].get<std::string>() + " <- " + value["origin"].get<std::string>();
    return std::string("absent");
  };
  const auto rule = [](const json& document, const std::string& code) {
    for (const json& each : document["rules"])
      if (each["code"] == code) return each["severity"].get<std::string>() + " <- " + each["origin"].get<std::string>();
    return std::string("absent");
  };
  const json plain = shown({});
  CHECK(origin(plain, "root") == "p.shelf <- .shelflife.yaml:2");
  CHECK(origin(plain, "fail-on") == "note <- base.yaml:1");
  CHECK(origin(plain, "baseline") == " <- default");
  CHECK(origin(plain, "select") == "default <- default");
  CHECK(origin(plain, "ignore") == "style <- .shelflife.yaml:4");
  CHECK(origin(plain, "severity") == "SL1304: error <- .shelflife.yaml:6");
  CHECK(origin(plain, "overrides severity") == "SL1304: off <- .shelflife.yaml:9");
  CHECK(rule(plain, "SL1304") == "error <- .shelflife.yaml:6");
  CHECK(rule(plain, "SL1601") == "off <- .shelflife.yaml:4");
  CHECK(rule(plain, "SL0503") == "warning <- default");
  CHECK(rule(shown({"teams/a.shelf"}), "SL1304") == "off <- .shelflife.yaml:9");
  const json asked = shown({"--select", "style", "--fail-on", "never", "--baseline", "b.json"});
  CHECK(origin(asked, "fail-on") == "never <- command line");
  CHECK(origin(asked, "select") == "style <- command line");
  CHECK(origin(asked, "ignore") == "absent");
  CHECK(rule(asked, "SL1601") == "note <- command line");
  CHECK(rule(asked, "SL1304") == "off <- command line");
  const Run text = folder.run({"config", "show"});
  CHECK(contains(text.out, "fail-on"));
  CHECK(contains(text.out, "SL1304 years-in-days: error"));
  CHECK(folder.run({"config"}).status == 2);
  CHECK(folder.run({"config", "list"}).status == 2);
}
