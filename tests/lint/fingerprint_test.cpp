// Fingerprints stay when a policy is laid out anew, and differ where findings do.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "grammar/format.hpp"
#include "grammar/parse.hpp"
#include "lint/fingerprint.hpp"
#include "tests/lint/support.hpp"

using namespace shelflife;
using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* policy = R"(layout "ml/{stage}/{project}/{model}/{version}/"
label stage in dev, staging, production required
store artifacts on s3 "acme-ml" { versioning on recoverable for 7 days }
rule floor "nothing goes within a month" where stage in (dev, staging) { keep for 30 days }
rule dev where stage == dev { delete after 14 days }
rule fraud "reviewed each quarter" where stage == staging and project == fraud { delete after 90 days }
rule staging where stage == staging { delete after 60 days }
rule records where stage == production { keep for 3650 days }
)";

// code and fingerprint, sorted: a file laid out anew may order its findings anew
std::vector<std::string> known_by(const std::string& name, const std::string& text) {
  const std::unique_ptr<Linted> linted = lint_text(name, text);
  std::vector<std::string> out = lint::fingerprints(linted->found, linted->sources);
  REQUIRE(out.size() == linted->found.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::string(linted->found[i].about->id) + " " + out[i];
  std::sort(out.begin(), out.end());
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

std::size_t common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

}  // namespace

TEST_CASE("a fingerprint outlives blank lines, comments, layout, and the order of the declarations") {
  const std::vector<std::string> known = known_by("policy.shelf", policy);
  REQUIRE(known.size() >= 3);
  CHECK(std::set<std::string>(known.begin(), known.end()).size() == known.size());
  CHECK(known_by("policy.shelf", "# a comment\n\n\n" + std::string(policy)) == known);
  CHECK(known_by("./policy.shelf", policy) == known);
  CHECK(known_by("policy.shelf", replaced(policy, "{ delete after 90 days }", "{\n\n    delete   # soon\n      after 90\n days\n}")) == known);
  CHECK(known_by("policy.shelf", replaced(replaced(policy, "rule records where stage == production { keep for 3650 days }\n", ""), "rule floor", "rule records where stage == production { keep for 3650 days }\nrule floor")) == known);
}

TEST_CASE("a fingerprint changes with the code, the path, the declaration and the words") {
  const std::vector<std::string> known = known_by("policy.shelf", policy);
  CHECK(common(known, known_by("other.shelf", policy)) == 0);
  CHECK(common(known, known_by("policy.shelf", replaced(policy, "rule fraud", "rule scam"))) == known.size() - 1);
  CHECK(common(known, known_by("policy.shelf", replaced(policy, "after 90 days", "after 91 days"))) == known.size() - 1);
}

TEST_CASE("equals are counted") {
  SourceManager sources;
  const FileId file = sources.add("p.shelf", "rule r { keep forever }\n");
  Diagnostics diagnostics;
  diagnostics.add(Code::statement_shadowed, {file, 9, 21}, "once");
  diagnostics.add(Code::statement_shadowed, {file, 9, 21}, "again");
  diagnostics.add(Code::cannot_read_file, {}, "`a`: no");
  diagnostics.add(Code::cannot_read_file, {}, "`b`: no");
  diagnostics.add(Code::file_without_root, {file, 0, 0}, "m");
  const std::vector<std::string> known = lint::fingerprints(diagnostics.all(), sources);
  CHECK(std::set<std::string>(known.begin(), known.end()).size() == 5);
  for (const std::string& one : known) {
    CHECK(one.size() == 16);
    CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
}

// Every policy of the tests and examples: what the formatter does to it changes no fingerprint.
TEST_CASE("fingerprints of every policy we have, formatted") {
  std::size_t compared = 0;
  for (const char* folder : {"tests", "examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".shelf") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream read;
      read << in.rdbuf();
      SourceManager sources;
      Diagnostics diagnostics;
      const std::string text = read.str();
      const std::optional<std::string> formatted = format(sources, sources.add("p.shelf", text), diagnostics);
      if (!formatted || text.find("\n#: ") != std::string::npos || text.starts_with("#: ")) continue;
      CAPTURE(entry.path().string());
      const std::vector<std::string> known = known_by("p.shelf", text);
      CHECK(known_by("p.shelf", *formatted) == known);
      compared += known.size();
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("a path is written in one way") {
  CHECK(lint::report_path("./a//b/../c.shelf") == "a/c.shelf");
  CHECK(lint::report_path("../a.shelf") == "../a.shelf");
  CHECK(lint::report_path("/a/b.shelf") == "/a/b.shelf");
  CHECK(lint::report_path("<stdin>") == "<stdin>");
  CHECK(lint::report_path("") == "");
}
