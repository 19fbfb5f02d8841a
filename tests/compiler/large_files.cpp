// The rules of a large file are read by several threads: they must find what one would.
#include <doctest/doctest.h>

#include "support.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::testing;

constexpr std::string_view head =
    "layout \"ml/{stage}/{team}/{model}/{version}/{run_id}/\"\n"
    "label stage in dev, staging, production required\n"
    "store artifacts on s3 \"acme-ml-artifacts\" { versioning on }\n"
    "hold \"case 12\" by \"legal\" where team == vision\n"
    "require \"law\" { never deleted before 30 days }\n";

// Rules of which every `wrong`-th has a mistake that calls for a hint; 0: none.
std::string rules(std::size_t from, std::size_t to, std::size_t wrong, std::string_view field) {
  std::string text = "let grace = 3 days\n";
  for (std::size_t i = from; i < to; ++i) {
    const std::string n = std::to_string(i);
    const bool mistake = wrong != 0 && i % wrong == 0;
    text += "rule team-" + n + " \"cheap\" by \"" + n + "@acme\" where stage == " + (mistake ? "dve" : "dev") + " and team == \"" + n +
            "\" {\n  delete after grace where " + std::string(mistake ? "modle" : field) + " == x\n}\n";
  }
  return text;
}

constexpr std::size_t count = 14'000;  // a megabyte and a half

// One large file, and the same rules in small files.
void compare(std::size_t wrong, std::string_view field) {
  Resolved large, small;
  resolve_text(large, std::string(head) + rules(0, count, wrong, field));
  std::map<std::string, std::string> files;
  std::string root(head);
  for (std::size_t i = 0; i < 7; ++i) {
    const std::string name = "part" + std::to_string(i) + ".shelf";
    files[name] = rules(count * i / 7, count * (i + 1) / 7, wrong, field);
    root += "import \"" + name + "\"\n";
  }
  resolve_text(small, root, files);
  CHECK(large.policy.rules.size() == count);
  CHECK(large.policy == small.policy);
  std::size_t differences = large.diagnostics.all().size() == small.diagnostics.all().size() ? 0 : 1;
  for (std::size_t i = 0; differences == 0 && i < large.diagnostics.all().size(); ++i) {
    const Diagnostic& a = large.diagnostics.all()[i];
    const Diagnostic& b = small.diagnostics.all()[i];
    if (a.code != b.code || a.message != b.message || a.hint != b.hint || large.sources.text(a.span) != small.sources.text(b.span)) ++differences;
  }
  CHECK(differences == 0);
  CHECK(large.diagnostics.all().size() == (wrong == 0 ? 0 : 2 * ((count + wrong - 1) / wrong)));
}

TEST_CASE("one large file means what small ones mean") {
  compare(0, "model");
  compare(0, "status");
}

TEST_CASE("mistakes in a large file get the hints that small ones get") {
  compare(50, "model");
  compare(1000, "status");
}

TEST_CASE("the fields of a large policy are those it speaks of") {
  Resolved with, without;
  resolve_text(with, std::string(head) + rules(0, count, 0, "status"));
  resolve_text(without, std::string(head) + rules(0, count, 0, "model"));
  CHECK(with.policy.fields.size() == without.policy.fields.size() + 1);
  CHECK(with.policy.fields.back().builtin);
  CHECK(with.policy.holds.size() == 1);
  CHECK(with.policy.requires_.size() == 1);
}

TEST_CASE("two rules of one name in a large file") {
  Resolved result;
  resolve_text(result, std::string(head) + rules(0, count, 0, "model") + "rule team-7 { keep forever }\n");
  REQUIRE(result.diagnostics.all().size() == 1);
  const Diagnostic& found = result.diagnostics.all()[0];
  CHECK(found.code == Code::duplicate_rule);
  CHECK(result.sources.text(found.span) == "team-7");
  REQUIRE(found.related.size() == 1);
  CHECK(result.sources.text(found.related[0].span) == "team-7");
  CHECK(found.related[0].span.begin < found.span.begin);
}

}  // namespace
