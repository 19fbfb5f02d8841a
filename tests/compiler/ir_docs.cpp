// docs/ir.md names every member and every kind that ir_json() writes.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "emitters/ir_json.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

void collect(const nlohmann::json& json, std::set<std::string>& words) {
  if (json.is_array())
    for (const nlohmann::json& item : json) collect(item, words);
  if (!json.is_object()) return;
  for (const auto& [member, value] : json.items()) {
    words.insert(member);
    if (member == "kind" || member == "source" || member == "type") words.insert(value.get<std::string>());
    collect(value, words);
  }
}

}  // namespace

TEST_CASE("the page about the resolved policy names all of it") {
  const fs::path root = SHELFLIFE_SOURCE_DIR;
  const std::string page = testing::read_text(root / "docs/ir.md");
  std::set<std::string> words;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "tests/cases-resolve"))
    if (entry.path().extension() == ".json")
      collect(nlohmann::json::parse(testing::read_text(entry.path())), words);
  CHECK(words.size() > 90);
  for (const std::string& word : words) {
    CAPTURE(word);
    CHECK(page.find("`" + word + "`") != std::string::npos);
  }
}

TEST_CASE("places are relative to the root file, wherever it lies") {
  const std::map<std::string, std::string> files = {{"teams/a.shelf", "rule kept { keep forever }\n"}};
  const std::string text = "import \"teams/a.shelf\"\n";
  std::string first;
  for (const char* path : {"policy.shelf", "deep/er/policy.shelf", "/home/somebody/policy.shelf"}) {
    testing::Resolved result;
    testing::resolve_text(result, text, files, path);
    const std::string json = ir_json(result.policy, result.sources);
    if (first.empty()) first = json;
    CHECK(json == first);
  }
  CHECK(first.find("\"file\": \"teams/a.shelf\"") != std::string::npos);
}
