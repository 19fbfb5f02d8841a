// Fixes: applied where nothing is kept less for them, refused with what shows it, and all else of a text left as it is.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "compiler/diff/diff.hpp"
#include "grammar/format.hpp"
#include "grammar/parse.hpp"
#include "tests/differential/random.hpp"
#include "tests/lint/fixing.hpp"

using namespace shelflife;
using namespace shelflife::test;

namespace {

const std::string head =
    "layout \"ml/{stage}/{model}/{version}/\"\n"
    "label stage in dev, staging, production required\n"
    "store artifacts on s3 \"acme-ml\" { versioning on recoverable for 7 days }\n";

struct Done {
  lint::Fixed fixed;
  std::string text;
  std::size_t looks;
};
Done run(const std::string& text, std::vector<Planted> planted = {}, bool suggestions = false) {
  Bench bench({{"p.shelf", head + text}}, std::move(planted), "SL1304 SL1601");
  Done out{lint::fix(bench.look(), suggestions), {}, 0};
  out.text = bench.after(out.fixed, "p.shelf").substr(head.size());
  out.looks = bench.looks;
  return out;
}
std::string refusal(const Done& done) { return done.fixed.refused.size() == 1 ? done.fixed.refused.front().reason : std::to_string(done.fixed.refused.size()) + " refused"; }
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("safe fixes are applied; comments and layout stay byte for byte") {
  const Done done = run("#  odd   layout\nrule  r   where not stage != production{keep for 2555 days # why\n\n\n}\n");
  CHECK(done.text == "#  odd   layout\nrule  r   where stage == production{keep for 7 years # why\n\n\n}\n");
  CHECK(done.fixed.settled);
  CHECK(done.fixed.refused.empty());
  REQUIRE(done.fixed.applied.size() == 2);
  CHECK(done.fixed.applied[0].place == "p.shelf:5:17");
  CHECK(done.fixed.applied[0].id == "SL1601");
  CHECK(done.looks <= 3);
}

TEST_CASE("a fix that would let more be deleted is refused with an object that shows it") {
  const std::string text = "rule dev where stage == dev { delete after 14 days }\nrule r where stage == staging { keep for 30 days delete after 60 days }\n";
  const Done sooner = run(text, {{"14 days", "3 days", FixKind::safe}});
  CHECK(sooner.text == text);
  CHECK(has(refusal(sooner), "sooner"));
  CHECK(has(refusal(sooner), "key=ml/dev/"));
  CHECK(sooner.fixed.settled);
  const auto noted = std::count_if(sooner.fixed.remains->findings.all().begin(), sooner.fixed.remains->findings.all().end(), [](const Diagnostic& d) { return d.code == Code::fix_refused; });
  CHECK(noted == 1);
  CHECK(has(refusal(run(text, {{"stage == dev", "stage == production", FixKind::suggestion}}, true)), "more-deleted"));
  CHECK(has(refusal(run("rule dev where stage == dev { delete after 14 days }\nrule k where model == m { keep forever }\n", {{"keep forever", "keep for 20 days", FixKind::safe}})), "more-deleted"));
  CHECK(has(refusal(run("rule k where model == m { keep for 30 days }\n", {{"30 days", "20 days", FixKind::safe}})), "less-kept"));
  CHECK(has(refusal(run("hold \"case\" by \"legal\" where model == m\n", {{"model == m", "model == n", FixKind::safe}})), "hold-lifted"));
  CHECK(has(refusal(run("rule k where model == m { lock compliance for 30 days }\n", {{"lock compliance", "lock governance", FixKind::suggestion}}, true)), "less-locked"));
}

TEST_CASE("what no object shows is refused too: settings that guard, limits, requirements, moves of a safe fix") {
  const std::string store = "store more on s3 \"acme-more\" { versioning on recoverable for 30 days access_log to \"logs\" public_access off }\n";
  CHECK(has(refusal(run(store, {{"30 days", "8 days", FixKind::suggestion}}, true)), "days of recovery"));
  CHECK(has(refusal(run(store, {{"versioning on recoverable for 30", "versioning off recoverable for 30", FixKind::suggestion}}, true)), "versions"));
  CHECK(has(refusal(run(store, {{"access_log to \"logs\"", "", FixKind::suggestion}}, true)), "access log"));
  CHECK(has(refusal(run(store, {{"public_access off", "public_access on", FixKind::suggestion}}, true)), "public"));
  CHECK(has(refusal(run(store, {{store.substr(0, store.size() - 1), "", FixKind::suggestion}}, true)), "gone"));
  CHECK(has(refusal(run("safeguard { at most 5% per run }\n", {{"5%", "50%", FixKind::safe}})), "safeguards-loosened"));
  CHECK(has(refusal(run("require \"r\" where stage == production { never deleted before 30 days }\n", {{"before 30 days", "before 10 days", FixKind::safe}})), "require-weakened"));
  const std::string moving = "rule m where stage == staging { move to cool after 60 days }\n";
  CHECK(has(refusal(run(moving, {{"60 days", "40 days", FixKind::safe}})), "moves"));
  CHECK(has(run(moving, {{"60 days", "40 days", FixKind::suggestion}}, true).text, "40 days"));
}

TEST_CASE("a fix that makes an error is refused") {
  CHECK(has(refusal(run("rule dev where stage == dev { delete after 14 days }\n", {{"stage == dev", "stagee == dev", FixKind::safe}})), "SL0201"));
  CHECK(has(refusal(run("rule dev where stage == dev { delete after 14 days }\n", {{"14 days }", "14 days", FixKind::safe}})), "SL01"));
}

TEST_CASE("one bad fix among good ones: only it is refused") {
  const std::string text =
      "rule a where not stage != dev { delete after 14 days }\nrule b where stage == production { keep for 2555 days }\nrule c where stage == staging { delete after 60 days }\n";
  const Done done = run(text, {{"14 days", "13 days", FixKind::safe}, {"60 days", "90 days", FixKind::safe}});
  CHECK(done.text == "rule a where stage == dev { delete after 14 days }\nrule b where stage == production { keep for 7 years }\nrule c where stage == staging { delete after 90 days }\n");
  CHECK(done.fixed.applied.size() == 3);
  CHECK(done.fixed.refused.size() == 1);
  CHECK(done.fixed.settled);
}

TEST_CASE("a good fix in the way of a refused one is not lost") {
  const Done done = run("rule a where stage == dev { delete after 14 days }\n", {{"after 14", "after 12", FixKind::safe}, {"14 days", "15 days", FixKind::safe}});
  CHECK(has(done.text, "after 15 days"));
  CHECK(done.fixed.refused.size() == 1);
}

TEST_CASE("kinds: suggestions only where asked, what is only shown never") {
  const std::string text = "rule dev where stage == dev { delete after 14 days }\n";
  CHECK(run(text, {{"14 days", "21 days", FixKind::suggestion}}).text == text);
  CHECK(has(run(text, {{"14 days", "21 days", FixKind::suggestion}}, true).text, "21 days"));
  CHECK(run(text, {{"14 days", "21 days", FixKind::shown}}, true).text == text);
}

TEST_CASE("overlapping fixes: the first, then the other on what became of it; without an end it stops") {
  const Done twice = run("rule dev where stage == dev { delete after 14 days }\n", {{"after 14 days", "after 15 days", FixKind::safe}, {"5 days", "6 days", FixKind::safe}});
  CHECK(has(twice.text, "after 16 days"));
  CHECK(twice.fixed.applied.size() == 2);
  const Done endless = run("rule dev where stage == dev { delete after 14 days }\n# x\n", {{"# x", "# xx", FixKind::safe}});
  CHECK(!endless.fixed.settled);
  CHECK(endless.fixed.applied.size() == static_cast<std::size_t>(lint::most_fix_rounds));
}

TEST_CASE("a file of two roots is judged in both") {
  const lint::Texts files = {
      {"a.shelf", head + "import \"t.shelf\"\n"},
      {"b.shelf", "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, staging, production required\nstore other on s3 \"acme-b\" { versioning on }\n"
                  "import \"t.shelf\"\nrule k where stage == dev { keep for 30 days }\n"},
      {"t.shelf", "rule dev where stage == dev { delete after 14 days }\n"}};
  // In b the keep of 30 days hides the change; in a nothing does.
  Bench bad(files, {{"14 days", "10 days", FixKind::safe}}, "SL1304");
  const lint::Fixed refused = lint::fix(bad.look(), false);
  CHECK(refused.texts.empty());
  CHECK(!refused.refused.empty());
  Bench good(files, {{"14 days", "20 days", FixKind::safe}}, "SL1304");
  const lint::Fixed applied = lint::fix(good.look(), false);
  CHECK(good.after(applied, "t.shelf") == "rule dev where stage == dev { delete after 20 days }\n");
  CHECK(applied.texts.size() == 1);
}

namespace {

std::string random_policy(differential::Random& random) {
  std::string out = head;
  const std::vector<std::string> stages = {"dev", "staging", "production"};
  const auto atom = [&]() -> std::string {
    const std::string& stage = random.of(stages);
    switch (random.below(7)) {
      case 0: return "not stage != " + stage;
      case 1: return "not not stage == " + stage;
      case 2: return "not model is not missing";
      case 3: return "not stage not in (" + stage + ", dev)";
      case 4: return "not not (stage == " + stage + " or model == m)";
      case 5: return "not (not (model == m and not stage != " + stage + "))";
      default: return "stage == " + stage;
    }
  };
  for (std::size_t r = 1 + random.below(5); r > 0; --r) {
    out += "rule r" + std::to_string(r) + "  where " + atom();
    if (random.percent(50)) out += differential::joined({random.percent(50) ? " and " : " or ", atom()});
    out += " {  # " + std::to_string(r) + "\n";
    for (std::size_t s = 1 + random.below(3); s > 0; --s) {
      const std::string days = std::to_string(random.percent(50) ? 365 * (2 + random.below(9)) : 10 + random.below(90)) + " days";
      out += differential::joined({"    ", random.percent(50) ? "keep for " : random.percent(70) ? "delete after " : "lock compliance for ", days, random.percent(30) ? " where " + atom() : "", "\n"});
    }
    out += "}\n";
  }
  return out;
}

struct Sound {
  SourceManager sources;
  Diagnostics problems;
  std::optional<std::string> formatted(const std::string& text) { return format(sources, sources.add("p.shelf", text), problems); }
};

}  // namespace

TEST_CASE("random policies: fixes reach a fixed point, what they leave parses, formats, and keeps as much") {
  std::size_t applied = 0, refused = 0;
  const char* const fewer = std::getenv("SHELFLIFE_POLICIES");  // a run under sanitizers looks at fewer
  const std::uint64_t seeds = fewer == nullptr ? 150 : std::max<std::uint64_t>(10, std::strtoull(fewer, nullptr, 10) / 10);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    differential::Random random(seed);
    const std::string text = random_policy(random);
    CAPTURE(text);
    // Fixes that are wrong as often as right: the comparison alone tells them apart.
    const std::string now = std::to_string(10 + random.below(90)) + " days", then = std::to_string(10 + random.below(90)) + " days";
    const std::vector<Planted> planted = {{now, then, FixKind::safe}, {"or ", "and ", FixKind::suggestion}, {"keep for", "delete after", FixKind::suggestion}};
    Bench bench({{"p.shelf", text}}, planted, "");
    const lint::Fixed fixed = lint::fix(bench.look(), true);
    const std::string after = bench.after(fixed, "p.shelf");
    CAPTURE(after);
    applied += fixed.applied.size();
    refused += fixed.refused.size();
    CHECK(fixed.settled);
    const auto before_policy = bench.look()({})->roots.find("p.shelf")->second;
    const auto seen = bench.look()({{"p.shelf", after}});
    REQUIRE(seen->roots.contains("p.shelf"));
    for (const Change& change : diff(before_policy, seen->roots.at("p.shelf")).changes) {
      CAPTURE(name_of(change.kind));
      CHECK(harmless(change.kind));
    }
    Bench again({{"p.shelf", after}}, {}, "");
    CHECK(lint::fix(again.look(), true).applied.empty());
    Sound sound;
    const std::optional<std::string> once = sound.formatted(after);
    REQUIRE(once.has_value());
    CHECK(sound.formatted(*once) == once);
  }
  MESSAGE("applied " << applied << ", refused " << refused);
  CHECK(applied > 200);
  CHECK(refused > 50);
}
