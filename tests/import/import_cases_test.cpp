// Importing by example: each cases/NAME.json or .xml has its outcome beside it in NAME.expected, and its options, where it has
// any, in NAME.args. SHELFLIFE_UPDATE=1 rewrites the outcomes, which are then read in review.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "compiler/resolve.hpp"
#include "grammar/format.hpp"
#include "support.hpp"

using namespace shelflife;
using namespace shelflife::import_test;

namespace {

std::string show(const Remark& remark) {
  std::string out = printable(remark.place.empty() ? "document" : remark.place) + ": " + printable(remark.text);
  return out + (remark.source.empty() ? "" : " (" + remark.source + ")") + "\n";
}

std::string outcome(const Case& c) {
  const Reading reading = read_lifecycle(c.text);
  if (!reading.malformed.empty()) return "malformed: " + reading.malformed + "\n";
  if (!reading.recognised) return "no lifecycle document\n";
  std::string out;
  for (const ReadDocument& document : reading.documents) {
    out += std::string(document_word(document.provider)) + " of `" + printable(document.bucket) + "`" + (document.origin.empty() ? "" : " from " + document.origin) + "\n";
    for (const Remark& remark : document.remarks) out += std::string(to_word(remark.kind)) + " " + show(remark);
    if (!document.understood) {
      out += "not understood\n";
      continue;
    }
    const Imported imported = import_lifecycle(document, c.options);
    for (const Remark& refusal : imported.refusals) out += "refused " + show(refusal);
    if (!imported.text.empty()) out += "---\n" + imported.text + "---\n";
  }
  return out;
}

}  // namespace

TEST_CASE("every document imports as recorded") {
  std::map<std::string, int> kinds;
  for (const Case& c : all_cases()) {
    INFO(c.name);
    const std::string seen = outcome(c);
    ++kinds[seen.find("---\n") != std::string::npos ? "imported" : "refused"];
    const fs::path expected = fs::path(c.path).replace_extension(".expected");
    if (std::getenv("SHELFLIFE_UPDATE") != nullptr) write_file(expected, seen);
    else CHECK(read_file(expected) == seen);
  }
  CHECK(kinds["imported"] >= 25);
  CHECK(kinds["refused"] >= 15);
}

TEST_CASE("an imported policy is in canonical style, checks without errors and warnings, and holds no path or date") {
  for (const Case& c : all_cases()) {
    for (const ReadDocument& document : read_lifecycle(c.text).documents) {
      if (!document.understood) continue;
      const std::string text = import_lifecycle(document, c.options).text;
      if (text.empty()) continue;
      INFO(c.name << "\n" << text);
      SourceManager sources;
      Diagnostics diagnostics;
      const FileId file = sources.add("imported.shelf", text);
      CHECK(format(sources, file, diagnostics) == text);
      resolve(sources, file, [](const std::string&) { return std::nullopt; }, diagnostics);
      for (const Diagnostic& d : diagnostics.all()) FAIL_CHECK(render_concise(d, sources));
      CHECK(text.find(SHELFLIFE_SOURCE_DIR) == std::string::npos);
      CHECK(text == import_lifecycle(document, c.options).text);
    }
  }
}
