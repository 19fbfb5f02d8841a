#include <doctest/doctest.h>

#include <set>

#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;

TEST_CASE("the table: ids are unique and of one form, texts follow the style") {
  std::set<std::string_view> ids, names;
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    CAPTURE(entry.name);
    CHECK(ids.insert(entry.id).second);
    CHECK(names.insert(entry.name).second);
    CHECK(entry.id.size() == 6);
    CHECK(entry.id.substr(0, 2) == "SL");
    CHECK(entry.name.find('_') == std::string_view::npos);
    CHECK_FALSE(entry.title.empty());
    CHECK_FALSE(entry.help.empty());
    CHECK(entry.title.back() != '.');
    CHECK(entry.help.back() != '.');
    CHECK(&info(entry.code) == &entry);
    CHECK(find_diagnostic(entry.id) == &entry);
    CHECK(find_diagnostic(entry.name) == &entry);
  }
  CHECK(find_diagnostic("sl0102") == find_diagnostic("expected-statement"));
  CHECK(find_diagnostic("SL9999") == nullptr);
}

TEST_CASE("the examples of the syntax codes are right") {
  for (const DiagnosticInfo& entry : all_diagnostics()) {
    if (entry.id.substr(0, 4) != "SL01") continue;
    CAPTURE(entry.name);
    CAPTURE(entry.example);
    CHECK_FALSE(entry.example.empty());
    CHECK(Parsed(std::string(entry.example)).places().empty());
  }
}

TEST_CASE("sorted by place, exact repeats removed") {
  Diagnostics diagnostics;
  diagnostics.add(Code::expected_name, {0, 9, 10}, "b");
  diagnostics.add(Code::expected_name, {0, 3, 4}, "a");
  diagnostics.add(Code::expected_name, {0, 9, 10}, "c");
  diagnostics.add(Code::expected_name, {0, 9, 10}, "b");
  diagnostics.sort();
  REQUIRE(diagnostics.all().size() == 3);
  CHECK(diagnostics.all()[0].message == "a");
  CHECK(diagnostics.all()[1].message == "b");
  CHECK(diagnostics.all()[2].message == "c");
  CHECK(diagnostics.errors() == 3);
}

TEST_CASE("text of the user cannot drive a terminal") {
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("\xC2\x9B") == "\\u009b");
  CHECK(printable("\xE2\x80\xAE") == "\\u202e");
  CHECK(printable("\xFF") == "\\xff");
  CHECK(printable("a\tb\n\r") == "a\\tb\\n\\r");
  CHECK(printable(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
  CHECK(printable("jos\xC3\xA9 \xF0\x9F\x98\x80") == "jos\xC3\xA9 \xF0\x9F\x98\x80");
}

TEST_CASE("the frame: the caret stands under the place, tabs and long lines included") {
  SourceManager sources;
  const FileId file = sources.add("p.shelf", "\tlet \xC3\xA4 = x\n" + std::string(500, 'a') + "!" + std::string(500, 'b'));
  Diagnostic diagnostic{Code::expected_name, &info(Code::expected_name), Severity::error, {file, 8, 9}, "m", "h", {}, {}, {}};
  CHECK(render(diagnostic, sources, false).find("p.shelf:1:9: error SL0114: m [expected-name]\n"
                                               "  1 |     let \xC3\xA4 = x\n"
                                               "    |           ^\n"
                                               "  help: h\n") == 0);
  diagnostic.span = {file, 512, 513};
  const std::string text = render(diagnostic, sources, false, 132);
  const std::string before(60, 'a'), after(59, 'b');
  CHECK(text.find("  2 | ..." + before + "!" + after + "...\n    |    " + std::string(60, ' ') + "^\n") != std::string::npos);
  CHECK(render(diagnostic, sources, true).find("\x1b[1;31merror SL0114") != std::string::npos);
  CHECK(render_concise(diagnostic, sources) == "p.shelf:2:501: error SL0114: m; h");
}

TEST_CASE("a diagnostic without a file") {
  const SourceManager sources;
  const Diagnostic diagnostic{Code::cannot_read_file, &info(Code::cannot_read_file), Severity::error, {}, "no `x`", "", {}, {}, {}};
  CHECK(render_concise(diagnostic, sources).find("shelflife: error SL0001: no `x`; ") == 0);
}

}  // namespace
