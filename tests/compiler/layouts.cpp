#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compiler/model/layout.hpp"

using namespace shelflife;

namespace {

// A policy of layouts only; fields get ids by name.
Policy layouts(const std::vector<std::string>& patterns) {
  Policy policy;
  for (const std::string& pattern : patterns) {
    std::vector<PatternError> errors;
    Layout layout;
    layout.pattern = pattern;
    for (const PatternSegment& part : parse_pattern(pattern, errors)) {
      Segment segment{part.prefix, no_id, part.suffix};
      if (!part.field.empty()) {
        FieldId id = 0;
        while (id < policy.fields.size() && policy.fields[id].name != part.field) ++id;
        if (id == policy.fields.size()) {
          Field field;
          field.name = part.field;
          policy.fields.push_back(field);
        }
        segment.field = id;
      }
      layout.segments.push_back(segment);
    }
    REQUIRE(errors.empty());
    policy.layouts.push_back(layout);
  }
  return policy;
}

// "stage=dev model=bert", or "-" when the key is unmanaged.
std::string bound(const Policy& policy, std::string_view key, StoreId store = 0) {
  const Binding binding = bind(policy, store, key);
  if (!binding.managed) return "-";
  std::string text;
  for (const auto& [field, value] : binding.fields)
    text += (text.empty() ? "" : " ") + policy.fields[field].name + "=" + value;
  return text;
}

std::string errors_of(std::string_view pattern) {
  std::vector<PatternError> errors;
  parse_pattern(pattern, errors);
  std::string text;
  for (const PatternError& e : errors) text += std::to_string(e.offset) + " " + e.message + ";";
  return text;
}

}  // namespace

TEST_CASE("a field is bound when its segment is closed and not empty") {
  const Policy p = layouts({"ml/{stage}/{model}/"});
  CHECK(bound(p, "ml/dev/x") == "stage=dev");
  CHECK(bound(p, "ml/dev/") == "stage=dev");
  CHECK(bound(p, "ml/dev") == "-");
  CHECK(bound(p, "ml/") == "-");
  CHECK(bound(p, "") == "-");
  CHECK(bound(p, "ml/dev/bert/weights.bin") == "stage=dev model=bert");
  CHECK(bound(p, "ml/dev/bert/a/b/c") == "stage=dev model=bert");
  CHECK(bound(p, "mlx/dev/bert/a") == "-");
  CHECK(bound(p, "/ml/dev/bert/a") == "-");
  CHECK(bound(p, "ml/dev//a/") == "stage=dev");
  CHECK(bound(p, "ml//bert/a") == "-");  // the first field is not bound: unmanaged
}

TEST_CASE("text around a field must be there; an empty middle binds nothing and goes on") {
  const Policy p = layouts({"{team}/run-{run}-x/{step}/"});
  CHECK(bound(p, "t/run-7-x/3/f") == "team=t run=7 step=3");
  CHECK(bound(p, "t/run--x/3/f") == "team=t step=3");
  CHECK(bound(p, "t/run-x/3/f") == "team=t");  // prefix and suffix may not overlap
  CHECK(bound(p, "t/job-7-x/3/f") == "team=t");
  const Policy literal = layouts({"{team}/models/{model}/"});
  CHECK(bound(literal, "t/data/bert/f") == "team=t");
}

TEST_CASE("literal text beats a field, longer text beats shorter, going on beats ending") {
  const Policy p =
      layouts({"{team}/{project}/{model}/", "{team}/shared/{set}/", "{team}/exp-{name}/", "{team}/"});
  CHECK(bound(p, "t/fraud/bert/f") == "team=t project=fraud model=bert");
  CHECK(bound(p, "t/shared/imagenet/f") == "team=t set=imagenet");
  CHECK(bound(p, "t/shared/f") == "team=t");
  CHECK(bound(p, "t/exp-9/z/f") == "team=t name=9");
  CHECK(bound(p, "t/f") == "team=t");
  const Policy suffix = layouts({"a/{x}-raw/", "a/{y}/"});
  CHECK(bound(suffix, "a/1-raw/f") == "x=1");
  CHECK(bound(suffix, "a/1-tmp/f") == "y=1-tmp");
  const Policy prefix = layouts({"a/{x}-very-long/", "a/r{y}/"});
  CHECK(bound(prefix, "a/r-very-long/f") == "y=-very-long");  // prefixes are compared first
}

TEST_CASE("a layout speaks of its stores only") {
  Policy p = layouts({"{team}/", "x/{model}/"});
  p.layouts[1].stores = {1};
  CHECK(bound(p, "x/bert/f", 0) == "team=x");
  CHECK(bound(p, "x/bert/f", 1) == "model=bert");
  CHECK(applies(p.layouts[0], 7));
  CHECK_FALSE(applies(p.layouts[1], 0));
}

TEST_CASE("two names for one segment are ambiguous, with a key that shows it") {
  const Policy p = layouts({"ml/{stage}/{model}/", "ml/{stage}/{run}/x/", "ml/{stage}/r-{run}/"});
  CHECK(ambiguous_key(p, p.layouts[0], p.layouts[1]) == "ml/x/x/");
  CHECK(ambiguous_key(p, p.layouts[0], p.layouts[2]).empty());
  CHECK(ambiguous_key(p, p.layouts[0], p.layouts[0]).empty());
  const Policy affixed = layouts({"{team}/r-{a}-x/", "{team}/r-{b}-x/"});
  CHECK(ambiguous_key(affixed, affixed.layouts[0], affixed.layouts[1]) == "x/r-x-x/");
}

TEST_CASE("a witness is no key that a third layout takes") {
  const Policy p = layouts({"{t}/{a}/", "{t}/{b}/", "{t}/x/", "v/{d}/"});
  CHECK(ambiguous_key(p, p.layouts[0], p.layouts[1]) == "w/w/");
  Policy apart = layouts({"{a}/", "{b}/"});
  apart.layouts[0].stores = {0};
  apart.layouts[1].stores = {1};
  CHECK(ambiguous_key(apart, apart.layouts[0], apart.layouts[1]).empty());
}

TEST_CASE("patterns: what is wrong and where") {
  CHECK(errors_of("ml/{stage}/{model}/") == "");
  CHECK(errors_of("ml/{stage}") == "");
  CHECK(errors_of("") == "0 an empty pattern;");
  CHECK(errors_of("/{a}/") == "0 an empty segment;");
  CHECK(errors_of("a//{b}/") == "2 an empty segment;");
  CHECK(errors_of("ml/") == "0 no `{field}` in the pattern;");
  CHECK(errors_of("{a/b}/") == "0 `{` without `}` in its segment;4 `}` without `{`;");
  CHECK(errors_of("{a}{b}/") == "3 a second brace in one segment;");
  CHECK(errors_of("{a}/{a}/") == "4 field `a` stands here twice;");
  CHECK(errors_of("{}/") == "0 `{}` names no field;");
  CHECK(errors_of("{7b}/") == "0 `{7b}` names no field;");
  CHECK(errors_of("{orphan}/") == "0 `orphan` is a word of the language;");
}
