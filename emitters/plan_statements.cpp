// Statements in effect, as data. Never a list of victims: the engine decides on what it reads in that run.
#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"
#include "emitters/plan_parts.hpp"
#include "emitters/predicate_json.hpp"

namespace shelflife {
namespace {

Json names(const Policy& policy, const std::vector<FieldId>& fields) {
  Json list = Json::array();
  for (FieldId id : fields) list.push_back(policy.fields[id].name);
  return list;
}

// The fields that name one unit or one group, a layout each: the field and every path field left of it.
// A layout that does not bind the field is left out; its objects have no rank.
Json identities(const EmitContext& context, const PlanScope& scope, FieldId field) {
  Json list = Json::array();
  for (std::size_t i = 0; i < scope.layouts.size(); ++i) {
    const std::vector<FieldId> left = fields_up_to(*scope.layouts[i], field);
    if (!left.empty()) list.push_back({{"layout", i}, {"fields", names(context.policy, left)}});
  }
  return list;
}

// `per a, b`: the group has a, b and what stands left of either. A layout must bind all of them.
Json group_identities(const EmitContext& context, const PlanScope& scope, const std::vector<FieldId>& per) {
  Json list = Json::array();
  for (std::size_t i = 0; i < scope.layouts.size(); ++i) {
    std::vector<FieldId> longest;
    bool binds_all = true;
    for (FieldId field : per) {
      std::vector<FieldId> left = fields_up_to(*scope.layouts[i], field);
      binds_all = binds_all && !left.empty();
      if (left.size() > longest.size()) longest = std::move(left);
    }
    if (binds_all) list.push_back({{"layout", i}, {"fields", names(context.policy, longest)}});
  }
  return list;
}

Json common(const EmitContext& context, const PlanStatement& s, const char* kind) {
  Json json{{"id", s.id},
            {"kind", kind},
            {"rule", s.rule->id},
            {"text", to_text(context.policy, *s.statement)},
            {"source", place_json(context, s.statement->origin)}};
  if (!s.rule->reason.empty()) json["reason"] = s.rule->reason;
  if (!s.rule->owner.empty()) json["owner"] = s.rule->owner;
  json["where"] = predicate_json(context.policy, s.where);
  return json;
}

const char* period_name(Period period) {
  switch (period) {
    case Period::none: return nullptr;
    case Period::daily: return "daily";
    case Period::weekly: return "weekly";
    case Period::monthly: return "monthly";
    case Period::yearly: return "yearly";
  }
  return nullptr;
}

Json ranked(const EmitContext& context, const PlanScope& scope, const Ranking& r) {
  Json json{{"order", r.best ? "best" : "latest"}, {"count", r.count}};
  json["period"] = period_name(r.period) == nullptr ? Json(nullptr) : Json(period_name(r.period));
  if (r.best)
    json["by"] = {{"field", context.policy.fields[r.by].name}, {"prefer", r.highest ? "highest" : "lowest"}};
  json["unit"] = {{"field", context.policy.fields[r.unit].name}, {"identity", identities(context, scope, r.unit)}};
  json["group"] = {{"per", names(context.policy, r.per)}, {"identity", group_identities(context, scope, r.per)}};
  json["at_most"] = r.at_most ? duration_json(*r.at_most) : Json(nullptr);
  json["ties"] = "share_rank_all_kept";
  json["no_rank"] = "kept";
  return json;
}

Json keep(const EmitContext& context, const PlanScope& scope, const PlanStatement& s) {
  const Statement& st = *s.statement;
  switch (st.kind) {
    case StatementKind::keep_for: {
      Json json = common(context, s, "keep_for");
      json["for"] = duration_json(st.duration);
      json["clock"] = clock_json(context.policy, st.clock);
      return json;
    }
    case StatementKind::keep_ranked: {
      Json json = common(context, s, "keep_ranked");
      json["ranking"] = ranked(context, scope, st.ranking);
      return json;
    }
    default: return common(context, s, "keep_forever");
  }
}

Json hold(const EmitContext& context, const Hold& h) {
  Json json{{"name", h.name}, {"owner", h.owner}, {"until", nullptr}};
  if (h.until) {
    char date[16];
    std::snprintf(date, sizeof date, "%04d-%02d-%02d", h.until->year % 10000, h.until->month % 100,
                  h.until->day % 100);
    json["until"] = date;
  }
  json["source"] = place_json(context, h.origin);
  json["where"] = predicate_json(context.policy, h.where);
  return json;
}

// `retain_until` is what to set on each object; extending is idempotent, shortening is never asked for.
Json lock(const EmitContext& context, const PlanScope& scope, const PlanStatement& s) {
  Json json = common(context, s, "lock");
  json["mode"] = s.statement->mode == LockMode::compliance ? "compliance" : "governance";
  json["for"] = duration_json(s.statement->duration);
  json["retain_until"] = {{"from", "created"}, {"plus_days", s.statement->duration.days}};
  json["set_per_object"] = s.in_plan();
  bool by_default = false;
  for (const DefaultLock& d : context.lowered.default_locks) {
    by_default = by_default || (d.store == scope.store && d.statement == s.ref);
  }
  json["bucket_default"] = by_default;
  return json;
}

void placed(Json& json, const PlanStatement& s) {
  json["who"] = machine_name(s.placement->who);
  json["because"] = s.placement->because;
  json["native_rules"] = s.placement->native_rules;
}

void whole(const EmitContext& context, const PlanScope& scope, Json& json, FieldId field) {
  if (field == no_id) return;
  json["whole"] = {{"field", context.policy.fields[field].name}, {"identity", identities(context, scope, field)}};
}

Json action(const EmitContext& context, const PlanScope& scope, const PlanStatement& s, const char* kind) {
  const Statement& st = *s.statement;
  Json json = common(context, s, kind);
  placed(json, s);
  if (st.kind == StatementKind::quarantine) {
    const Store& store = context.policy.stores[scope.store];
    json["for"] = duration_json(st.duration);
    json["mark"] = {{"tag", "shelflife-quarantine"}, {"value", "TIME " + s.id}};
    json["by"] = store.quarantine == QuarantineBy::move ? "move" : "tag";
    if (store.quarantine == QuarantineBy::move) json["target"] = store.quarantine_target;
  } else {
    json["after"] = duration_json(st.duration);
    json["clock"] = clock_json(context.policy, st.clock);
  }
  whole(context, scope, json, st.whole);
  if (st.kind == StatementKind::remove_noncurrent && st.keeping_newer > 0)
    json["keeping_newer_noncurrent"] = st.keeping_newer;
  if (st.kind == StatementKind::move || st.kind == StatementKind::move_noncurrent) {
    const Provider provider = context.policy.stores[scope.store].provider;
    json["tier"] = to_text(st.tier);
    json["storage_class"] = context.policy.tiers[static_cast<int>(provider)].classes[static_cast<int>(st.tier)];
  }
  if (is_delete(st.kind)) json["how"] = s.placement->who == Who::mark ? "mark" : "delete";
  return json;
}

}  // namespace

Json place_json(const EmitContext& context, const Origin& origin) {
  if (origin.span.file == no_file) return {{"file", ""}, {"line", 1}, {"column", 1}};
  const Position at = context.sources.position(origin.span.file, origin.span.begin);
  return {{"file", context.sources.path_below(context.policy.root, origin.span.file)}, {"line", at.line}, {"column", at.column}};
}

Json plan_protect_json(const EmitContext& context, const PlanScope& scope) {
  Json keeps = Json::array(), holds = Json::array(), locks = Json::array();
  for (const PlanStatement& s : scope.statements) {
    if (is_keep(s.statement->kind)) keeps.push_back(keep(context, scope, s));
    if (s.statement->kind == StatementKind::lock) locks.push_back(lock(context, scope, s));
  }
  for (const Hold& h : context.policy.holds) holds.push_back(hold(context, h));
  return {{"keeps", std::move(keeps)}, {"holds", std::move(holds)}, {"locks", std::move(locks)}};
}

Json plan_actions_json(const EmitContext& context, const PlanScope& scope) {
  Json deletes = Json::array(), moves = Json::array(), quarantines = Json::array();
  for (const PlanStatement& s : scope.statements) {
    if (!s.in_plan()) continue;
    switch (s.statement->kind) {
      case StatementKind::remove: deletes.push_back(action(context, scope, s, "delete")); break;
      case StatementKind::remove_noncurrent:
        deletes.push_back(action(context, scope, s, "delete_noncurrent"));
        break;
      case StatementKind::move: moves.push_back(action(context, scope, s, "move")); break;
      case StatementKind::move_noncurrent: moves.push_back(action(context, scope, s, "move_noncurrent")); break;
      case StatementKind::quarantine: quarantines.push_back(action(context, scope, s, "quarantine")); break;
      default: break;  // keeps and locks are under "protect"; an upload in progress is no object
    }
  }
  return 
      {{"deletes", std::move(deletes)}, {"moves", std::move(moves)}, {"quarantines", std::move(quarantines)}};
}

Json plan_noncurrent_json(const EmitContext& context, const PlanScope& scope) {
  const Store& store = context.policy.stores[scope.store];
  Json implicit = Json::array(), explicit_ = Json::array();
  for (const PlanStatement& s : scope.statements) {
    const bool is_noncurrent = s.statement->kind == StatementKind::remove_noncurrent;
    if (is_noncurrent) {
      // Cloud-enforced ones too: where such a `where` is true, no implicit span applies.
      explicit_.push_back({{"statement", s.id}, {"where", predicate_json(context.policy, s.where)}});
    } else if (is_delete(s.statement->kind) && s.in_plan()) {
      implicit.push_back(s.id);
    }
  }
  const Duration recoverable = store.recoverable.value_or(Duration{7, 7, Unit::days});
  return {{"versioned", store.versioned()},
                 {"recoverable", duration_json(recoverable)},
                 {"implicit_deletes", std::move(implicit)},
                 {"explicit", std::move(explicit_)}};
}

}  // namespace shelflife
