// The plan of a policy built by hand: what it must hold whatever the parser, the resolver and lowering do.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "compiler/model/policy.hpp"
#include "emitters/emit.hpp"

using namespace shelflife;
using Json = nlohmann::ordered_json;

namespace {

Predicate one_of(FieldId field, std::vector<std::string> texts) {
  Predicate p;
  p.kind = PredicateKind::one_of;
  p.field = field;
  p.texts = std::move(texts);
  return p;
}

// stage / model / version on S3; keep the latest two per model, delete the rest after 14 days.
Policy small_policy() {
  Policy policy;
  const char* names[] = {"stage", "model", "version"};
  Layout layout;
  layout.pattern = "ml/{stage}/{model}/v-{version}/";
  layout.segments.push_back({"ml", no_id, ""});
  for (FieldId id = 0; id < 3; ++id) {
    Field field;
    field.name = field.external = names[id];
    policy.fields.push_back(field);
    layout.segments.push_back({id == 2 ? "v-" : "", id, ""});
  }
  policy.layouts.push_back(layout);
  Store store;
  store.name = "a";
  store.bucket = "acme";
  store.versioning = true;
  policy.stores.push_back(store);

  Rule rule;
  rule.name = rule.id = "dev";
  rule.reason = "quote \" and \x01";
  rule.stores = {0};
  rule.where = one_of(0, {"dev"});
  Statement keep;
  keep.kind = StatementKind::keep_ranked;
  keep.ranking.count = 2;
  keep.ranking.unit = 2;
  keep.ranking.per = {1};
  Statement remove;
  remove.kind = StatementKind::remove;
  remove.duration = {14, 2, Unit::weeks};
  rule.statements = {keep, remove};
  policy.rules.push_back(rule);
  return policy;
}

Lowered all_to_plan() {
  Lowered lowered;
  lowered.placements.push_back({{0, 1}, 0, Who::plan, "`keep latest 2` counts versions", {}});
  lowered.rows = {{0, 1}};
  return lowered;
}

Json emitted(const Policy& policy, const Lowered& lowered, bool freeze = false) {
  SourceManager sources;
  return Json::parse(emit_plan({policy, lowered, sources, freeze}).content);
}

}  // namespace

TEST_CASE("a plan is versioned, a dry run, and the same twice") {
  const Policy policy = small_policy();
  const Lowered lowered = all_to_plan();
  const Json plan = emitted(policy, lowered);
  CHECK(plan["plan_version"] == 1);
  CHECK(plan["run"]["dry_run"] == true);
  SourceManager sources;
  CHECK(emit_plan({policy, lowered, sources, false}).content == emit_plan({policy, lowered, sources, false}).content);
}

TEST_CASE("statements are data: conditions are trees, durations have days and text") {
  const Policy policy = small_policy();
  const Json store = emitted(policy, all_to_plan())["stores"][0];
  const Json& remove = store["deletes"][0];
  CHECK(remove["id"] == "dev/2");
  CHECK(remove["after"] == Json{{"days", 14}, {"text", "2 weeks"}});
  CHECK(remove["where"] == Json{{"op", "in"}, {"field", "stage"}, {"values", {"dev"}}});
  CHECK(remove["because"] == "`keep latest 2` counts versions");
  CHECK(remove["clock"]["since"] == "created");
  CHECK(remove["reason"] == "quote \" and \x01");
}

TEST_CASE("ranked keeps name unit and group with every path field left of them") {
  const Policy policy = small_policy();
  const Json store = emitted(policy, all_to_plan())["stores"][0];
  const Json& ranking = store["keeps"][0]["ranking"];
  CHECK(ranking["unit"]["identity"][0]["fields"] == Json({"stage", "model", "version"}));
  CHECK(ranking["group"]["identity"][0]["fields"] == Json({"stage", "model"}));
  CHECK(ranking["period"].is_null());
  CHECK(store["layouts"][0]["segments"][3] == Json{{"prefix", "v-"}, {"field", "version"}, {"suffix", ""}});
}

TEST_CASE("a delete that the cloud does is not in the plan, the keeps stay") {
  const Policy policy = small_policy();
  Lowered lowered = all_to_plan();
  lowered.placements[0].who = Who::cloud;
  const Json store = emitted(policy, lowered)["stores"][0];
  CHECK(store["deletes"].empty());
  CHECK(store["keeps"].size() == 1);
}

TEST_CASE("safeguards: 10% without a block, only what is said with one") {
  Policy policy = small_policy();
  CHECK(emitted(policy, {})["run"]["safeguards"]["percent_of_objects"] == 10);
  policy.safeguards.declared = true;
  policy.safeguards.objects = 1000;
  const Json limits = emitted(policy, {})["run"]["safeguards"];
  CHECK(limits["percent_of_objects"].is_null());
  CHECK(limits["objects"] == 1000);
}

TEST_CASE("a frozen plan asks for nothing") {
  const Policy policy = small_policy();
  const Json plan = emitted(policy, all_to_plan(), true);
  CHECK(plan["frozen"] == true);
  CHECK(plan["stores"].empty());
}
