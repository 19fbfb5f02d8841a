// Suppression comments: which are ones, what they cover, and what is said of them.
#include <doctest/doctest.h>

#include <algorithm>

#include "grammar/format.hpp"
#include "lint/catalogue.hpp"
#include "lint/suppressions.hpp"
#include "tests/lint/support.hpp"

using namespace shelflife;
using namespace shelflife::test;

namespace {

const std::string head =
    "layout \"ml/{stage}/{model}/{version}/\"\n"
    "label stage in dev, production required\n"
    "store artifacts on s3 \"acme-ml\" { versioning on recoverable for 7 days }\n";

// "3:7 SL1304 (REASON)" for each finding that is left or suppressed, where it is asked for.
std::string after(const std::string& text, std::string_view ids = "SL1304 SL09", const lint::Control& control = {}, bool linted = true) {
  const std::unique_ptr<Linted> linted_text = lint_text("p.shelf", text);
  Diagnostics found;
  for (Diagnostic& d : linted_text->found) found.add(std::move(d));
  const lint::PathFrom path_from = [](const std::string&, FileId) { return "p.shelf"; };
  const lint::Judge judge(control, path_from);
  lint::suppress(linted_text->sources, {{0, linted}}, lint_day, judge, found);
  found.sort();
  std::string out;
  for (const Diagnostic& d : found.all()) {
    if (ids.find(d.about->id) == std::string_view::npos && ids.find(d.about->id.substr(0, 4)) == std::string_view::npos) continue;
    const Position at = linted_text->sources.position(d.span.file, d.span.begin);
    out += std::to_string(at.line - 3) + ":" + std::to_string(at.column) + " " + std::string(d.about->id) + (d.suppressed ? " (" + d.suppressed->reason + ")" : "") + "\n";
  }
  return out;
}

// The same with the rule's one statement found at 2:12.
std::string with(const std::string& above, const std::string& behind = "") {
  return after(head + above + "rule records where stage == production {\n  keep for 2555 days" + behind + "\n}\n");
}

}  // namespace

TEST_CASE("the finding is there without a comment") { CHECK(with("") == "2:12 SL1304\n"); }

TEST_CASE("a comment above a declaration covers its block, above a statement that statement, behind one its line") {
  CHECK(with("# shelflife-ignore SL1304: counted in days\n") == "3:12 SL1304 (counted in days)\n");
  CHECK(with("#shelflife-ignore years-in-days : counted: in days  \n\n# another comment\n") == "5:12 SL1304 (counted: in days)\n");
  CHECK(with("# shelflife-ignore SL13, SL1601: x\n") == "1:26 SL0904\n3:12 SL1304 (x)\n");
  CHECK(with("", "  # shelflife-ignore compliance: x") == "2:12 SL1304 (x)\n");
  const std::string two =
      "rule records where stage == production {\n  # shelflife-ignore SL1304: x\n  keep for 2555 days\n  lock compliance for 2555 days\n}\n";
  CHECK(after(head + two) == "3:12 SL1304 (x)\n4:23 SL1304\n");
  const std::string behind = "rule records where stage == production {\n  keep for 2555 days\n  lock compliance for 2555 days # shelflife-ignore SL1304: x\n}\n";
  CHECK(after(head + behind) == "2:12 SL1304\n3:23 SL1304 (x)\n");
  const std::string closed = "rule records where stage == production {\n  keep for 2555 days\n} # shelflife-ignore SL1304: x\n";
  CHECK(after(head + closed) == "2:12 SL1304 (x)\n");
  const std::string broken = "rule records where stage == production {\n  keep\n    for 2555 days\n    where model == m # shelflife-ignore SL1304: x\n}\n";
  CHECK(after(head + broken) == "3:9 SL1304 (x)\n");
}

TEST_CASE("a comment for the whole file may stand anywhere") {
  CHECK(after(head + "rule records where stage == production {\n  keep for 2555 days\n}\n# shelflife-ignore-file SL1304: x\n") == "2:12 SL1304 (x)\n");
}

TEST_CASE("a comment above something else, or below, is unused") {
  CHECK(with("# shelflife-ignore SL1304: x\nrule other where stage == dev { delete after 3 days }\n") == "1:20 SL0904\n4:12 SL1304\n");
  CHECK(after(head + "rule records where stage == production {\n  keep for 2555 days\n  # shelflife-ignore SL1304: x\n}\n# shelflife-ignore SL1304: x\n") == "2:12 SL1304\n3:22 SL0904\n5:20 SL0904\n");
}

