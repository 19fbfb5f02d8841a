// Findings by example: each cases/NAME.shelf has what is said of it beside it in cases/NAME.expected; SHELFLIFE_UPDATE=1
// rewrites them, which are then read in review. A name that begins with clean_ has no finding.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/findings/engine.hpp"
#include "tests/findings/support.hpp"

using namespace shelflife;
using namespace shelflife::test;
namespace fs = std::filesystem;

namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string place(const SourceManager& sources, const Span& span) {
  return sources.source(span.file).path + ":" + std::to_string(sources.position(span.file, span.begin).line);
}

std::vector<fs::path> policies_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".shelf") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Only what the findings add.
std::string findings_of(Resolved& resolved, std::multiset<std::string>* codes) {
  const std::size_t before = resolved.diagnostics.all().size();
  Diagnostics found;
  FindingsEngine(resolved.policy, resolved.lowered, &resolved.sources).report(found);
  resolved.diagnostics.append_beside_errors(std::move(found));
  std::string text;
  for (std::size_t i = before; i < resolved.diagnostics.all().size(); ++i) {
    const Diagnostic& d = resolved.diagnostics.all()[i];
    text += render_concise(d, resolved.sources) + "\n";
    for (const Related& r : d.related) text += "    " + place(resolved.sources, r.span) + ": " + r.message + "\n";
    if (codes != nullptr) codes->emplace(d.about->id);
  }
  return text;
}

}  // namespace

TEST_CASE("finding cases") {
  const std::vector<fs::path> cases = policies_in(fs::path(SHELFLIFE_SOURCE_DIR) / "tests/findings/cases");
  REQUIRE(cases.size() > 30);
  const bool update = std::getenv("SHELFLIFE_UPDATE") != nullptr;
  std::multiset<std::string> shown;
  for (const fs::path& path : cases) {
    CAPTURE(path.filename().string());
    const std::unique_ptr<Resolved> resolved = resolve_text(path.filename().string(), slurp(path));
    REQUIRE(resolved->sound);
    std::multiset<std::string> codes;
    const std::string text = findings_of(*resolved, &codes);
    CHECK(codes.empty() == path.filename().string().starts_with("clean_"));
    const std::set<std::string> once(codes.begin(), codes.end());
    shown.insert(once.begin(), once.end());
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (update) std::ofstream(expected, std::ios::binary) << text;
    CHECK(text == slurp(expected));
  }
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (!entry.id.starts_with("SL05") || entry.code == Code::findings_undecided) continue;  // that one: scale_test
    CAPTURE(entry.id);
    CHECK(shown.count(std::string(entry.id)) >= 2);  // by at least two policies
  }
}

TEST_CASE("the examples have no finding") {
  for (const auto& folder : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "examples")) {
    if (!folder.is_directory()) continue;
    for (const fs::path& path : policies_in(folder.path())) {
      CAPTURE(path.string());
      std::string text = slurp(path);
      for (const std::string below : {"teams", "company"}) {
        if (!fs::exists(folder.path() / below)) continue;
        for (const fs::path& part : policies_in(folder.path() / below)) text += "\n#: " + below + "/" + part.filename().string() + "\n" + slurp(part);
      }
      const std::unique_ptr<Resolved> resolved = resolve_text(path.filename().string(), text);
      REQUIRE(resolved->sound);
      CHECK(findings_of(*resolved, nullptr) == "");
    }
  }
}
