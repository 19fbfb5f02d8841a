// The answer of `why` as JSON; docs/why.md says what the members mean.
#include <nlohmann/json.hpp>

#include "cli/why_text.hpp"
#include "compiler/model/print.hpp"
#include "emitters/json.hpp"

namespace shelflife::cli {

namespace {

class JsonWriter {
 public:
  JsonWriter(const WhyContext& context, const Answer& answer) : context_(context), answer_(answer) {}

  Json write() const {
    const ObjectState& object = answer_.told.object;
    Json json;
    json["why_version"] = 1;
    json["uri"] = uri_of(context_.policy.stores[object.store], object.key);
    json["store"] = context_.policy.stores[object.store].name;
    json["object"] = to_text(context_.policy, object);
    json["at"] = instant_text(answer_.asked);
    json["counted_from_creation"] = answer_.relative;
    json["facts"] = answer_.facts;
    json["unread"] = answer_.cases.unread;
    json["decided"] = answer_.cases.complete;
    json["cases"] = Json::array();
    for (const Case& one : answer_.cases.list) json["cases"].push_back(case_json(one));
    json["speaks"] = Json::array();
    for (const Spoken& one : answer_.spoken) {
      Json entry = behind(one.hold ? std::nullopt : std::optional(one.statement), one.hold);
      entry["sure"] = one.sure;
      entry["holds"] = one.holds;
      entry["state"] = one.state;
      if (one.acts) entry["who"] = machine_name(one.who);
      json["speaks"].push_back(std::move(entry));
    }
    json["misses"] = Json::array();
    for (const Miss& miss : answer_.misses) {
      Json entry;
      if (miss.hold || miss.statement) entry = behind(miss.hold ? std::nullopt : std::optional(StatementRef{miss.rule, miss.statement.value_or(0)}), miss.hold);
      else entry = {{"rule", context_.policy.rules[miss.rule].id}, {"place", place_of(context_, context_.policy.rules[miss.rule].origin.span)}};
      entry["conditions"] = miss.conditions;
      json["misses"].push_back(std::move(entry));
    }
    json["more_misses"] = answer_.more_misses;
    json["recover"] = {{"span", recovery_span(context_.policy, object)}, {"commands", recovery_commands(context_.policy, object)}};
    json["keep"] = hold_block(object);
    return json;
  }

 private:
  Json behind(std::optional<StatementRef> statement, std::optional<std::uint32_t> hold) const {
    Json json;
    if (statement) {
      const Rule& rule = context_.policy.rules[statement->rule];
      const Statement& s = rule.statements[statement->statement];
      json["statement"] = statement_id(context_.policy, *statement);
      json["text"] = to_text(context_.policy, s);
      json["place"] = place_of(context_, s.origin.span);
      if (!rule.owner.empty()) json["owner"] = rule.owner;
      if (!rule.reason.empty()) json["reason"] = rule.reason;
    }
    if (hold) {
      json["hold"] = context_.policy.holds[*hold].name;
      json["owner"] = context_.policy.holds[*hold].owner;
      json["place"] = place_of(context_, context_.policy.holds[*hold].origin.span);
    }
    return json;
  }

  // Where the creation is unknown, instants are seconds after it.
  Json instant(Instant at) const { return answer_.relative ? Json(at - answer_.now) : Json(instant_text(at)); }

  Json event_json(const FateEvent& event) const {
    Json json;
    json["at"] = instant(event.at);
    if (event.latest) json["latest"] = instant(*event.latest);
    json["event"] = to_text(event.kind);
    if (event.kind == EventKind::moved) json["tier"] = to_text(event.tier);
    if (event.who != Who::nobody) json["who"] = machine_name(event.who);
    if (!event.native_rule.empty()) json["native_rule"] = event.native_rule;
    if (event.statement || event.hold) json["because"] = behind(event.statement, event.hold);
    return json;
  }

  Json case_json(const Case& one) const {
    Json json;
    json["if"] = one.conditions;
    json["outcome"] = outcome_text(context_, answer_, one);
    json["may_be_deleted_now"] = one.future.changes.front().verdict.may_be_deleted;
    json["deleted"] = one.future.deleted ? instant(one.future.deleted->at) : Json(nullptr);
    json["gone"] = one.future.gone ? instant(one.future.gone->at) : Json(nullptr);
    json["events"] = Json::array();
    for (const FateEvent& event : one.future.events) json["events"].push_back(event_json(event));
    return json;
  }

  const WhyContext& context_;
  const Answer& answer_;
};

}  // namespace

std::string why_json(const WhyContext& context, const std::vector<std::pair<std::string, Answer>>& answers,
                     const std::vector<std::string>& notes) {
  Json json = JsonWriter(context, answers.front().second).write();
  json["notes"] = notes;
  json["revision"] = answers.front().first;
  json["other_revisions"] = Json::array();
  for (std::size_t i = 1; i < answers.size(); ++i) {
    Json other = JsonWriter(context, answers[i].second).write();
    other["revision"] = answers[i].first;
    json["other_revisions"].push_back(std::move(other));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
