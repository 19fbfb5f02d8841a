#include "emitters/ir_json.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "compiler/model/print.hpp"
#include "emitters/emit.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::ordered_json;

// Everything that the parts need to print names and places.
struct Writer {
  const Policy& policy;
  const SourceManager& sources;

  std::string file(FileId id) const { return sources.path_below(policy.root, id); }
  Json place(const Origin& origin) const {
    if (origin.span.file >= sources.size()) return nullptr;
    const Position at = sources.position(origin.span.file, origin.span.begin);
    return Json{{"file", file(origin.span.file)}, {"line", at.line}, {"column", at.column}};
  }
  // A policy with errors has names that nothing declares.
  std::string field(FieldId id) const { return id < policy.fields.size() ? policy.fields[id].name : "?"; }
  std::string store(StoreId id) const { return id < policy.stores.size() ? policy.stores[id].name : "?"; }
};

Json fields_json(const Writer& w, const std::vector<FieldId>& fields) {
  Json list = Json::array();
  for (const FieldId id : fields) list.push_back(w.field(id));
  return list;
}

Json stores_json(const Writer& w, const std::vector<StoreId>& stores) {
  Json list = Json::array();
  for (const StoreId id : stores) list.push_back(w.store(id));
  return list;
}

Json duration_json(const Duration& d) { return Json{{"days", d.days}, {"text", to_text(d)}}; }

Json predicate_json(const Writer& w, const Predicate& p) {
  constexpr std::array kinds = {"always",      "all",       "any",    "not",  "one-of",
                                "starts-with", "ends-with", "number", "size", "accessed-within",
                                "missing",     "flag"};
  Json json{{"kind", kinds[static_cast<std::size_t>(p.kind)]}};
  switch (p.kind) {
    case PredicateKind::always:
      break;
    case PredicateKind::all:
    case PredicateKind::any:
    case PredicateKind::negation:
      json["of"] = Json::array();
      for (const Predicate& child : p.children) json["of"].push_back(predicate_json(w, child));
      break;
    case PredicateKind::one_of:
      json["field"] = w.field(p.field);
      json["values"] = p.texts;
      break;
    case PredicateKind::starts_with:
    case PredicateKind::ends_with:
      json[p.field == no_id ? "key" : "field"] = p.field == no_id ? Json(true) : Json(w.field(p.field));
      json["text"] = p.texts[0];
      break;
    case PredicateKind::number:
      json["field"] = w.field(p.field);
      json["comparison"] = to_text(p.comparison);
      json["number"] = p.number;
      break;
    case PredicateKind::size:
      json["comparison"] = to_text(p.comparison);
      json["bytes"] = p.number;
      break;
    case PredicateKind::accessed_within:
      json["within"] = duration_json(p.duration);
      break;
    case PredicateKind::missing:
      json["field"] = w.field(p.field);
      break;
    case PredicateKind::flag:
      json["flag"] = to_text(p.flag);
      break;
  }
  return json;
}

// `where` and its text; both left out when nothing was said.
void add_where(const Writer& w, Json& json, const Predicate& where) {
  if (where.kind == PredicateKind::always) return;
  json["where"] = predicate_json(w, where);
  json["where_text"] = to_text(w.policy, where);
}

Json field_json(const Writer& w, const Field& f) {
  constexpr std::array sources = {"path", "tag", "registry"};
  constexpr std::array types = {"text", "date", "number"};
  Json json{{"name", f.name},         {"source", sources[static_cast<std::size_t>(f.source)]},
            {"external", f.external}, {"type", types[static_cast<std::size_t>(f.type)]},
            {"values", f.values},     {"required", f.required},
            {"builtin", f.builtin}};
  json["at"] = w.place(f.origin);
  return json;
}

Json layout_json(const Writer& w, const Layout& layout) {
  Json segments = Json::array();
  for (const Segment& segment : layout.segments) {
    if (segment.literal()) {
      segments.push_back(Json{{"literal", segment.prefix}});
    } else {
      segments.push_back(
          Json{{"prefix", segment.prefix}, {"field", w.field(segment.field)}, {"suffix", segment.suffix}});
    }
  }
  return Json{{"pattern", layout.pattern},
              {"segments", segments},
              {"stores", stores_json(w, layout.stores)},
              {"at", w.place(layout.origin)}};
}

