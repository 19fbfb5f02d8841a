#include <nlohmann/json.hpp>

#include "cli/simulate_report.hpp"
#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;

Json sum_json(const Sum& sum) { return {{"objects", sum.objects}, {"bytes", sum.bytes}, {"unsized", sum.unsized}}; }
Json date_json(const std::optional<Instant>& at) { return at ? Json(instant_text(*at)) : Json(); }

Json fates_json(const ByFate& sums) {
  Json out;
  for (std::size_t fate = 0; fate < fate_count; ++fate) out[std::string(name_of(static_cast<Fate>(fate)))] = sum_json(sums[fate]);
  return out;
}

Json refusals_json(const std::vector<Refusal>& refusals) {
  Json out = Json::array();
  for (const Refusal& r : refusals) out.push_back({{"code", r.code}, {"message", r.message}, {"declared", r.declared}});
  return out;
}

class Writer {
 public:
  explicit Writer(const SimulateReport& report) : r_(report) {}

  Json write() const {
    Json json;
    json["$schema"] = "urn:shelflife:schema:simulate-1";
    json["version"] = 1;
    json["at"] = instant_text(r_.at);
    json["to"] = date_json(r_.to);
    json["partial"] = r_.head.bad_rows > 0;
    json["inventory"] = {{"objects", r_.counts.rows}, {"complete", r_.head.complete}, {"began", date_json(r_.head.began)},
                         {"bad_rows", r_.head.bad_rows}, {"undeclared", r_.counts.undeclared}, {"created_later", r_.totals.later}};
    json["registry"] = Json();
    if (r_.registry != nullptr) json["registry"] = {{"complete", r_.registry->complete}, {"read_at", date_json(r_.registry->read_at)}};
    json["totals"] = fates_json(r_.totals.fates);
    json["marks"] = {{"written", sum_json(r_.totals.marks_written)}, {"taken_off", sum_json(r_.totals.marks_taken_off)}};
    json["next_delete"] = date_json(r_.totals.next);
    json["statements"] = statements();
    json["holds"] = Json::array();
    for (const auto& [hold, sum] : r_.totals.holds) json["holds"].push_back({{"hold", r_.policy.holds[hold].name}, {"holds", sum_json(sum)}});
    json["spared"] = Json::array();
    for (const auto& [reason, sum] : r_.totals.spared) json["spared"].push_back({{"because", reason}, {"holds", sum_json(sum)}});
    json["unread"] = Json::array();
    for (const auto& [fact, objects] : r_.totals.unread) json["unread"].push_back({{"fact", fact}, {"objects", objects}});
    json["stores"] = Json::array();
    for (StoreId id = 0; id < r_.totals.stores.size(); ++id) json["stores"].push_back(named("store", r_.policy.stores[id].name, r_.totals.stores[id]));
    json["fields"] = Json::array();
    for (const FieldTotal& field : r_.totals.fields) {
      Json values = Json::array();
      for (const auto& [value, sums] : field.values) values.push_back(named("value", value, sums));
      json["fields"].push_back({{"field", r_.policy.fields[field.field].name}, {"values", std::move(values)}});
    }
    json["tiers"] = Json::array();
    for (std::size_t tier = 0; tier < r_.totals.tiers.size(); ++tier) json["tiers"].push_back(named("tier", to_text(static_cast<Tier>(tier)), r_.totals.tiers[tier]));
    json["refusals"] = refusals_json(r_.refusals);
    json["days"] = r_.to ? days_json() : Json();
    return json;
  }

 private:
  static Json named(const char* what, const std::string& name, const ByFate& sums) {
    Json out{{what, name.empty() ? Json() : Json(name)}};
    out.update(fates_json(sums));
    return out;
  }

  Json statements() const {
    Json out = Json::array();
    for (const auto& [ref, total] : r_.totals.statements) {
      const Statement& s = r_.policy.rules[ref.rule].statements[ref.statement];
      const bool placed = s.origin.span.file < r_.sources.size();
      Json one;
      one["statement"] = statement_id(r_.policy, ref);
      one["text"] = to_text(r_.policy, s);
      one["file"] = placed ? Json(r_.sources.source(s.origin.span.file).path) : Json();
      one["line"] = placed ? Json(r_.sources.position(s.origin.span.file, s.origin.span.begin).line) : Json();
      one["acts"] = sum_json(total.acts);
      one["holds"] = sum_json(total.holds);
      one["first"] = date_json(total.first);
      out.push_back(std::move(one));
    }
    return out;
  }

  Json days_json() const {
    Json out = Json::array();
    for (const Day& day : r_.days) {
      out.push_back({{"at", instant_text(day.at)}, {"deleted", sum_json(day.deleted)}, {"noncurrent_deleted", sum_json(day.noncurrent_deleted)},
                     {"moved", sum_json(day.moved)}, {"marked", sum_json(day.marked)}, {"refusals", refusals_json(day.refusals)}});
    }
    return out;
  }

  const SimulateReport& r_;
};

}  // namespace

std::string simulate_json(const SimulateReport& report) {
  return Writer(report).write().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
