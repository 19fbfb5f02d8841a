// Any bytes: parse, render what was said, and format what has no errors; formatting twice must be formatting once.
// (.cc, since each tests/<folder>/*.cpp becomes a doctest program.)
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "grammar/format.hpp"
#include "grammar/parse.hpp"
#include "grammar/tree.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shelflife;
  SourceManager sources;
  const FileId file = sources.add("fuzz.shelf", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics diagnostics, again;
  const auto formatted = format(sources, file, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.code == Code::format_lost_text) std::abort();
    if (render(diagnostic, sources, true).empty()) std::abort();
  }
  std::uint32_t at = 0;
  for (const Leaf& leaf : leaves(parse_tree(sources, file, again))) {
    if (leaf.begin != at || leaf.end <= leaf.begin) std::abort();
    at = leaf.end;
  }
  if (at != size) std::abort();
  if (formatted) {
    SourceManager second;
    if (format(second, second.add("fuzz.shelf", *formatted), again) != formatted) std::abort();
  }
  return 0;
}