Json optional_json(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json store_json(const Writer& w, const Store& s) {
  constexpr std::array encryptions = {"unsaid", "managed", "kms"};
  const Provider provider = s.provider;
  return Json{
      {"name", s.name},
      {"provider", to_text(provider)},
      {"bucket", s.bucket},
      {"account", optional_json(s.account)},
      {"region", optional_json(s.region)},
      {"versioning", optional_json(s.versioning)},
      {"recoverable", s.recoverable ? duration_json(*s.recoverable) : Json(nullptr)},
      {"encryption", encryptions[static_cast<std::size_t>(s.encryption)]},
      {"kms_key", optional_json(s.kms_key)},
      {"object_lock", s.object_lock},
      {"access_log", optional_json(s.access_log)},
      {"access_tracking", optional_json(s.access_tracking)},
      {"replicate_to", optional_json(s.replicate_to)},
      {"replicate_store", s.replicate_store == no_id ? Json(nullptr) : Json(w.store(s.replicate_store))},
      {"public_access", optional_json(s.public_access)},
      {"sweep", s.sweep == Sweep::marked ? "marked" : "direct"},
      {"quarantine", s.quarantine == QuarantineBy::move ? "move" : "tag"},
      {"quarantine_target", optional_json(s.quarantine_target)},
      {"orphan_after", duration_json(s.orphan_after)},
      {"redundancy", optional_json(s.redundancy)},
      {"at", w.place(s.origin)}};
}

Json ranking_json(const Writer& w, const Ranking& r) {
  constexpr std::array periods = {"none", "daily", "weekly", "monthly", "yearly"};
  Json json{{"order", r.best ? "best" : "latest"},
            {"count", r.count},
            {"period", periods[static_cast<std::size_t>(r.period)]},
            {"unit", w.field(r.unit)},
            {"per", fields_json(w, r.per)}};
  if (r.best) {
    json["by"] = w.field(r.by);
    json["wanted"] = r.highest ? "highest" : "lowest";
  }
  if (r.at_most) json["at_most"] = duration_json(*r.at_most);
  return json;
}

Json statement_json(const Writer& w, const Statement& s) {
  constexpr std::array kinds = {"keep-forever",      "keep-for",  "keep-ranked",     "delete",
                                "delete-noncurrent", "move",      "move-noncurrent", "lock",
                                "abort-uploads",     "quarantine"};
  Json json{{"kind", kinds[static_cast<std::size_t>(s.kind)]}, {"text", to_text(w.policy, s)}};
  if (s.kind != StatementKind::keep_forever && s.kind != StatementKind::keep_ranked)
    json["duration"] = duration_json(s.duration);
  switch (s.kind) {
    case StatementKind::keep_for:
    case StatementKind::remove:
    case StatementKind::remove_noncurrent:
    case StatementKind::move:
    case StatementKind::move_noncurrent:
      json["since"] = to_text(w.policy, s.clock);
      break;
    default:
      break;
  }
  if (s.kind == StatementKind::keep_ranked) json["ranking"] = ranking_json(w, s.ranking);
  if (s.whole != no_id) json["whole"] = w.field(s.whole);
  if (s.keeping_newer != 0) json["keeping_newer"] = s.keeping_newer;
  if (s.kind == StatementKind::move || s.kind == StatementKind::move_noncurrent)
    json["tier"] = to_text(s.tier);
  if (s.kind == StatementKind::lock)
    json["mode"] = s.mode == LockMode::compliance ? "compliance" : "governance";
  add_where(w, json, s.where);
  json["at"] = w.place(s.origin);
  return json;
}

Json rule_json(const Writer& w, const Rule& r) {
  Json json{{"id", r.id},
            {"name", r.name},
            {"reason", optional_json(r.reason)},
            {"owner", optional_json(r.owner)},
            {"every_store", r.every_store},
            {"stores", stores_json(w, r.stores)}};
  add_where(w, json, r.where);
  json["statements"] = Json::array();
  for (const Statement& s : r.statements) json["statements"].push_back(statement_json(w, s));
  json["at"] = w.place(r.origin);
  return json;
}

Json hold_json(const Writer& w, const Hold& h) {
  Json json{{"name", h.name}, {"owner", h.owner}, {"until", nullptr}};
  if (h.until) {
    const auto padded = [](int number, std::size_t width) {
      std::string text = std::to_string(number);
      return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
    };
    json["until"] =
        padded(h.until->year, 4) + "-" + padded(h.until->month, 2) + "-" + padded(h.until->day, 2);
  }
  add_where(w, json, h.where);
  json["at"] = w.place(h.origin);
  return json;
}

Json require_json(const Writer& w, const Require& r) {
  constexpr std::array kinds = {
      "never-deleted",       "never-deleted-before", "deleted-within", "locked",
      "locked-compliance",   "not-moved-before",     "labelled",       "stored-versioned",
      "stored-encrypted",    "stored-encrypted-kms", "stored-logged",  "stored-replicated",
      "stored-with-manifest"};
  Json json{{"reason", r.reason},
            {"owner", optional_json(r.owner)},
            {"every_store", r.every_store},
            {"stores", stores_json(w, r.stores)}};
  add_where(w, json, r.where);
  json["obligations"] = Json::array();
  for (const Obligation& o : r.obligations) {
    Json item{{"kind", kinds[static_cast<std::size_t>(o.kind)]}};
    switch (o.kind) {
      case ObligationKind::never_deleted_before:
      case ObligationKind::deleted_within:
      case ObligationKind::not_moved_before:
        item["duration"] = duration_json(o.duration);
        item["since"] = to_text(w.policy, o.clock);
        break;
      case ObligationKind::locked:
      case ObligationKind::locked_compliance:
        item["duration"] = duration_json(o.duration);
        break;
      case ObligationKind::labelled:
        item["field"] = w.field(o.field);
        break;
      default:
        break;
    }
    item["at"] = w.place(o.origin);
    json["obligations"].push_back(item);
  }
  json["at"] = w.place(r.origin);
  return json;
}

Json role_json(const Writer& w, const Role& r) {
  constexpr std::array actions = {"read", "write", "tag", "delete", "logs"};
  Json json{{"name", r.name}, {"allow", Json::array()}};
  for (const Allow& allow : r.allows) {
    Json item{{"action", actions[static_cast<std::size_t>(allow.access)]}};
    add_where(w, item, allow.where);
    item["at"] = w.place(allow.origin);
    json["allow"].push_back(item);
  }
  json["at"] = w.place(r.origin);
  return json;
}

Json safeguards_json(const Safeguards& s) {
  return Json{{"declared", s.declared},
              {"percent", optional_json(s.percent)},
              {"objects", optional_json(s.objects)},
              {"bytes", optional_json(s.bytes)},
              {"registry_age", duration_json(s.registry_age)},
              {"inventory_age", duration_json(s.inventory_age)}};
}

Json tiers_json(const Policy& policy) {
  Json json = Json::object();
  for (const Provider provider : {Provider::s3, Provider::azure, Provider::gcs}) {
    Json& classes = json[to_text(provider)];
    for (std::size_t i = 0; i < std::size(policy.tiers[0].classes); ++i)
      classes[to_text(static_cast<Tier>(i))] = policy.tiers[static_cast<std::size_t>(provider)].classes[i];
  }
  return json;
}

template <class T, class F>
Json list_json(const Writer& w, const std::vector<T>& items, F one) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(one(w, item));
  return list;
}

}  // namespace

