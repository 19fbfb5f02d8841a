#include <doctest/doctest.h>

#include "grammar/format.hpp"
#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

std::optional<std::string> try_format(const std::string& text) {
  SourceManager sources;
  Diagnostics diagnostics;
  return format(sources, sources.add("policy.shelf", text), diagnostics);
}

std::string formatted(const std::string& text) { return try_format(text).value_or("(errors)"); }

TEST_CASE("formatting twice is formatting once, for every policy we have") {
  for (const auto& path : all_policies()) {
    CAPTURE(path.string());
    const auto once = try_format(read_file(path));
    const bool fails = path.filename().string().rfind("fail_", 0) == 0;
    REQUIRE(once.has_value() == !fails);
    if (fails) continue;
    CHECK(formatted(*once) == *once);
  }
}

TEST_CASE("lines, blanks and alignment") {
  CHECK(formatted("") == "");
  CHECK(formatted("\n\n  \n") == "");
  CHECK(formatted("let a=1 day let b = 2 days") == "let a = 1 day\nlet b = 2 days\n");
  CHECK(formatted("\xEF\xBB\xBFlet a = 1 day\r\n\r\n\r\n\r\nlet b = 2 days\r\n") == "let a = 1 day\n\nlet b = 2 days\n");
  CHECK(formatted("rule r{keep forever}") == "rule r { keep forever }\n");
  CHECK(formatted("rule r{}") == "rule r { }\n");
  CHECK(formatted("rule r{\n}") == "rule r {\n}\n");
  CHECK(formatted("rule r{keep forever delete after 1 day}") ==
        "rule r {\n  keep   forever\n  delete after 1 day\n}\n");
  CHECK(formatted("rule r { keep forever quarantine for 1 day then delete }") ==
        "rule r {\n  keep forever\n  quarantine for 1 day then delete\n}\n");
  CHECK(formatted("safeguard { at most 10 % per run }") == "safeguard { at most 10% per run }\n");
  CHECK(formatted("tiers on s3 { cool : X }") == "tiers on s3 { cool: X }\n");
  CHECK(formatted("rule r where ( a in ( b,c ) ) { keep forever }") == "rule r where (a in (b, c)) { keep forever }\n");
}

TEST_CASE("comments stay where they stood") {
  CHECK(formatted("#a\nlet a = 1 day#b\n\n#c") == "#a\nlet a = 1 day   #b\n\n#c\n");
  CHECK(formatted("rule r { # a\nkeep forever # b\n# c\n} # d") ==
        "rule r {   # a\n  keep forever   # b\n  # c\n}   # d\n");
  CHECK(formatted("rule r { keep # why\nforever }") == "rule r {\n  keep   # why\n      forever\n}\n");
  CHECK(formatted("rule r # a\n# b\n{ keep forever }") == "rule r   # a\n    # b\n{\n  keep forever\n}\n");
  for (const char* text : {"rule r { keep # why\nforever }", "rule r # a\n# b\n{ keep forever }",
                           "label a in b, # c\n# d\n e", "# a \t\r\n\r\n# b"}) {
    const std::string once = formatted(text);
    CHECK(once != "(errors)");
    CHECK(formatted(once) == once);
  }
}

TEST_CASE("long lines break before where, and, or") {
  const std::string a(30, 'a'), b(30, 'b'), c(30, 'c');
  CHECK(formatted("rule r where " + a + " == x and " + b + " == y or " + c + " == z { keep forever }") ==
        "rule r where " + a + " == x and " + b + " == y\n    or " + c + " == z {\n  keep forever\n}\n");
}

}  // namespace
