// The formats of `check`: what each says of one finding, that the user's text stays data in each, and JSON's schema.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lint/fingerprint.hpp"
#include "lint/reporters/places.hpp"
#include "lint/reporters/reporter.hpp"
#include "tests/json_schema.hpp"
#include "tests/lint/support.hpp"

using namespace shelflife;
using namespace shelflife::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::string printed(std::string_view format, const std::vector<Diagnostic>& findings, const SourceManager& sources, bool failed = false) {
  const lint::Format* const found = lint::find_format(format);
  REQUIRE(found != nullptr);
  return found->report({.findings = findings, .sources = sources, .failed = failed, .version = "1.2.3", .docs_url = "https://docs.example/s"});
}
json parsed(std::string_view format, const std::vector<Diagnostic>& findings, const SourceManager& sources, bool failed = false) {
  return json::parse(printed(format, findings, sources, failed));
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

// One finding of each severity in two files, the first with everything a finding can have; one suppressed; one without a place.
struct Sample {
  SourceManager sources;
  std::vector<Diagnostic> findings;
  explicit Sample(const std::string& path = "teams/a b.shelf", const std::string& text = "message") {
    const FileId first = sources.add(path, "rule r {\n  keep for \xF0\x9F\x98\x80 2555 days\n  delete after 3 days\n}\n");
    const FileId second = sources.add("other.shelf", "rule s { keep forever }\n");
    const FileId clean = sources.add("clean.shelf", "# nothing\n");
    REQUIRE(clean == 2);
    Diagnostics all;
    all.add(Code::cannot_read_file, {}, "`" + text + "`: no such file");
    Diagnostic& whole = all.add(Code::statement_shadowed, {first, 25, 34}, text, "help\nmore");  // `2555 days`
    whole.related.push_back({{first, 37, 56}, text + " is here"});
    whole.related.push_back({{second, 9, 21}, text + " is there"});
    whole.fixes.push_back({FixKind::safe, "write `7 years`", {{{first, 25, 34}, "7 years"}}});
    whole.fixes.push_back({FixKind::shown, "remove it", {{{first, 25, 34}, ""}}});
    whole.witness = "key=" + text;
    all.add(Code::unknown_field, {first, 37, 56}, text);
    all.add(Code::delete_waits_in_part, {second, 9, 21}, text);
    all.add(Code::delete_never_fires, {second, 9, 21}, text).suppressed = Suppression{Suppression::By::comment, "because " + text};
    findings = all.all();
  }
};

}  // namespace

TEST_CASE("text: both places in one frame, the object, the help, the fixes") {
  const Sample sample("p.shelf");
  const std::string text = printed("text", {sample.findings[1]}, sample.sources);
  CHECK(text ==
        "p.shelf:2:17: warning SL0503: message [statement-shadowed]\n"
        "  2 |   keep for \xF0\x9F\x98\x80 2555 days\n"
        "    |              ^^^^^^^^^\n"
        "  3 |   delete after 3 days\n"
        "    |   ------------------- message is here\n"
        "  other.shelf:1:10: note: message is there\n"
        "  1 | rule s { keep forever }\n"
        "    |          ------------\n"
        "  object: key=message\n"
        "  help: help\n"
        "        more\n"
        "  example: rule dev where stage == dev { delete after 14 days }\n"
        "  fix: write `7 years` (--fix)\n"
        "  fix: remove it (by hand)\n"
        "\n"
        "1 warning\n");
  const std::string concise = printed("concise", sample.findings, sample.sources);
  CHECK(count(concise, "\n") == 4);
  CHECK(concise.find("p.shelf:2:17: warning SL0503: message, for example on key=message; help\n") != std::string::npos);
}

TEST_CASE("text: lines that are left out, long help and long lines keep to the width; the first line is whole") {
  SourceManager sources;
  std::string policy;
  for (int i = 1; i <= 12; ++i) policy += "line" + std::to_string(i) + " " + std::string(i == 9 ? 200 : 3, 'x') + "\n";
  const FileId file = sources.add("p.shelf", policy);
  const auto at = [&](const char* word) { return static_cast<std::uint32_t>(policy.find(word)); };
  Diagnostics all;
  Diagnostic& d = all.add(Code::statement_shadowed, {file, at("line9"), at("line9") + 5}, std::string(150, 'm'), "word `quoted words stay whole` " + std::string(30, 'h') + " and " + std::string(30, 'g'));
  d.related.push_back({{file, at("line5"), at("line5") + 5}, "near"});
  d.related.push_back({{file, at("line2"), at("line2") + 5}, "far"});
  const std::string text = render(all.all()[0], sources, false, 60);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  CHECK(line == "p.shelf:9:1: warning SL0503: " + std::string(150, 'm') + " [statement-shadowed]");
  while (std::getline(lines, line)) {
    CAPTURE(line);
    CHECK((line.size() <= 60 || line.starts_with("  example: ")));  // code is not broken
  }
  CHECK(text.find("  5 | line5 xxx\n    | ----- near\n  ...\n  9 | line9 xxx") != std::string::npos);
  CHECK(text.find("  p.shelf:2:1: note: far\n  2 | line2 xxx\n    | -----\n") != std::string::npos);
  CHECK(text.find("`quoted words stay whole`") != std::string::npos);
  CHECK(text.find("\x1b") == std::string::npos);
}

