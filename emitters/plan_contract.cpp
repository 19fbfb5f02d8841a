// The parts of the plan that say how to run it: what to read, in which order to act, when to refuse.
#include <nlohmann/json.hpp>

#include "emitters/plan_parts.hpp"
#include "emitters/predicate_json.hpp"

namespace shelflife {
namespace {

Json columns(const PlanScope& scope, const Policy& policy) {
  Json list = Json::array({"key", "revision", "current", "created"});
  if (scope.noncurrent) list.push_back("noncurrent_since");
  if (scope.size) list.push_back("size");
  if (scope.tier) list.push_back("tier");
  if (scope.accessed) list.push_back("accessed");
  // What others set protects too, so retention and holds are always read.
  list.push_back("retention");
  list.push_back("legal_hold");
  for (const PlanStatement& s : scope.statements) {
    if (s.in_plan() && s.statement->kind == StatementKind::quarantine) {
      list.push_back("quarantine_mark");
      break;
    }
  }
  for (FieldId id : scope.fields) {
    if (policy.fields[id].source == FieldSource::tag) list.push_back("tag:" + policy.fields[id].external);
  }
  return list;
}

Json registry_facts(const PlanScope& scope, const Policy& policy) {
  Json list = Json::array();
  if (scope.flags.contains(Flag::promoted) || scope.clocks.contains(ClockKind::promoted)) list.push_back("promoted");
  if (scope.flags.contains(Flag::retired) || scope.clocks.contains(ClockKind::retired)) list.push_back("retired");
  if (scope.flags.contains(Flag::referenced) || scope.flags.contains(Flag::orphan)) list.push_back("referenced");
  if (scope.flags.contains(Flag::orphan)) list.push_back("known");
  for (FieldId id : scope.fields) {
    if (policy.fields[id].source == FieldSource::registry) list.push_back("field:" + policy.fields[id].external);
  }
  return list;
}

// How one revision is named in a delete, and what makes the delete fail when it is no longer that revision.
Json precondition(Provider provider, bool versioned) {
  switch (provider) {
    case Provider::s3:
      return versioned ? Json{{"address", {"key", "versionId"}}, {"condition", "versionId"}}
                       : Json{{"address", {"key"}}, {"condition", "If-Match: etag"}};
    case Provider::azure:
      return versioned ? Json{{"address", {"key", "versionId"}}, {"condition", "If-Match: etag"}}
                       : Json{{"address", {"key"}}, {"condition", "If-Match: etag"}};
    case Provider::gcs: return {{"address", {"key", "generation"}}, {"condition", "ifGenerationMatch"}};
  }
  return nullptr;
}

Json steps() {
  const auto step = [](const char* name, const char* does) { return Json{{"step", name}, {"does", does}}; };
  return Json::array({
      step("protect", "decide keeps, holds and locks of every object, and where a rank or a whole unit needs it, of "
                      "every object beside it"),
      step("lock", "set or extend the retention of objects under `locks`; never shorten it"),
      step("mark", "write a dated quarantine mark where a quarantine's condition is true and nothing keeps or locks"),
      step("quarantine", "with `by` move: move what was marked to the target"),
      step("restore", "take marks off, and move back, where the condition is false or something keeps or locks"),
      step("move", "change the tier of objects under `moves`, in place, never to a warmer one"),
      step("delete", "delete, or with `how` mark write the sweep tag, what may be deleted on facts read in this run"),
  });
}

}  // namespace

Json plan_inputs_json(const EmitContext& context, const PlanScope& scope) {
  const Policy& policy = context.policy;
  const Store& store = policy.stores[scope.store];
  const bool sweeps = store.sweep == Sweep::marked;
  Json json{{"inventory", {{"columns", columns(scope, policy)}}},
            {"registry", {{"named_by_policy", scope.registry()}, {"facts", registry_facts(scope, policy)}}},
            {"revision", precondition(store.provider, store.versioned())}};
  json["sweep"] = sweeps ? Json{{"by", "mark"}, {"tag", "shelflife-sweep"}, {"value", "now"}}
                         : Json{{"by", "direct"}};
  return json;
}

Json plan_contract_json(const Safeguards& s) {
  // Without a `safeguard` block the share is 10%; with one, only what it says limits a run.
  const Json percent = s.percent ? Json(*s.percent) : s.declared ? Json(nullptr) : Json(10);
  const auto number = [](const auto& value) { return value ? Json(*value) : Json(nullptr); };
  Json json;
  json["dry_run"] = true;
  json["reads"] = Json::array({"inventory", "registry"});
  json["leave_out"] = "created_since_listing_began";
  json["steps"] = steps();
  json["before_each_delete"] = {{"read_again", {"tags", "promoted", "referenced"}},
                                {"never_if", {"referenced"}},
                                {"never_if_applies", "when the pruner has a registry, whatever the rules say"}};
  json["between_runs"] = "nothing is carried over; every verdict is of this run";
  json["idempotent"] = true;
  json["safeguards"] = {{"declared", s.declared},
                        {"percent_of_objects", percent},
                        {"objects", number(s.objects)},
                        {"bytes", number(s.bytes)},
                        {"registry_within", duration_json(s.registry_age)},
                        {"inventory_within", duration_json(s.inventory_age)},
                        {"refuse_run_if", {"inventory_stale", "inventory_incomplete", "registry_stale",
                                           "registry_incomplete", "registry_empty", "over_a_limit"}}};
  json["log"] = {"run", "plan_sha256", "dry_run", "time", "store", "key", "revision", "action", "statement",
                 "source", "facts", "result"};
  return json;
}

}  // namespace shelflife