TEST_CASE("only comments are comments") {
  const std::string text = "rule records \"# shelflife-ignore SL1304: x\" by \"a # shelflife-ignore-file SL1304: x\" where stage == production {\n  keep for 2555 days\n}\n";
  CHECK(after(head + text) == "2:12 SL1304\n");
  CHECK(with("# see shelflife-ignore SL1304: x\n") == "3:12 SL1304\n");
  CHECK(with("# # shelflife-ignore SL1304: x\n") == "3:12 SL1304\n");
}

TEST_CASE("what is wrong in a comment is told, and suppresses nothing") {
  CHECK(with("# shelflife-ignore SL1304\n") == "1:1 SL0901\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1304:  \n") == "1:1 SL0901\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1399: x\n") == "1:20 SL0902\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore all: x\n") == "1:20 SL0902\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1399, SL1304: x\n") == "1:20 SL0902\n3:12 SL1304 (x)\n");
  CHECK(with("# shelflife-ignore SL0201: x\n") == "1:20 SL0905\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL01: x\n") == "1:20 SL0905\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL0904: x\n") == "1:20 SL0905\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore : x\n") == "1:1 SL0906\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1304,: x\n") == "1:20 SL0906\n3:12 SL1304 (x)\n");
  CHECK(with("# shelflife-ignore SL1304 SL0503: x\n") == "1:20 SL0906\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore-next SL1304: x\n") == "1:1 SL0906\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1304 until 2027-02-30: x\n") == "1:33 SL0906\n3:12 SL1304\n");
  CHECK(with("# shelflife-ignore SL1304 until: x\n") == "1:20 SL0906\n3:12 SL1304\n");
}

TEST_CASE("until a day: that day it is over, as a hold is") {
  CHECK(with("# shelflife-ignore SL1304 until 2026-03-05: x\n") == "3:12 SL1304 (x)\n");
  CHECK(with("# shelflife-ignore SL1304 until 2026-03-04: x\n") == "1:33 SL0903\n3:12 SL1304\n");
}

TEST_CASE("unused is said only of what was looked for") {
  const std::string text = head + "# shelflife-ignore SL1101: x\nrule records where stage == production { keep for 3 years }\n";
  CHECK(after(text) == "1:20 SL0904\n");
  CHECK(after(text, "SL09", {}, false) == "");
  CHECK(after(text, "SL09", {{{{}, {{"SL1101", "a"}}}}, {}, {}}) == "");
  CHECK(after(text, "SL09", {{{{{"SL1101", "a"}}, {}}}, {}, {}}) == "");  // SL0904 itself is not selected
  CHECK(after(text, "SL09", {{}, {{{"SL0904", "a"}, std::nullopt}}, {}}) == "");
}

TEST_CASE("the formatter leaves comments where they cover the same") {
  const std::string text = head +
                           "# shelflife-ignore SL1304: a\nrule a where stage == production { keep for 2555 days }\n"
                           "rule b where stage == production {\n# shelflife-ignore SL1304: b\nkeep for 2555 days\nkeep   for 3650 days    # shelflife-ignore SL1304: c\n}\n"
                           "rule c where stage == production { keep for 1825 days } # shelflife-ignore SL1304: d\n"
                           "rule e where stage == production { # shelflife-ignore SL1304: not found on this line\n keep for 4380 days }\n";
  const auto reasons = [](const std::string& from) {
    std::string out;
    const std::string lines = after(from);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i] == 'S') out += lines.substr(i, lines.find('\n', i) + 1 - i);
    }
    return out;
  };
  SourceManager sources;
  Diagnostics problems;
  const std::optional<std::string> formatted = format(sources, sources.add("p.shelf", text), problems);
  REQUIRE(formatted.has_value());
  CHECK(*formatted != text);
  const std::string said = reasons(text);
  for (const std::string_view reason : {"(a)", "(b)", "(c)", "(d)"}) CHECK(said.find(reason) != std::string::npos);
  CHECK(said.find("SL0904") != std::string::npos);
  CHECK(reasons(*formatted) == said);
}
