// `require` by example: each cases/NAME.shelf has its findings beside it in cases/NAME.expected; SHELFLIFE_UPDATE=1
// rewrites them, which are then read in review. A name that begins with fail_ must be refused. A line `#: FILE` begins
// the text of a file that the case imports.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "compiler/lowering/lowering.hpp"
#include "compiler/require/require.hpp"
#include "compiler/resolve/resolve.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Outcome {
  std::string text;
  std::set<std::string> codes;
  bool refused = false;  // by a `require`: a case that is wrong in another way shows nothing
};

std::string place(const SourceManager& sources, const Span& span) {
  return sources.source(span.file).path + ":" + std::to_string(sources.position(span.file, span.begin).line);
}

Outcome check(const std::string& name, const std::string& whole) {
  std::map<std::string, std::string> files;
  std::string current = name;
  std::istringstream in(whole);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#: ")) current = line.substr(3);
    else files[current] += line + "\n";
  }
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add(name, files[name]);
  const auto read = [&](const std::string& path) {
    const auto at = files.find(path);
    return at == files.end() ? std::nullopt : std::optional(at->second);
  };
  const Policy policy = resolve(sources, root, read, diagnostics);
  Outcome out;
  if (!diagnostics.has_errors()) {
    Diagnostics lowering;
    const Lowered lowered = lower(policy, lowering, &sources);
    for (const Diagnostic& d : lowering.all()) {
      if (d.severity == Severity::error) out.text += "lowering: " + render_concise(d, sources) + "\n";
    }
    check_requires(policy, lowered, &sources, diagnostics);
  }
  diagnostics.sort();
  for (const Diagnostic& d : diagnostics.all()) {
    out.text += render_concise(d, sources) + "\n";
    for (const Related& r : d.related) out.text += "    " + place(sources, r.span) + ": " + r.message + "\n";
    out.codes.emplace(d.about->id);
    if (d.severity == Severity::error) {
      CHECK(d.about->id.starts_with("SL033"));
      out.refused = true;
    }
  }
  return out;
}

std::vector<fs::path> all_cases() {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/require/cases")) {
    if (entry.path().extension() == ".shelf") cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

}  // namespace

TEST_CASE("require cases") {
  const std::vector<fs::path> cases = all_cases();
  REQUIRE(cases.size() > 20);
  const bool update = std::getenv("SHELFLIFE_UPDATE") != nullptr;
  std::set<std::string> shown;
  for (const fs::path& path : cases) {
    CAPTURE(path.filename().string());
    const Outcome outcome = check(path.filename().string(), slurp(path));
    CHECK(outcome.refused == path.filename().string().starts_with("fail_"));
    shown.insert(outcome.codes.begin(), outcome.codes.end());
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (update) std::ofstream(expected, std::ios::binary) << outcome.text;
    CHECK(outcome.text == slurp(expected));
  }
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (!entry.id.starts_with("SL033")) continue;
    CAPTURE(entry.id);
    CHECK(shown.contains(std::string(entry.id)));
  }
}

TEST_CASE("twenty thousand rules are decided") {
  const auto refused = [](std::size_t rules) {
    std::string text = "layout \"ml/{project}/{run}/\"\nlabel project required\nstore s on s3 \"acme-ml\" { region \"us-east-1\" }\n";
    for (std::size_t i = 0; i < rules; ++i) {
      const std::string n = std::to_string(i);
      text += "rule r" + n + " where project == p" + n + " { keep for 30 days delete after 14 days }\n";
    }
    text += "require \"r\" { never deleted before 30 days }\nrequire \"q\" where project == p7 { deleted within 40 days }\n";
    SourceManager sources;
    Diagnostics diagnostics;
    const Policy policy = resolve(sources, sources.add("big.shelf", text), [](const std::string&) { return std::nullopt; }, diagnostics);
    check_requires(policy, Lowered{}, &sources, diagnostics);
    return diagnostics.has_errors();
  };
  CHECK_FALSE(refused(2000));
  CHECK_FALSE(refused(20000));
}