std::string ir_json(const Policy& policy, const SourceManager& sources) {
  const Writer w{policy, sources};
  Json json{{"format", "shelflife-ir"}, {"version", 1}};
  json["root"] = policy.root < sources.size() ? Json(w.file(policy.root)) : Json(nullptr);
  json["fields"] = list_json(w, policy.fields, field_json);
  json["layouts"] = list_json(w, policy.layouts, layout_json);
  json["stores"] = list_json(w, policy.stores, store_json);
  json["tiers"] = tiers_json(policy);
  json["safeguards"] = safeguards_json(policy.safeguards);
  json["rules"] = list_json(w, policy.rules, rule_json);
  json["holds"] = list_json(w, policy.holds, hold_json);
  json["requires"] = list_json(w, policy.requires_, require_json);
  json["roles"] = list_json(w, policy.roles, role_json);
  json["manifests"] = list_json(w, policy.manifests, [](const Writer& writer, const Manifest& m) {
    return Json{{"file", m.file},
                {"checksum_sha256", m.checksum_sha256},
                {"size", m.size},
                {"requires", fields_json(writer, m.required_fields)},
                {"at", writer.place(m.origin)}};
  });
  // A name from a file that is no UTF-8 must not end the program here: the parser has reported it.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

OutputFile emit_ir(const EmitContext& context) {
  return OutputFile{"ir.json", ir_json(context.policy, context.sources), false};
}

}  // namespace shelflife
