#include "tests/reference/engine/plan_model.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace shelflife::reference {
namespace {

using Json = nlohmann::json;

Time seconds(const Json& duration) { return duration.at("days").get<Time>() * day; }

Node node(const Json& json) {
  Node n;
  n.op = json.at("op");
  n.field = json.value("field", "");
  n.text = json.value("text", "");
  n.sign = json.value("compare", "");
  n.values = json.value("values", std::vector<std::string>());
  if (json.contains("flag")) n.text = json["flag"];
  if (json.contains("of")) {
    for (const Json& child : json["of"]) n.of.push_back(node(child));
  }
  if (json.contains("number")) n.number = json["number"].get<double>();
  if (json.contains("bytes")) n.bytes = json["bytes"].get<std::uint64_t>();
  if (json.contains("duration")) n.seconds = seconds(json["duration"]);
  return n;
}

LayoutFields identity(const Json& json) {
  LayoutFields result;
  for (const Json& entry : json) result[entry.at("layout")] = entry.at("fields").get<std::vector<std::string>>();
  return result;
}

PlanRanking ranking(const Json& json) {
  PlanRanking r;
  r.best = json.at("order") == "best";
  r.count = json.at("count");
  if (!json.at("period").is_null()) r.period = json["period"];
  if (r.best) {
    r.by = json.at("by").at("field");
    r.highest = json["by"].at("prefer") == "highest";
  }
  r.unit_field = json.at("unit").at("field");
  r.unit = identity(json["unit"].at("identity"));
  r.per = json.at("group").at("per").get<std::vector<std::string>>();
  r.group = identity(json["group"].at("identity"));
  if (!json.at("at_most").is_null()) r.at_most = seconds(json["at_most"]);
  return r;
}

PlanStatementModel statement(const Json& json) {
  PlanStatementModel s;
  s.id = json.at("id");
  s.kind = json.at("kind");
  s.where = node(json.at("where"));
  if (json.contains("for")) s.seconds = seconds(json["for"]);
  if (json.contains("after")) s.seconds = seconds(json["after"]);
  if (json.contains("clock")) s.clock = {json["clock"].at("since"), json["clock"].value("field", "")};
  if (json.contains("ranking")) s.ranking = ranking(json["ranking"]);
  if (json.contains("whole")) {
    s.whole = json["whole"].at("field");
    s.whole_identity = identity(json["whole"].at("identity"));
  }
  s.keeping_newer = json.value("keeping_newer_noncurrent", std::size_t{0});
  s.storage_class = json.value("storage_class", "");
  s.set_per_object = json.value("set_per_object", false);
  return s;
}

std::vector<PlanStatementModel> statements(const Json& list) {
  std::vector<PlanStatementModel> result;
  for (const Json& json : list) result.push_back(statement(json));
  return result;
}

}  // namespace

PlanEngine::Store read_plan_store(const std::string& plan_json, const std::string& name) {
  const Json plan = Json::parse(plan_json);
  if (plan.at("plan_version") != 1) throw std::runtime_error("a plan of another version");
  PlanEngine::Store store;
  for (const Json& json : plan.at("stores")) {
    if (json.at("name") != name) continue;
    store.provider = json.at("provider");
    store.orphan_after = seconds(json.at("orphan_after"));
    store.recoverable = seconds(json.at("noncurrent").at("recoverable"));
    for (const Json& layout : json.at("layouts")) {
      std::vector<PlanSegment> segments;
      for (const Json& s : layout.at("segments")) {
        if (s.contains("literal")) {
          segments.push_back({s["literal"], "", ""});
        } else {
          segments.push_back({s.at("prefix"), s.at("field"), s.at("suffix")});
        }
      }
      store.layouts.push_back(std::move(segments));
    }
    for (const Json& f : json.at("fields"))
      store.fields[f.at("name")] = {f.at("source"), f.at("external"), f.at("type"), f.at("values")};
    store.keeps = statements(json.at("keeps"));
    store.locks = statements(json.at("locks"));
    store.deletes = statements(json.at("deletes"));
    store.moves = statements(json.at("moves"));
    store.quarantines = statements(json.at("quarantines"));
    for (const Json& h : json.at("holds"))
      store.holds.push_back({h.at("name"), h.at("until").is_null() ? "" : h["until"], node(h.at("where"))});
    store.implicit = json.at("noncurrent").at("implicit_deletes").get<std::vector<std::string>>();
    for (const Json& e : json["noncurrent"].at("explicit")) store.explicit_.push_back(node(e.at("where")));
    return store;
  }
  return store;
}

}  // namespace shelflife::reference
