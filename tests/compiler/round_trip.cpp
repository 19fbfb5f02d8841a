// Property: what to_text() prints parses and resolves to the same meaning, for random predicates and
// statements.
#include <doctest/doctest.h>

#include <random>

#include "compiler/model/print.hpp"
#include "tests/compiler/support.hpp"

using namespace shelflife;

namespace {

constexpr const char* header = R"(layout "ml/{stage}/{model}/{version}/{run_id}/"
label stage in dev, staging, "two words", 007, "delete" required
label owner from tag
label accuracy number from registry
label consent_ends date from tag
label status from registry
)";

class Random {
 public:
  explicit Random(const Policy& policy, std::uint32_t seed) : policy_(policy), engine_(seed) {}

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  bool coin() { return below(2) == 0; }
  FieldId field(const char* name) const {
    FieldId id = 0;
    while (policy_.fields[id].name != name) ++id;
    return id;
  }

  Duration duration() {
    constexpr std::uint32_t most[] = {3, 40, 5000, 999'999'999};
    Duration d;
    d.count = 1 + below(most[below(4)]);
    d.unit = static_cast<Unit>(below(4));
    d.days = longest_days(d.count, d.unit);
    return d;
  }

  std::string text() {
    static const std::vector<std::string> texts = {
        "a",       "a-b",          "a-",       "7b",          "0",   "007",    "12345678901",
        "where",   "not",          "promoted", "for",         "x y", "\"",     "\\",
        "a\"b\\c", "# no comment", "/",        "caf\xc3\xa9", "{",   "a/b",    "latest",
        "days",    "notable",      "A",        "-",           "_x",  "version"};
    return texts[below(static_cast<std::uint32_t>(texts.size()))];
  }