TEST_CASE("json holds to its schema, on every policy of this folder") {
  std::ifstream in(fs::path(SHELFLIFE_SOURCE_DIR) / "docs/schema/findings-1.schema.json");
  const json schema = json::parse(in);
  const auto fault = [&](const json& document) { return fault_by(schema, document, schema); };
  const Sample sample;
  json document = parsed("json", sample.findings, sample.sources);
  CHECK(fault(document) == "");
  REQUIRE(document["findings"].size() == 5);
  const json& whole = document["findings"][1];
  CHECK(whole["family"] == "structure");
  CHECK(whole["offset"] == 25);
  CHECK(whole["column"] == 17);
  CHECK(whole["witness"] == "key=message");
  CHECK(whole["fixes"][0]["edits"][0]["text"] == "7 years");
  CHECK(whole["fixes"][1]["kind"] == "shown");
  CHECK(document["findings"][4]["suppressed"]["reason"] == "because message");
  CHECK(document["findings"][0]["file"].is_null());
  for (const char* member : {"code", "fingerprint", "fixes", "suppressed"}) {  // the check can fail
    json spoilt = document;
    spoilt["findings"][1].erase(member);
    CHECK(fault(spoilt) != "");
  }
  document["findings"][1]["more"] = 1;
  CHECK(fault(document) != "");
  std::size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests")) {
    if (entry.path().extension() != ".shelf") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const std::unique_ptr<Linted> linted = lint_text(entry.path().filename().string(), text.str());
    CAPTURE(entry.path().string());
    const std::string out = printed("json", linted->found, linted->sources);
    CHECK(out == printed("json", linted->found, linted->sources));
    CHECK(fault(json::parse(out)) == "");
    seen += linted->found.size();
  }
  CHECK(seen > 100);
}

