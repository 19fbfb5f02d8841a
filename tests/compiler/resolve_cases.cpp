// Golden cases: tests/cases-resolve/NAME.shelf (or NAME/root.shelf with what it imports). Beside it stand
// NAME.diagnostics, what is reported, and, where nothing is an error, NAME.json, the resolved policy.
// A case is named fail_* if and only if it has errors. SHELFLIFE_UPDATE=1 rewrites what is expected.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <vector>

#include "emitters/ir_json.hpp"
#include "grammar/parse.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

const fs::path cases = fs::path(SHELFLIFE_SOURCE_DIR) / "tests/cases-resolve";

std::vector<fs::path> all_cases() {
  std::set<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(cases)) {
    if (entry.is_directory()) found.insert(entry.path() / "root.shelf");
    if (entry.path().extension() == ".shelf") found.insert(entry.path());
  }
  return {found.begin(), found.end()};
}

void expect(const fs::path& path, const std::string& actual) {
  if (std::getenv("SHELFLIFE_UPDATE") != nullptr) {
    if (actual.empty()) {
      fs::remove(path);
    } else {
      std::ofstream(path, std::ios::binary) << actual;
    }
    return;
  }
  CHECK_EQ(actual, fs::exists(path) ? testing::read_text(path) : std::string{});
}

}  // namespace

TEST_CASE("golden cases resolve as expected") {
  for (const fs::path& path : all_cases()) {
    CAPTURE(path);
    testing::Resolved result;
    testing::resolve_file(result, path);
    const fs::path named = path.filename() == "root.shelf" ? path.parent_path() : path;
    CHECK(result.diagnostics.has_errors() == named.filename().string().starts_with("fail_"));
    expect(fs::path(path).replace_extension(".diagnostics"), result.text());
    expect(fs::path(path).replace_extension(".json"),
           result.diagnostics.has_errors() ? std::string{} : ir_json(result.policy, result.sources));
  }
}

TEST_CASE("some case shows every code of this stage") {
  std::set<std::string> shown;
  for (const fs::path& path : all_cases()) {
    testing::Resolved result;
    testing::resolve_file(result, path);
    for (const Diagnostic& d : result.diagnostics.all()) shown.emplace(d.about->id);
  }
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (!entry.id.starts_with("SL02")) continue;
    CAPTURE(entry.id);
    CHECK(shown.count(std::string(entry.id)) == 1);
  }
}

TEST_CASE("the examples of the diagnostics parse") {
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (!entry.id.starts_with("SL02")) continue;
    CAPTURE(entry.id);
    SourceManager sources;
    Diagnostics diagnostics;
    parse(sources, sources.add("example.shelf", std::string(entry.example)), diagnostics);
    CHECK_FALSE(diagnostics.has_errors());
  }
}

TEST_CASE("the example policies resolve without errors") {
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "examples")) {
    if (entry.path().extension() != ".shelf" || entry.path().parent_path().filename() == "teams") continue;
    CAPTURE(entry.path());
    testing::Resolved result;
    testing::resolve_file(result, entry.path());
    CHECK(result.text() == "");
  }
}
