// The evaluator on single points of the language's meaning. Everything else is tested by the conformance cases.
#include <doctest/doctest.h>

#include "tests/reference/evaluator/decide.hpp"

using namespace shelflife;
using namespace shelflife::reference;

namespace {

// ml/{stage}/{model}/v-{version}/ and data/{stage}/raw/ beside data/{stage}/{model}/
Policy layouts_only() {
  Policy policy;
  for (const char* name : {"stage", "model", "version"}) {
    Field field;
    field.name = field.external = name;
    policy.fields.push_back(field);
  }
  const auto layout = [&](std::vector<Segment> segments) {
    Layout l;
    l.segments = std::move(segments);
    policy.layouts.push_back(l);
  };
  layout({{"ml", no_id, ""}, {"", 0, ""}, {"", 1, ""}, {"v-", 2, ""}});
  layout({{"data", no_id, ""}, {"", 0, ""}, {"raw", no_id, ""}, {"", 1, ""}});
  layout({{"data", no_id, ""}, {"", 0, ""}, {"", 2, ""}});
  policy.stores.emplace_back();
  return policy;
}

Predicate is(FieldId field, const char* text) {
  Predicate p;
  p.kind = PredicateKind::one_of;
  p.field = field;
  p.texts = {text};
  return p;
}
Predicate no(Predicate inner) {
  Predicate p;
  p.kind = PredicateKind::negation;
  p.children = {std::move(inner)};
  return p;
}

Truth truth_for(Policy policy, const char* key, const Predicate& p) {
  World world(policy, 0);
  Object object;
  object.key = key;
  const std::vector<View> all = views(world, object);
  return evaluate(world, p, all.at(0));
}

}  // namespace

TEST_CASE("a segment counts when a slash closes it") {
  const Policy policy = layouts_only();
  CHECK(walk(policy, 0, "ml/dev/x").bound == std::map<FieldId, std::string>{{0, "dev"}});
  CHECK_FALSE(walk(policy, 0, "ml/dev").managed);
  CHECK(walk(policy, 0, "ml/dev/m/v-7/file").bound.at(2) == "7");
}

TEST_CASE("an empty middle leaves its field unbound and the walk goes on; other text ends it") {
  const Policy policy = layouts_only();
  CHECK_FALSE(walk(policy, 0, "ml//m/v-1/x").managed);
  const Walk empty_model = walk(policy, 0, "ml/dev//v-1/x");
  CHECK(empty_model.managed);
  CHECK_FALSE(empty_model.bound.contains(1));
  CHECK(empty_model.bound.at(2) == "1");
  CHECK_FALSE(walk(policy, 0, "ml/dev/m/w-1/x").bound.contains(2));
}

TEST_CASE("literal text beats a field where two layouts fit") {
  const Policy policy = layouts_only();
  CHECK(walk(policy, 0, "data/dev/raw/m/x").bound.at(1) == "m");
  CHECK(walk(policy, 0, "data/dev/cooked/x").bound.at(2) == "cooked");
}

TEST_CASE("missing is unknown, and so is its negation; unmanaged keys know not even that") {
  Predicate missing;
  missing.kind = PredicateKind::missing;
  missing.field = 1;
  CHECK(truth_for(layouts_only(), "ml/dev/x", is(1, "m")) == Truth::unknown);
  CHECK(truth_for(layouts_only(), "ml/dev/x", no(is(1, "m"))) == Truth::unknown);
  CHECK(truth_for(layouts_only(), "ml/dev/x", missing) == Truth::yes);
  CHECK(truth_for(layouts_only(), "other/x", missing) == Truth::unknown);
}

TEST_CASE("a missing required label could have any value, a value outside the list is missing") {
  Policy policy = layouts_only();
  policy.fields[1].required = true;
  policy.fields[0].values = {"dev"};
  Rule rule;
  rule.stores = {0};
  rule.where = is(1, "m");
  policy.rules.push_back(rule);
  World world(policy, 0);
  Object object;
  object.key = "ml/prod/x";
  const std::vector<View> all = views(world, object);
  CHECK(all.size() == 3);  // missing, m, and one that nobody named
  CHECK_FALSE(all[0].fields[0].has_value());
}

TEST_CASE("dates are of the calendar") {
  CHECK(date_of("1970-01-02") == day);
  CHECK(date_of("2024-02-29").has_value());
  CHECK_FALSE(date_of("2023-02-29").has_value());
  CHECK_FALSE(date_of("2023-2-9").has_value());
}