TEST_CASE("sarif: rules, places in UTF-16 units, fixes that are safe, suppressions, what belongs to the run") {
  const Sample sample;
  const json run = parsed("sarif", sample.findings, sample.sources, true)["runs"][0];
  const json& driver = run["tool"]["driver"];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["invocations"][0]["executionSuccessful"] == false);
  REQUIRE(run["invocations"][0]["toolExecutionNotifications"].size() == 1);
  CHECK(driver["notifications"][0]["id"] == "SL0001");
  REQUIRE(run["results"].size() == 4);
  for (const json& result : run["results"]) CHECK(driver["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
  const json& whole = run["results"][0];
  CHECK(whole["ruleId"] == "SL0503");
  CHECK(whole["level"] == "warning");
  CHECK(whole["message"]["text"] == "message, for example on key=message; help");
  const json& place = whole["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "teams/a%20b.shelf");
  CHECK(place["region"] == json{{"startLine", 2}, {"startColumn", 15}, {"endLine", 2}, {"endColumn", 24}, {"snippet", {{"text", "2555 days"}}}});
  CHECK(whole["relatedLocations"].size() == 2);
  REQUIRE(whole["fixes"].size() == 1);
  CHECK(whole["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "7 years");
  CHECK(whole["partialFingerprints"]["shelflife/v1"] == lint::fingerprints(sample.findings, sample.sources)[1]);
  CHECK(run["results"][3]["suppressions"][0] == json{{"kind", "inSource"}, {"status", "accepted"}, {"justification", "because message"}});
  const auto rule = std::find_if(driver["rules"].begin(), driver["rules"].end(), [](const json& r) { return r["id"] == "SL0503"; });
  CHECK((*rule)["name"] == "StatementShadowed");
  CHECK((*rule)["helpUri"] == "https://docs.example/s/rules/statement-shadowed.md");
  CHECK((*rule)["properties"]["tags"][0] == "structure");
  CHECK((*rule)["help"]["markdown"].get<std::string>().starts_with("# SL0503"));
}

TEST_CASE("github, gitlab and junit: one entry for what is not suppressed") {
  const Sample sample;
  const std::string github = printed("github", sample.findings, sample.sources);
  CHECK(count(github, "\n") == 4);
  CHECK(github.find("::warning file=teams/a b.shelf,line=2,endLine=2,col=15,endColumn=24,title=SL0503 statement-shadowed::message, for example on key=message; help\n") != std::string::npos);
  CHECK(github.starts_with("::error title=SL0001 "));
  CHECK(count(github, "::notice ") == 1);
  const json gitlab = parsed("gitlab", sample.findings, sample.sources);
  REQUIRE(gitlab.size() == 4);
  CHECK(gitlab[1]["severity"] == "minor");
  CHECK(gitlab[1]["check_name"] == "statement-shadowed");
  CHECK(gitlab[1]["location"]["path"] == "teams/a b.shelf");
  CHECK(gitlab[1]["location"]["lines"]["begin"] == 2);
  CHECK(gitlab[1]["fingerprint"] == lint::fingerprints(sample.findings, sample.sources)[1]);
  const std::string junit = printed("junit", sample.findings, sample.sources);
  CHECK(junit.find("<testsuites name=\"shelflife\" tests=\"5\" failures=\"3\" errors=\"0\">") != std::string::npos);
  CHECK(junit.find("<testcase classname=\"clean.shelf\" name=\"nothing found\"/>") != std::string::npos);
  CHECK(count(junit, "<failure ") == 3);
  CHECK(count(junit, "<system-out>") == 1);
  CHECK(printed("junit", {sample.findings[4]}, sample.sources).find("<failure") == std::string::npos);
  CHECK(printed("gitlab", {sample.findings[4]}, sample.sources) == "[]\n");
  CHECK(printed("github", {sample.findings[4]}, sample.sources).empty());
}

// Names and messages that would be markup, commands, escapes, or another text to the eye.
TEST_CASE("the user's text is data in every format") {
  const std::vector<std::string> hostile = {"]]>", "a::error::b", "%0A%25", "x\n::error file=y::z", "\x1b[31mred\x1b]0;t\x07", "\xE2\x80\xAE" "dot", "\xff\xfe\x80", "\"'<&>`$(id)",
                                            "[click](http://evil.example)", "{0}{1}", "\r", std::string("nul\0nul", 7), "\xEF\xBF\xBF", "\xC2\x85", "a:b,c"};
  for (const std::string& text : hostile) {
    CAPTURE(text);
    const Sample sample(text + "/p.shelf", text);
    for (const lint::Format& format : lint::formats()) {
      CAPTURE(format.name);
      const std::string out = printed(format.name, sample.findings, sample.sources);
      CHECK(out.find('\x1b') == std::string::npos);
      CHECK(out.find('\r') == std::string::npos);
      CHECK(out.find('\0') == std::string::npos);
      CHECK(out == printed(format.name, sample.findings, sample.sources));
      CHECK(out.find("\xE2\x80\xAE") == std::string::npos);
    }
    const std::string github = printed("github", sample.findings, sample.sources);
    CHECK(count(github, "\n") == 4);
    std::istringstream lines(github);
    for (std::string line; std::getline(lines, line);) {
      CHECK((line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice ")));
      const std::string properties = line.substr(2, line.find("::", 2) - 2);
      CHECK(properties.find(':') == std::string::npos);
      CHECK((count(properties, ",") == 5 || count(properties, ",") == 0));
    }
    CHECK(count(printed("concise", sample.findings, sample.sources), "\n") == 4);
    const std::string junit = printed("junit", sample.findings, sample.sources);
    CHECK(count(junit, "<testcase ") == 5);
    CHECK(junit.find("]]>") == std::string::npos);
    CHECK(junit.find("\xEF\xBF\xBF") == std::string::npos);
    const json report = parsed("sarif", sample.findings, sample.sources);
    REQUIRE(report["runs"][0]["results"].size() >= 4);
    for (const json& result : report["runs"][0]["results"]) {
      const std::string uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
      CHECK(uri.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%") == std::string::npos);
      CHECK((uri.ends_with("/p.shelf") || uri == "other.shelf"));
      const std::string message = result["message"]["text"];
      for (std::size_t at = message.find("]("); at != std::string::npos; at = message.find("](", at + 1)) CHECK(message[at - 1] == '\\');
      CHECK(message.find("\x1b") == std::string::npos);
    }
    CHECK(parsed("gitlab", sample.findings, sample.sources).size() == 4);
    CHECK(parsed("json", sample.findings, sample.sources)["findings"].size() == 5);
  }
}

TEST_CASE("columns are counted in UTF-16 units, without the byte order mark") {
  SourceManager sources;
  const FileId file = sources.add("p.shelf", "\xEF\xBB\xBF" "a\xC3\xA4\xF0\x9F\x98\x80\xFFz\nb\n");
  const auto column = [&](std::uint32_t offset) { return lint::place_of({file, offset, offset}, sources)->column; };
  CHECK(column(3) == 1);   // a
  CHECK(column(4) == 2);   // the umlaut
  CHECK(column(6) == 3);   // the face: two units
  CHECK(column(10) == 5);  // no UTF-8
  CHECK(column(11) == 6);  // z
  CHECK(lint::place_of({file, 13, 14}, sources)->line == 2);
  CHECK_FALSE(lint::place_of({}, sources).has_value());
}
