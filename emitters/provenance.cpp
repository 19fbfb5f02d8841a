// provenance.json: which statement of which file every native rule comes from, for whoever asks why an object
// is gone.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"
#include "emitters/document.hpp"
#include "emitters/json.hpp"

namespace shelflife {
namespace {

Json statement_json(const EmitContext& context, StatementRef ref) {
  const Rule& rule = context.policy.rules[ref.rule];
  const Statement& statement = rule.statements[ref.statement];
  const Span span = statement.origin.span;
  Json json;
  json["file"] = context.sources.path_below(context.policy.root, span.file);
  json["line"] =
      span.file < context.sources.size() ? context.sources.position(span.file, span.begin).line : 0;
  json["statement"] = to_text(context.policy, statement);
  json["rule"] = rule.id;
  if (!rule.reason.empty()) json["reason"] = rule.reason;
  if (!rule.owner.empty()) json["owner"] = rule.owner;
  return json;
}

Json statements_json(const EmitContext& context, const EmittedRule& rule) {
  std::vector<StatementRef> refs;
  for (const NativeAction& action : rule.actions)
    refs.insert(refs.end(), action.from.begin(), action.from.end());
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  Json list = Json::array();
  for (StatementRef ref : refs) list.push_back(statement_json(context, ref));
  return list;
}

}  // namespace

OutputFile emit_provenance(const EmitContext& context, const NativeDocument& document) {
  Json json;
  json["document"] = document.name;
  json["provider"] = to_text(document.provider);
  Json rules = Json::array();
  std::size_t index = 0;
  for (const EmittedRule& rule : emitted_rules(document, context.freeze)) {
    Json entry;
    if (document.provider == Provider::gcs) entry["index"] = index++;  // GCS rules have no name
    entry["id"] = rule.id;
    if (document.provider == Provider::azure) entry["store"] = context.policy.stores[rule.from->store].name;
    if (!rule.enabled) entry["enabled"] = false;
    if (!rule.from->reason.empty()) entry["because"] = rule.from->reason;
    entry["statements"] = statements_json(context, rule);
    rules.push_back(std::move(entry));
  }
  json["rules"] = std::move(rules);
  Json locks = Json::array();
  for (StoreId store : document.stores)
    if (const DefaultLock* lock = default_lock(context.lowered, store)) {
      Json entry;
      entry["store"] = context.policy.stores[store].name;
      entry["statements"] = Json::array({statement_json(context, lock->statement)});
      locks.push_back(std::move(entry));
    }
  if (!locks.empty()) json["default_locks"] = std::move(locks);
  return {folder_name(context.lowered, document) + "/provenance.json", to_file(json), false};
}

}  // namespace shelflife
