// Baselines: the file, what of it is still found, and what it never holds.
#include <doctest/doctest.h>

#include "lint/baseline.hpp"
#include "lint/catalogue.hpp"

using namespace shelflife;
using lint::Baseline;
using lint::BaselineEntry;

namespace {

const BaselineEntry a{"a.shelf", "SL1304", "`2555 days` is short", "00000000000000aa"};
const BaselineEntry b{"b.shelf", "SL0503", "never first", "00000000000000bb"};

std::optional<Baseline> read(std::string_view text) {
  std::string problem;
  std::optional<Baseline> out = lint::read_baseline(text, problem);
  CHECK(out.has_value() == problem.empty());
  return out;
}

Diagnostics found() {
  Diagnostics out;
  out.add(*lint::find("SL1304"), Span{0, 1, 2}, "`2555 days` is short");
  out.add(*lint::find("SL0201"), Span{0, 3, 4}, "no such label");
  out.add(*lint::find("SL1101"), Span{0, 5, 6}, "new");
  out.add(*lint::find("SL1601"), Span{0, 7, 8}, "said why").suppressed = Suppression{Suppression::By::comment, "why"};
  return out;
}
const std::vector<std::string> prints = {"00000000000000aa", "00000000000000cc", "00000000000000dd", "00000000000000ee"};
std::string path_of(FileId) { return "a.shelf"; }

}  // namespace

TEST_CASE("a baseline is sorted, and reads back as it was written") {
  const std::string text = lint::to_text({b, a, b});
  CHECK(text == lint::to_text({a, b}));
  CHECK(text ==
        "{\n  \"version\": 1,\n  \"findings\": [\n    {\n      \"path\": \"a.shelf\",\n      \"code\": \"SL1304\",\n      \"message\": \"`2555 days` is short\",\n"
        "      \"fingerprint\": \"00000000000000aa\"\n    },\n    {\n      \"path\": \"b.shelf\",\n      \"code\": \"SL0503\",\n      \"message\": \"never first\",\n"
        "      \"fingerprint\": \"00000000000000bb\"\n    }\n  ]\n}\n");
  CHECK(read(text) == Baseline{a, b});
  CHECK(read(lint::to_text({})) == Baseline{});
}

TEST_CASE("what is no baseline is refused") {
  for (const std::string_view text : {"", "[]", "{", "{\"version\": 2, \"findings\": []}", "{\"version\": \"1\", \"findings\": []}", "{\"version\": 1}", "{\"version\": 1, \"findings\": {}}",
                                      "{\"version\": 1, \"findings\": [1]}", "{\"version\": 1, \"findings\": [{\"fingerprint\": \"\", \"code\": \"a\", \"path\": \"b\", \"message\": \"c\"}]}",
                                      "{\"version\": 1, \"findings\": [{\"fingerprint\": 1, \"code\": \"a\", \"path\": \"b\", \"message\": \"c\"}]}"}) {
    CAPTURE(text);
    CHECK(!read(text));
  }
}

TEST_CASE("found, gone, not looked for; errors and what a comment suppresses are not taken in") {
  const Diagnostics diagnostics = found();
  const auto looked = [](const BaselineEntry& entry) { return entry.path == "b.shelf"; };
  BaselineEntry elsewhere = b;
  elsewhere.path = "c.shelf";
  elsewhere.fingerprint = "00000000000000ff";
  const lint::BaselineUse use = lint::compare({a, b, elsewhere}, diagnostics.all(), prints, looked, path_of);
  CHECK(use.found == Baseline{a, {"a.shelf", "SL1101", "new", "00000000000000dd"}});
  CHECK(use.stale == Baseline{b});
  CHECK(use.unseen == Baseline{elsewhere});
}

TEST_CASE("only findings of the linter are suppressed, though an entry names another") {
  Diagnostics diagnostics = found();
  Baseline all;
  for (const std::string& print : prints) all.push_back({"a.shelf", "SL0201", "", print});
  lint::suppress(all, prints, diagnostics.all());
  CHECK(diagnostics.all()[0].suppressed->by == Suppression::By::baseline);
  CHECK(!diagnostics.all()[1].suppressed);
  CHECK(diagnostics.all()[2].suppressed->by == Suppression::By::baseline);
  CHECK(diagnostics.all()[3].suppressed->by == Suppression::By::comment);
  CHECK(diagnostics.errors() == 1);
}
