// Which findings are told, at which severity: who speaks more exactly, and who speaks later.
#include <doctest/doctest.h>

#include "lint/catalogue.hpp"
#include "lint/control.hpp"

using namespace shelflife;
using lint::Control;
using lint::Override;
using lint::Selection;
using lint::SeverityChange;

namespace {

// "warning", "off"
std::string verdict(const Control& control, std::string_view id, const std::string& path = "policy.shelf") {
  const lint::PathFrom path_from = [&](const std::string&, FileId) { return path; };
  const std::optional<Severity> severity = lint::Judge(control, path_from)(*lint::find(id), 0).severity;
  if (!severity) return "off";
  return *severity == Severity::error ? "error" : *severity == Severity::warning ? "warning" : "note";
}
Selection selection(std::vector<std::string> select, std::vector<std::string> ignore) {
  Selection out;
  for (std::string& word : select) out.select.push_back({std::move(word), "a"});
  for (std::string& word : ignore) out.ignore.push_back({std::move(word), "b"});
  return out;
}

}  // namespace

TEST_CASE("globs") {
  const auto matches = [](std::string_view glob, std::string_view path) { return lint::glob_matches(glob, path); };
  CHECK(matches("teams/**", "teams/a.shelf"));
  CHECK(matches("teams/**", "teams/a/b.shelf"));
  CHECK(matches("teams/**", "teams"));
  CHECK(!matches("teams/**", "team/a.shelf"));
  CHECK(!matches("teams/**", "x/teams/a.shelf"));
  CHECK(matches("**/a.shelf", "a.shelf"));
  CHECK(matches("**/a.shelf", "x/y/a.shelf"));
  CHECK(matches("x/**/y/*.shelf", "x/y/a.shelf"));
  CHECK(matches("x/**/y/*.shelf", "x/1/2/y/a.shelf"));
  CHECK(!matches("x/**/y/*.shelf", "x/1/2/z/a.shelf"));
  CHECK(matches("*.shelf", "a.shelf"));
  CHECK(!matches("*.shelf", "x/a.shelf"));
  CHECK(matches("team-?/*", "team-1/a.shelf"));
  CHECK(!matches("team-?/*", "team-12/a.shelf"));
  CHECK(matches("*a*b*", "xxaxxabxx"));
  CHECK(!matches("a", "A"));
  CHECK(!matches("", "a"));
}

TEST_CASE("the word that says more exactly what is meant wins, ignore among equals") {
  const auto of = [](std::vector<std::string> select, std::vector<std::string> ignore, std::string_view id) {
    return verdict({{selection(std::move(select), std::move(ignore))}, {}, {}}, id);
  };
  CHECK(of({}, {}, "SL1304") == "warning");
  CHECK(of({"SL1304"}, {}, "SL1304") == "warning");
  CHECK(of({"sl1304"}, {}, "SL1304") == "warning");
  CHECK(of({"SL1304"}, {}, "SL0503") == "off");
  CHECK(of({"compliance"}, {"SL1304"}, "SL1304") == "off");
  CHECK(of({"SL1304"}, {"compliance"}, "SL1304") == "warning");
  CHECK(of({"SL130"}, {"compliance"}, "SL1304") == "warning");
  CHECK(of({"compliance"}, {"SL13"}, "SL1304") == "off");
  CHECK(of({"years-in-days"}, {"SL1304"}, "SL1304") == "off");
  CHECK(of({"all"}, {"style"}, "SL1601") == "off");
  CHECK(of({"all"}, {"style"}, "SL1304") == "warning");
  CHECK(of({"structure"}, {}, "SL0501") == "warning");  // found by the engine, without a manual of its own
  CHECK(of({}, {"default"}, "SL1304") == "off");
}

TEST_CASE("what is off by itself is told only where it is selected") {
  for (const lint::LintRule* rule : lint::all_rules()) {
    CAPTURE(rule->info.id);
    const std::string own = rule->info.severity == Severity::error ? "error" : rule->info.severity == Severity::warning ? "warning" : "note";
    CHECK(verdict({}, rule->info.id) == (rule->on ? own : "off"));
    CHECK(verdict({{selection({"default"}, {})}, {}, {}}, rule->info.id) == (rule->on ? own : "off"));
    for (const std::string& word : {std::string(rule->info.name), std::string(to_word(rule->category)), std::string("all")})
      CHECK(verdict({{selection({word}, {})}, {}, {}}, rule->info.id) == own);
  }
}

