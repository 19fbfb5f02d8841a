// Hostile text: every case ends soon, with a diagnostic where one is due. A hang or a crash fails the run.
#include <doctest/doctest.h>

#include <ctime>

#include "grammar/bytes.hpp"
#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

std::string repeat(const std::string& text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string nested(const std::string& open, const std::string& close, std::size_t depth) {
  return "rule x where " + repeat(open, depth) + "a == b" + repeat(close, depth) + " { keep forever }\nrule y { keep forever }";
}

TEST_CASE("nesting") {
  CHECK(Parsed(nested("(", ")", 64)).places().empty());
  CHECK(Parsed(nested("not ", "", 64)).places().empty());
  CHECK(Parsed(nested("(", ")", 100)).places().empty());
  CHECK(Parsed(nested("(", ")", 101)).places() == "1:115 SL0146");
  for (const auto& [open, close] : {std::pair{"(", ")"}, {"not ", ""}, {"not (", ")"}, {"(", ""}}) {
    const Parsed parsed(nested(open, close, 200'000));
    REQUIRE(parsed.count() == 1);
    CHECK(parsed.places().substr(parsed.places().size() - 6) == "SL0146");
    CHECK(parsed.file.items.size() == 1);  // the rule behind it
  }
  CHECK(Parsed("rule x { keep forever where (a == b) }" + repeat("rule y where (a == b) { keep forever }", 300)).places().empty());
}

TEST_CASE("a wide predicate is not a deep one") {
  const Parsed parsed("rule x where a == b" + repeat(" or a == b and not c == d", 50'000) + " { keep forever }");
  CHECK(parsed.places().empty());
  CHECK(parsed.item<ast::Rule>(0).where->children.size() == 50'001);
}

TEST_CASE("errors are counted, then it stops") {
  for (const std::string& text : {repeat("}", 1'000'000), repeat("{", 1'000'000), repeat("rule\n", 300'000), repeat("\"\n", 300'000),
                                  "rule r {" + repeat("keep\n", 300'000), repeat("\x01", 1'000'000), repeat("\xFF", 1'000'000),
                                  repeat("rule r { keep never }\n", 100'000), repeat(";", 1'000'000), repeat("=", 1'000'000)}) {
    const std::clock_t start = std::clock();  // work, not time: others may have the processor
    const Parsed parsed(text);
    CHECK(parsed.diagnostics.has_errors());
    CHECK(parsed.count() <= 1001);
    CHECK(fault_of(tree_of(text)) == "");
    CHECK((std::clock() - start) / CLOCKS_PER_SEC < 20);
  }
  const Parsed many(repeat("}\n", 5000));
  CHECK(many.diagnostics.errors() == 1000);
  CHECK(many.diagnostics.all().back().code == Code::too_many_errors);
  CHECK(many.diagnostics.all().back().severity == Severity::note);
}

TEST_CASE("long tokens") {
  CHECK(Parsed("# " + repeat("x", 5'000'000)).places().empty());
  CHECK(Parsed("label " + repeat("x", 5'000'000) + " from tag").places().empty());
  CHECK(Parsed("layout \"" + repeat("x", 5'000'000) + "\"").places().empty());
  CHECK(Parsed("let x = " + repeat("1", 5'000'000) + " days").places() == "1:9 SL0123");
  const Parsed open("layout \"" + repeat("x", 5'000'000));
  CHECK(open.places() == "1:8 SL0118");
  CHECK(render(open.diagnostics.all()[0], open.sources, false).size() < 1000);
}

TEST_CASE("a file of 4 GiB is refused before it is read") {
  Diagnostics diagnostics;
  const char byte = 'x';
  // Only the size is looked at.
  const ByteCheck check = check_bytes(std::string_view(&byte, 0x1'0000'0000ULL), 0, 10, diagnostics);
  CHECK_FALSE(check.parse);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].code == Code::file_too_large);
}

TEST_CASE("bytes") {
  CHECK(Parsed("let x = 1 day # jos\xC3\xA9 \xF0\x9F\x98\x80\n").places().empty());
  CHECK(Parsed("\xEF\xBB\xBFlet x = 1 day").places().empty());
  CHECK(Parsed("let x = 1 day\xEF\xBB\xBF").places() == "1:14 SL0155");
  CHECK(Parsed("let x = 1 day\r\n\tlet y = 2 days\r\n").places().empty());
  CHECK(Parsed("# a\rlet x = 1 day").places() == "1:4 SL0006");
  CHECK(Parsed(std::string("let x\0 = 1 day", 14)).places() == "1:6 SL0005");
  CHECK(Parsed("# \xC0\xAF \xED\xA0\x80 \xF5\x80\x80\x80").count() == 9);
  CHECK(Parsed("# \xE2\x80\xAE").places() == "1:3 SL0007");
  CHECK(Parsed("\xFF\xFEl\0e\0t\0").places() == "1:1 SL0004");
  CHECK(Parsed("").places().empty());
}

}  // namespace
