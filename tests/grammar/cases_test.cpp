// Golden cases: cases/NAME.shelf with NAME.expected beside it. A file that begins with fail_ has errors, the others have
// none. Expected is what a user sees: the diagnostics, or the canonical text and the syntax tree.
// SHELFLIFE_UPDATE=1 test_grammar rewrites them; look at the difference before you commit it.
#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "grammar/format.hpp"
#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

std::string expected_text(const Parsed& parsed) {
  std::string result;
  for (const Diagnostic& diagnostic : parsed.diagnostics.all()) result += render(diagnostic, parsed.sources, false);
  if (parsed.diagnostics.has_errors()) return result + "--- parsed\n" + dump(parsed.file);
  Diagnostics diagnostics;
  const auto formatted = format(parsed.sources, parsed.file.id, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) result += render(diagnostic, parsed.sources, false);
  return result + formatted.value_or("(not formatted)\n") + "--- parsed\n" + dump(parsed.file);
}

TEST_CASE("golden cases") {
  for (const auto& path : cases()) {
    CAPTURE(path.filename().string());
    const Parsed parsed(read_file(path), path.filename().string());
    const bool should_fail = path.filename().string().rfind("fail_", 0) == 0;
    CHECK(parsed.diagnostics.has_errors() == should_fail);
    auto expected = path;
    expected.replace_extension(".expected");
    const std::string text = expected_text(parsed);
    if (updating()) std::ofstream(expected, std::ios::binary) << text;
    CHECK(text == read_file(expected));
  }
}

TEST_CASE("every file and syntax code is shown by a case") {
  // Not reachable by a small file of text.
  const std::set<std::string_view> exempt = {"cannot-read-file", "file-too-large", "format-lost-text"};
  std::set<Code> seen;
  for (const auto& path : cases()) {
    const Parsed parsed(read_file(path));
    for (const Diagnostic& diagnostic : parsed.diagnostics.all()) seen.insert(diagnostic.code);
  }
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (entry.id.substr(0, 5) != "SL000" && entry.id.substr(0, 4) != "SL01") continue;  // SL002x are the command line's
    CAPTURE(entry.name);
    CHECK((seen.count(entry.code) != 0) != (exempt.count(entry.name) != 0));
  }
}

}  // namespace
