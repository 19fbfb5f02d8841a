// Values that a dump does not show: places, and the limits of numbers.
#include <doctest/doctest.h>

#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

std::string text_of(const Parsed& parsed, const Origin& origin) { return std::string(parsed.sources.text(origin.span)); }

TEST_CASE("origins cover their text and nothing more") {
  const Parsed p("# c\nrule r \"why\" where not (a == b or c in (d, \"e\")) and size > 1 KiB { # c\n"
                 "  keep latest 5 weekly versions per model for at most 30 days where x is missing # c\n}\n");
  REQUIRE(p.places().empty());
  const auto& rule = p.item<ast::Rule>(0);
  CHECK(text_of(p, rule.name.origin) == "r");
  CHECK(text_of(p, rule.reason->origin) == "\"why\"");
  CHECK(text_of(p, rule.where->origin) == "not (a == b or c in (d, \"e\")) and size > 1 KiB");
  CHECK(text_of(p, rule.where->children[0].origin) == "not (a == b or c in (d, \"e\"))");
  CHECK(text_of(p, rule.where->children[0].children[0].origin) == "a == b or c in (d, \"e\")");
  CHECK(text_of(p, rule.where->children[1].size->origin) == "1 KiB");
  REQUIRE(rule.statements.size() == 1);
  const auto& keep = rule.statements[0];
  CHECK(text_of(p, keep.origin) == "keep latest 5 weekly versions per model for at most 30 days where x is missing");
  CHECK(text_of(p, keep.ranked->at_most->origin) == "30 days");
  CHECK(text_of(p, keep.where->subject.origin) == "x");
  CHECK(text_of(p, rule.origin).substr(0, 6) == "rule r");
  CHECK(text_of(p, rule.origin).back() == '}');
}

TEST_CASE("numbers at their limits") {
  const Parsed p("let a = 999999999 days\nlet b = 16777215 TiB\nlet c = 16777216 TiB\nlet d = 999999999 B\n");
  CHECK(p.places() == "3:9 SL0130");
  CHECK(p.item<ast::Let>(0).duration->count == 999999999);
  CHECK(p.item<ast::Let>(1).size->bytes == 16777215ULL << 40U);
  CHECK(p.file.items.size() == 3);
}

TEST_CASE("the calendar") {
  const auto errors = [](const std::string& date) {
    return Parsed("hold \"a\" by \"b\" until " + date + " where a == b").count();
  };
  CHECK(errors("2024-02-29") == 0);
  CHECK(errors("2000-02-29") == 0);
  CHECK(errors("1900-02-29") == 1);
  CHECK(errors("2023-02-29") == 1);
  CHECK(errors("2023-12-31") == 0);
  CHECK(errors("2023-13-01") == 1);
  CHECK(errors("2023-00-01") == 1);
  CHECK(errors("2023-04-31") == 1);
  CHECK(errors("0000-01-01") == 1);
}

TEST_CASE("one wrong line costs that line only") {
  const Parsed p("rule r where a == b {\n  keep forever\n  delete soon\n  lock compliance for 5 days\n}\nlet x = 1 day\n");
  CHECK(p.places() == "3:10 SL0147");
  REQUIRE(p.file.items.size() == 2);
  CHECK(p.item<ast::Rule>(0).statements.size() == 2);
}

TEST_CASE("an error behind a line break is shown at the end of the line before") {
  CHECK(Parsed("rule r {\n  delete after # soon\n  keep forever\n}").places() == "2:15 SL0126");
  CHECK(Parsed("label x in\n").places() == "1:11 SL0135");
}

TEST_CASE("equality of trees looks at meaning, not at places") {
  const Parsed a("let x = 1 day"), b("# c\nlet   x=1 day"), c("let x = 2 days");
  CHECK(a.file == b.file);
  CHECK_FALSE(a.file == c.file);
}

TEST_CASE("words end where a name would, any name follows rule and role") {
  CHECK(Parsed("rule r where notable == x and order is missing { keep forever }").places().empty());
  CHECK(Parsed("rule rule where a == b { keep forever } role delete { allow read }").places().empty());
  CHECK(Parsed("role role { allow delete }").places().empty());
  CHECK(Parsed("label deleted from tag").places().empty());
}

}  // namespace