TEST_CASE("who speaks later decides: a selection begins anew, an ignored word alone adds") {
  const auto of = [](std::vector<Selection> layers) { return verdict({std::move(layers), {}, {}}, "SL1304"); };
  CHECK(of({selection({}, {"SL1304"}), selection({"compliance"}, {})}) == "warning");
  CHECK(of({selection({"SL1304"}, {}), selection({}, {"compliance"})}) == "off");
  CHECK(of({selection({}, {"SL1304"}), selection({}, {"style"})}) == "off");
  CHECK(of({selection({"SL1304"}, {}), selection({"style"}, {})}) == "off");
}

TEST_CASE("severities and overrides") {
  const SeverityChange family{{"compliance", "a"}, Severity::note}, exact{{"SL1304", "b"}, Severity::error}, off{{"SL1304", "c"}, std::nullopt};
  CHECK(verdict({{}, {exact, family}, {}}, "SL1304") == "error");
  CHECK(verdict({{}, {family, exact}, {}}, "SL1304") == "error");
  CHECK(verdict({{}, {exact, off}, {}}, "SL1304") == "off");
  CHECK(verdict({{}, {off, exact}, {}}, "SL1304") == "error");
  const Override quiet{"", {"teams/**"}, {{"compliance", "d"}}, {}, "d"}, loud{"", {"teams/a/*"}, {}, {exact}, "e"};
  CHECK(verdict({{}, {}, {quiet}}, "SL1304", "teams/a/x.shelf") == "off");
  CHECK(verdict({{}, {}, {quiet}}, "SL1304", "other/x.shelf") == "warning");
  CHECK(verdict({{}, {}, {quiet, loud}}, "SL1304", "teams/a/x.shelf") == "error");
  CHECK(verdict({{}, {}, {loud, quiet}}, "SL1304", "teams/a/x.shelf") == "off");
  CHECK(verdict({{selection({}, {"SL1304"})}, {}, {loud}}, "SL1304", "teams/a/x.shelf") == "off");  // what is not selected stays so
}

TEST_CASE("what makes a policy wrong is out of reach") {
  for (const DiagnosticInfo* about : lint::all_findings()) {
    CAPTURE(about->id);
    CHECK(lint::fault_of(about->id, true).has_value() == !lint::is_lint(*about));
    CHECK(lint::fault_of(about->name, true).has_value() == !lint::is_lint(*about));
    CHECK(!lint::fault_of(about->id, false));
    if (lint::is_lint(*about)) continue;
    const std::string own = about->severity == Severity::error ? "error" : about->severity == Severity::warning ? "warning" : "note";
    CHECK(verdict({{selection({"SL1304"}, {"all"})}, {{{std::string(about->id), "a"}, std::nullopt}, {{"all", "a"}, Severity::note}}, {}}, about->id) == own);
  }
  CHECK(lint::fault_of("SL01", true));
  for (const std::string_view family : {"structure", "keeping", "immutability", "compliance", "limits", "cost", "style", "access"}) CHECK(!lint::fault_of(family, true));
  CHECK(lint::fault_of("SL9", false));
  CHECK(lint::fault_of("", false));
  CHECK(lint::fault_of("complience", false)->hint == "did you mean `compliance`?");
  CHECK(lint::fault_of("year-in-days", false)->hint == "did you mean `years-in-days`?");
}

TEST_CASE("fail-on") {
  Diagnostics found;
  found.add(*lint::find("SL1304"), Span{}, "a");
  CHECK(!lint::fails(found, lint::FailOn::error));
  CHECK(lint::fails(found, lint::FailOn::warning));
  CHECK(lint::fails(found, lint::FailOn::note));
  CHECK(!lint::fails(found, lint::FailOn::never));
  found.all().front().suppressed = Suppression{};
  CHECK(!lint::fails(found, lint::FailOn::note));
}