  Predicate leaf(bool revisions) {
    Predicate p;
    switch (below(8)) {
      case 0:
      case 1: {
        p.kind = PredicateKind::one_of;
        p.field = field("stage");
        const std::vector<std::string>& values = policy_.fields[p.field].values;
        for (std::uint32_t i = 1 + below(3); i > 0; --i)
          p.texts.push_back(values[below(static_cast<std::uint32_t>(values.size()))]);
        break;
      }
      case 2:
        p.kind = PredicateKind::one_of;
        p.field = field(coin() ? "owner" : "status");
        for (std::uint32_t i = 1 + below(3); i > 0; --i) p.texts.push_back(text());
        break;
      case 3:
        p.kind = coin() ? PredicateKind::starts_with : PredicateKind::ends_with;
        if (coin()) p.field = field("owner");
        p.texts.push_back(text());
        break;
      case 4:
        p.kind = coin() ? PredicateKind::number : PredicateKind::size;
        p.comparison = static_cast<Comparison>(below(4));
        p.number = 1 + below(999'999'999);
        if (p.kind == PredicateKind::number) {
          p.field = field("accuracy");
        } else {
          constexpr std::uint64_t units[] = {1, 1000, 1024, 1'000'000, 1 << 20, 1'000'000'000, 1 << 30};
          p.number *= units[below(7)];
        }
        break;
      case 5:
        p.kind = PredicateKind::accessed_within;
        p.duration = duration();
        break;
      case 6:
        p.kind = PredicateKind::missing;
        p.field = below(static_cast<std::uint32_t>(policy_.fields.size()));
        break;
      default:
        p.kind = PredicateKind::flag;
        p.flag = static_cast<Flag>(below(revisions ? 5 : 4));
        break;
    }
    return p;
  }

  // Groups are flat, as the resolver makes them.
  Predicate predicate(std::uint32_t depth, bool revisions, PredicateKind outer = PredicateKind::always) {
    if (depth == 0 || below(3) == 0) return leaf(revisions);
    Predicate p;
    p.kind = below(3) == 0 ? PredicateKind::negation : coin() ? PredicateKind::all : PredicateKind::any;
    if (p.kind == outer && p.kind != PredicateKind::negation) p.kind = PredicateKind::negation;
    for (std::uint32_t i = p.kind == PredicateKind::negation ? 1 : 2 + below(2); i > 0; --i)
      p.children.push_back(predicate(depth - 1, revisions, p.kind));
    return p;
  }

  Clock clock() {
    Clock c;
    c.kind = static_cast<ClockKind>(below(5));
    if (c.kind == ClockKind::field) c.field = field("consent_ends");
    return c;
  }

  Statement statement() {
    Statement s;
    s.kind = static_cast<StatementKind>(below(10));
    if (s.kind != StatementKind::keep_forever && s.kind != StatementKind::keep_ranked)
      s.duration = duration();
    switch (s.kind) {
      case StatementKind::keep_for:
        s.clock = clock();
        break;
      case StatementKind::remove:
        s.clock = clock();
        if (coin()) s.whole = field("version");
        break;
      case StatementKind::move:
        s.clock = clock();
        s.tier = static_cast<Tier>(1 + below(4));
        break;
      case StatementKind::move_noncurrent:
        s.clock.kind = ClockKind::noncurrent;
        s.tier = static_cast<Tier>(1 + below(4));
        break;
      case StatementKind::remove_noncurrent:
        s.clock.kind = ClockKind::noncurrent;
        if (coin()) s.keeping_newer = 1 + below(100);
        break;
      case StatementKind::lock:
        s.mode = static_cast<LockMode>(below(2));
        break;
      case StatementKind::quarantine:
        if (coin()) s.whole = field("run_id");
        break;
      case StatementKind::keep_ranked:
        s.ranking.best = coin();
        s.ranking.count = 1 + below(3);
        s.ranking.unit = field(coin() ? "version" : "run_id");
        s.ranking.per = {field("model")};
        if (coin()) s.ranking.per.push_back(field("stage"));
        if (s.ranking.best) {
          s.ranking.by = field("accuracy");
          s.ranking.highest = coin();
        } else {
          s.ranking.period = static_cast<Period>(below(5));
        }
        if (coin()) s.ranking.at_most = duration();
        break;
      default:
        break;
    }
    const bool revisions = is_keep(s.kind) || s.kind == StatementKind::lock;
    if (s.kind != StatementKind::abort_uploads && coin()) s.where = predicate(3, revisions);
    return s;
  }

 private:
  const Policy& policy_;
  std::mt19937 engine_;
};

}  // namespace

TEST_CASE("printed policies read back as they were") {
  testing::Resolved fields;
  testing::resolve_text(fields, header);
  REQUIRE(fields.text() == "");
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Random random(fields.policy, seed);
    std::vector<Rule> rules;
    std::string text = header;
    for (int i = 0; i < 20; ++i) {
      Rule rule;
      rule.name = "r" + std::to_string(i);
      rule.where = random.predicate(4, false);
      text += "rule " + rule.name + " where " + to_text(fields.policy, rule.where) + " {\n";
      for (int k = 0; k < 5; ++k) {
        rule.statements.push_back(random.statement());
        text += "  " + to_text(fields.policy, rule.statements.back()) + "\n";
      }
      text += "}\n";
      rules.push_back(std::move(rule));
    }
    testing::Resolved result;
    testing::resolve_text(result, text);
    CAPTURE(text);
    REQUIRE(result.text() == "");
    REQUIRE(result.policy.rules.size() == rules.size());
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Rule& back = result.policy.rules[i];
      CHECK(back.where == rules[i].where);
      REQUIRE(back.statements.size() == rules[i].statements.size());
      for (std::size_t k = 0; k < back.statements.size(); ++k) {
        const std::string printed = to_text(fields.policy, rules[i].statements[k]);
        CAPTURE(printed);
        CHECK(back.statements[k] == rules[i].statements[k]);
        CHECK(to_text(result.policy, back.statements[k]) == printed);
      }
    }
  }
}
