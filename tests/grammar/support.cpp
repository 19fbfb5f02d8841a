#include "support.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "grammar/parse.hpp"

namespace shelflife::test {

namespace fs = std::filesystem;

Parsed::Parsed(std::string text, std::string path) {
  const FileId id = sources.add(std::move(path), std::move(text));
  file = parse(sources, id, diagnostics);
  diagnostics.sort();
}

std::string Parsed::places() const {
  std::string result;
  for (const Diagnostic& d : diagnostics.all()) {
    const Position at = sources.position(d.span.file, d.span.begin);
    if (!result.empty()) result += '\n';
    result += std::to_string(at.line) + ":" + std::to_string(at.column) + " " + std::string(d.about->id);
  }
  return result;
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path source_dir() { return SHELFLIFE_SOURCE_DIR; }

std::vector<fs::path> cases() {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator(source_dir() / "tests/grammar/cases"))
    if (entry.path().extension() == ".shelf") result.push_back(entry.path());
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<fs::path> all_policies() {
  std::vector<fs::path> result = cases();
  if (fs::exists(source_dir() / "examples"))
    for (const auto& entry : fs::recursive_directory_iterator(source_dir() / "examples"))
      if (entry.path().extension() == ".shelf") result.push_back(entry.path());
  return result;
}

bool updating() {
  const char* value = std::getenv("SHELFLIFE_UPDATE");
  return value != nullptr && std::string_view(value) == "1";
}

Tree tree_of(const std::string& text) {
  SourceManager sources;
  Diagnostics diagnostics;
  return parse_tree(sources, sources.add("policy.shelf", text), diagnostics);
}

std::string fault_of(const Tree& tree) {
  std::vector<Kind> open;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < tree.events.size(); ++i) {
    const Event& event = tree.events[i];
    const std::string where = "event " + std::to_string(i) + ": ";
    switch (event.type) {
      case EventType::open:
        if (event.offset < at) return where + "opens before the end of the leaf before it";
        open.push_back(event.kind);
        break;
      case EventType::close:
        if (open.empty() || open.back() != event.kind) return where + "closes another node";
        if (event.offset != at) return where + "does not close at its last leaf";
        open.pop_back();
        break;
      case EventType::leaf:
        if (event.offset <= at + event.blank) return where + "an empty or backward leaf";
        at = event.offset;
        break;
    }
  }
  if (!open.empty()) return "a node is left open";
  std::uint32_t tiled = 0;
  for (const Leaf& leaf : leaves(tree)) {
    if (leaf.begin != tiled || leaf.end <= leaf.begin) return "the leaves do not tile the text";
    tiled = leaf.end;
  }
  return tiled == tree.size ? "" : "the leaves end before the text does";
}

}  // namespace shelflife::test
