#include <doctest/doctest.h>

#include "compiler/model/print.hpp"

using namespace shelflife;

namespace {

Policy with_fields() {
  Policy policy;
  for (const char* name : {"stage", "model", "version", "accuracy"}) {
    Field field;
    field.name = name;
    policy.fields.push_back(field);
  }
  return policy;
}

Predicate one_of(FieldId field, std::vector<std::string> texts) {
  Predicate p;
  p.kind = PredicateKind::one_of;
  p.field = field;
  p.texts = std::move(texts);
  return p;
}

Predicate group(PredicateKind kind, std::vector<Predicate> children) {
  Predicate p;
  p.kind = kind;
  p.children = std::move(children);
  return p;
}

Predicate no(Predicate p) { return group(PredicateKind::negation, {std::move(p)}); }

}  // namespace

TEST_CASE("predicates read as they are written") {
  const Policy policy = with_fields();
  const auto text = [&](const Predicate& p) { return to_text(policy, p); };
  const Predicate dev = one_of(0, {"dev"});
  CHECK(text(Predicate{}) == "");
  CHECK(text(dev) == "stage == dev");
  CHECK(text(no(dev)) == "stage != dev");
  CHECK(text(one_of(0, {"dev", "7b", "0012", "a-", "delete"})) ==
        R"(stage in (dev, "7b", 0012, "a-", "delete"))");
  CHECK(text(no(one_of(0, {"dev", "x y"}))) == R"(stage not in (dev, "x y"))");
  CHECK(text(no(no(dev))) == "not stage != dev");
  Predicate missing;
  missing.kind = PredicateKind::missing;
  missing.field = 1;
  CHECK(text(missing) == "model is missing");
  CHECK(text(no(missing)) == "model is not missing");
  const Predicate either = group(PredicateKind::any, {dev, missing});
  CHECK(text(either) == "stage == dev or model is missing");
  CHECK(text(group(PredicateKind::all, {either, dev})) ==
        "(stage == dev or model is missing) and stage == dev");
  CHECK(text(group(PredicateKind::any, {group(PredicateKind::all, {dev, dev}), dev})) ==
        "stage == dev and stage == dev or stage == dev");
  CHECK(text(no(either)) == "not (stage == dev or model is missing)");
  Predicate key;
  key.kind = PredicateKind::starts_with;
  key.texts = {"a\"b\\"};
  CHECK(text(key) == R"(key starts with "a\"b\\")");
  Predicate size;
  size.kind = PredicateKind::size;
  size.comparison = Comparison::greater_equal;
  for (const auto& [bytes, spelling] : {std::pair<std::uint64_t, const char*>{131072, "128 KiB"},
                                        {1'000'000, "1 MB"},
                                        {1536, "1536 B"},
                                        {1ULL << 40, "1 TiB"},
                                        {3ULL << 40, "3 TiB"}}) {
    size.number = bytes;
    CHECK(text(size) == std::string("size >= ") + spelling);
  }
}

TEST_CASE("statements read as they are written") {
  const Policy policy = with_fields();
  const auto text = [&](const Statement& s) { return to_text(policy, s); };
  Statement s;
  CHECK(text(s) == "keep forever");
  s.kind = StatementKind::keep_ranked;
  s.ranking.count = 5;
  s.ranking.unit = 2;
  s.ranking.per = {1};
  s.where = no(one_of(0, {"dev"}));
  CHECK(text(s) == "keep latest 5 versions per model where stage != dev");
  s.where = {};
  s.ranking.count = 1;
  s.ranking.best = true;
  s.ranking.by = 3;
  s.ranking.highest = false;
  s.ranking.per = {0, 1};
  s.ranking.at_most = Duration{366, 1, Unit::years};
  CHECK(text(s) == "keep best 1 version per stage, model by lowest accuracy for at most 1 year");
  s = {};
  s.kind = StatementKind::remove_noncurrent;
  s.duration = {14, 2, Unit::weeks};
  s.clock.kind = ClockKind::noncurrent;
  s.keeping_newer = 3;
  CHECK(text(s) == "delete noncurrent after 2 weeks keeping 3 newer");
  s = {};
  s.kind = StatementKind::remove;
  s.duration = {1, 1, Unit::days};
  s.whole = 2;
  s.clock = {ClockKind::field, 3};
  CHECK(text(s) == "delete whole version after 1 day since accuracy");
  s = {};
  s.kind = StatementKind::quarantine;
  s.duration.days = 7;  // a duration that no text spelled
  CHECK(text(s) == "quarantine for 7 days then delete");
  s.kind = StatementKind::lock;
  s.mode = LockMode::compliance;
  CHECK(text(s) == "lock compliance for 7 days");
  s.kind = StatementKind::move_noncurrent;
  s.tier = Tier::deep_archive;
  CHECK(text(s) == "move noncurrent to deep_archive after 7 days");
}
