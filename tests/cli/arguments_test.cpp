// What may be typed: help, options, exit statuses, completions.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {
const std::vector<std::string> all_commands = {"build", "check", "fmt", "import", "verify", "diff", "explain", "rules", "why", "completion", "init", "man", "packs", "cost", "simulate"};
}

TEST_CASE("every command has a help with an example") {
  const Run top = run({"--help"});
  CHECK(top.status == 0);
  CHECK(top.err.empty());
  for (const std::string& command : all_commands) {
    CAPTURE(command);
    CHECK(contains(top.out, "\n  " + command + " "));
    CHECK(contains(top.out, "  shelflife " + command));
    const Run help = run({command, "--help"});
    CHECK(help.status == 0);
    const std::size_t examples = help.out.find("\nExamples:\n  shelflife " + command);
    CHECK(examples != std::string::npos);
    CHECK(run({command, "-h"}).out == help.out);
    CHECK(run({"--help", command}).out == help.out);
  }
}

TEST_CASE("version") {
  const Run version = run({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out == "shelflife " SHELFLIFE_VERSION "\n");
}

TEST_CASE("misuse is 2, with a word of help on standard error") {
  const std::vector<std::vector<std::string>> misuses = {
      {}, {"frobnicate"}, {"--bogus"}, {"build", "--bogus"}, {"check", "--format", "xml"}, {"rules", "extra"},
      {"explain"}, {"explain", "SL9999"}, {"packs", "hipaa"}, {"packs", "show"}, {"packs", "show", "hippa"}, {"packs", "show", "sox", "hipaa"}, {"packs", "--format", "xml"}, {"completion", "tcsh"}, {"--color", "sometimes", "rules"},
      {"build", "x.shelf"}, {"build", "x.shelf", "-o"}, {"build", "-o", "-", "--check", "x.shelf"},
      {"build", "--target", "nowhere", "-o", "out"}, {"check", "no-such-file.shelf"}, {"check", "/dev/null"}, {"fmt", "no-such-file.shelf"},
      {"check", "--config", "no-such.yaml"}, {"why"}, {"why", "x.shelf"}, {"why", "x.shelf", "s3://a/b", "--at", "soon"},
      {"why", "no-such-file.shelf", "s3://a/b"}, {"why", "x.shelf", "s3://a/b", "--object", "key=b"}};
  for (const auto& words : misuses) {
    const Run result = run(words, {.folder = "/"});
    CAPTURE(words.empty() ? "" : words[0]);
    CAPTURE(result.err);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("shelflife: "));
    CHECK(contains(result.err, "help: "));
  }
}

TEST_CASE("options of every command stand before or behind it, and with =") {
  const std::string expected = run({"rules"}).out;
  CHECK(run({"--color", "never", "rules"}).out == expected);
  CHECK(run({"rules", "--color=never"}).out == expected);
  CHECK(run({"--config", "check", "rules"}).out == expected);  // a value that is a command's name
}

TEST_CASE("explain takes a code or a name, rules lists all of them") {
  const Run by_code = run({"explain", "SL0001"});
  CHECK(by_code.status == 0);
  CHECK(contains(by_code.out, "SL0001 cannot-read-file (error)"));
  CHECK(run({"explain", "sl0001"}).out == by_code.out);
  CHECK(run({"explain", "cannot-read-file"}).out == by_code.out);
  const std::string rules = run({"rules"}).out;
  for (std::size_t begin = 0; begin < rules.size(); begin = rules.find('\n', begin) + 1) {
    const std::string code = rules.substr(begin, rules.find(' ', begin) - begin);
    CAPTURE(code);
    CHECK(code.size() == 6);
  }
}

TEST_CASE("rules: by family, as text and as json") {
  const std::string text = run({"rules"}).out;
  CHECK(contains(text, "SL1304  warning  compliance"));
  CHECK(text.find("SL0503") < text.find("SL0801"));  // of one family with the rules of SL10
  const Run json = run({"rules", "--format", "json"});
  CHECK(json.status == 0);
  const auto document = nlohmann::json::parse(json.out);
  CHECK(document["rules"].size() == static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  std::vector<std::string> families;
  for (const auto& rule : document["rules"]) {
    const std::string family = rule["family"];
    CHECK(family != "other");
    if (families.empty() || families.back() != family) {
      CHECK(std::find(families.begin(), families.end(), family) == families.end());
      families.push_back(family);
    }
    CHECK((rule["severity"] == "error" || rule["severity"] == "warning" || rule["severity"] == "note"));
    CHECK(rule["on"].is_boolean());
    CHECK_FALSE(rule["since"].get<std::string>().empty());
    // What makes a policy wrong is no matter of choice.
    const std::string code = rule["code"];
    if (code.starts_with("SL1") || code.starts_with("SL05")) CHECK(rule["lint"] == true);
    else if (rule["severity"] == "error") CHECK(rule["lint"] == false);
  }
}

TEST_CASE("explain and the text of findings keep to COLUMNS; the first line of a finding is whole") {
  std::size_t longest = 0;
  const Run narrow = run({"explain", "SL0201"}, {.environment = {"COLUMNS=50"}});
  for (std::size_t begin = 0; begin < narrow.out.size() && !narrow.out.substr(begin).starts_with("Example"); begin = narrow.out.find('\n', begin) + 1)
    longest = std::max(longest, narrow.out.find('\n', begin) - begin);
  CHECK(longest <= 50);
  const Folder folder;
  folder.write("p.shelf", policy_a() + "rule wrong where stagee == dev { delete after 3 days } # " + std::string(300, 'x') + "\n");
  const Run found = folder.run({"check", "p.shelf"}, {.environment = {"COLUMNS=60"}});
  CHECK(contains(found.err, "p.shelf:12:18: error SL0201: no layout or label declares `stagee` [unknown-field]\n"));
  CHECK_FALSE(contains(found.err, std::string(60, 'x')));
}

TEST_CASE("color: never when asked, NO_COLOR and no terminal are honoured") {
  const std::string escape = "\x1b[";
  CHECK(contains(run({"explain", "SL0001", "--color", "always"}).out, escape));
  CHECK_FALSE(contains(run({"explain", "SL0001", "--color", "never"}).out, escape));
  CHECK_FALSE(contains(run({"explain", "SL0001"}).out, escape));
  CHECK(contains(run({"explain", "SL0001", "--color", "always"}, {.environment = {"NO_COLOR=1"}}).out, escape));
}

TEST_CASE("completions know every command and option, and are valid for the shells that are here") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const Run script = run({"completion", shell});
    CHECK(script.status == 0);
    for (const std::string& command : all_commands) CHECK(contains(script.out, command));
    for (const std::string option : {"output", "freeze", "format", "color"}) CHECK(contains(script.out, option));
    const Folder folder;
    folder.write("script", script.out);
    if (std::system(("command -v " + shell + " >/dev/null 2>&1").c_str()) == 0)
      CHECK(std::system((shell + " -n " + (folder / "script")).c_str()) == 0);
  }
}
