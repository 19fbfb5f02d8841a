// plan.json: the part of a policy that no cloud enforces, as a contract for the engine that runs it (docs/plan.md).
// It is versioned by "plan_version"; a reader refuses a number that it does not know.
#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"
#include "compiler/model/store_rules.hpp"
#include "emitters/emit.hpp"
#include "emitters/plan_parts.hpp"
#include "emitters/predicate_json.hpp"

namespace shelflife {
namespace {

const char* source_name(FieldSource source) {
  switch (source) {
    case FieldSource::path: return "path";
    case FieldSource::tag: return "tag";
    case FieldSource::registry: return "registry";
  }
  return "path";
}

const char* type_name(FieldType type) {
  switch (type) {
    case FieldType::text: return "text";
    case FieldType::date: return "date";
    case FieldType::number: return "number";
  }
  return "text";
}

Json layouts(const Policy& policy, const PlanScope& scope) {
  Json list = Json::array();
  for (const Layout* layout : scope.layouts) {
    Json segments = Json::array();
    for (const Segment& s : layout->segments) {
      if (s.literal()) {
        segments.push_back({{"literal", s.prefix}});
      } else {
        segments.push_back({{"prefix", s.prefix}, {"field", policy.fields[s.field].name}, {"suffix", s.suffix}});
      }
    }
    list.push_back({{"pattern", layout->pattern}, {"segments", std::move(segments)}});
  }
  return list;
}

Json fields(const Policy& policy, const PlanScope& scope) {
  Json list = Json::array();
  for (FieldId id : scope.fields) {
    const Field& field = policy.fields[id];
    list.push_back({{"name", field.name},
                    {"source", source_name(field.source)},
                    {"external", field.external},
                    {"type", type_name(field.type)},
                    {"values", field.values},
                    {"required", field.required}});
  }
  return list;
}

Json store_part(const EmitContext& context, StoreId id, const std::vector<std::uint32_t>& rules) {
  const Policy& policy = context.policy;
  const Store& store = policy.stores[id];
  const PlanScope scope = plan_scope(context, id, rules);
  Json json{{"name", store.name}, {"provider", to_text(store.provider)}};
  if (store.provider == Provider::azure) {
    json["account"] = store.account;
    json["container"] = store.bucket;
  } else {
    json["bucket"] = store.bucket;
  }
  if (!store.region.empty()) json["region"] = store.region;
  json["object_lock"] = store.object_lock;
  json["orphan_after"] = duration_json(store.orphan_after);
  json["layouts"] = layouts(policy, scope);
  json["fields"] = fields(policy, scope);
  json["inputs"] = plan_inputs_json(context, scope);
  json.update(plan_protect_json(context, scope));
  json.update(plan_actions_json(context, scope));
  json["noncurrent"] = plan_noncurrent_json(context, scope);
  return json;
}

// Meaning that every version 1 plan has; said in the file so that a reader can check that it implements it.
Json semantics() {
  return {{"day_seconds", 86400},
          {"logic", "kleene"},
          {"applies_when", "true"},
          {"missing", "comparisons_unknown"},
          {"value_outside_list", "missing"},
          {"missing_required", "unread"},
          {"unread", "acts_only_if_every_value_agrees"},
          {"unmanaged_path_fields", "unknown"},
          {"keeps_beat_deletes", true},
          {"week_begins", "monday"}};
}

}  // namespace

OutputFile emit_plan(const EmitContext& context) {
  Json plan;
  plan["$schema"] = "urn:shelflife:schema:plan-1";
  plan["plan_version"] = 1;
  plan["frozen"] = context.freeze;
  plan["semantics"] = semantics();
  plan["run"] = plan_contract_json(context.policy.safeguards);
  plan["stores"] = Json::array();
  // A frozen build stops the engine too: with no store in it, a plan asks for nothing.
  const std::vector<std::vector<std::uint32_t>> speaking = rules_by_store(context.policy);
  for (StoreId id = 0; !context.freeze && id < context.policy.stores.size(); ++id) {
    plan["stores"].push_back(store_part(context, id, speaking[id]));
  }
  return {"plan.json", plan.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", false};
}

}  // namespace shelflife
