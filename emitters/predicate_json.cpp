#include "emitters/predicate_json.hpp"

#include <nlohmann/json.hpp>

#include "compiler/model/print.hpp"

namespace shelflife {
namespace {

// Policy text is any bytes that a file may hold; what is no UTF-8 is replaced, never an exception.
Json duration(const Duration& value) { return {{"days", value.days}, {"text", to_text(value)}}; }

const std::string& field_name(const Policy& policy, FieldId field) { return policy.fields.at(field).name; }

Json tree(const Policy& policy, const Predicate& p) {
  const auto list = [&](const char* op) {
    Json of = Json::array();
    for (const Predicate& child : p.children) of.push_back(tree(policy, child));
    return Json{{"op", op}, {"of", std::move(of)}};
  };
  const auto text = [&](const char* op) {
    Json json{{"op", op}};
    if (p.field == no_id) {
      json["attribute"] = "key";
    } else {
      json["field"] = field_name(policy, p.field);
    }
    json["text"] = p.texts.at(0);
    return json;
  };
  switch (p.kind) {
    case PredicateKind::always: return {{"op", "true"}};
    case PredicateKind::all: return list("and");
    case PredicateKind::any: return list("or");
    case PredicateKind::negation: return {{"op", "not"}, {"of", Json::array({tree(policy, p.children.at(0))})}};
    case PredicateKind::one_of: return {{"op", "in"}, {"field", field_name(policy, p.field)}, {"values", p.texts}};
    case PredicateKind::starts_with: return text("starts_with");
    case PredicateKind::ends_with: return text("ends_with");
    case PredicateKind::number:
      return {{"op", "number"},
              {"field", field_name(policy, p.field)},
              {"compare", to_text(p.comparison)},
              {"number", p.number}};
    case PredicateKind::size:
      return {{"op", "size"}, {"compare", to_text(p.comparison)}, {"bytes", p.number}};
    case PredicateKind::accessed_within: return {{"op", "accessed_within"}, {"duration", duration(p.duration)}};
    case PredicateKind::missing: return {{"op", "missing"}, {"field", field_name(policy, p.field)}};
    case PredicateKind::flag: return {{"op", "flag"}, {"flag", to_text(p.flag)}};
  }
  return {{"op", "true"}};
}

}  // namespace

Json predicate_json(const Policy& policy, const Predicate& predicate) {
  return tree(policy, predicate);
}

Json duration_json(const Duration& value) { return duration(value); }

Json clock_json(const Policy& policy, const Clock& clock) {
  switch (clock.kind) {
    case ClockKind::created: return {{"since", "created"}};
    case ClockKind::accessed: return {{"since", "accessed"}};
    case ClockKind::promoted: return {{"since", "promoted"}};
    case ClockKind::retired: return {{"since", "retired"}};
    case ClockKind::noncurrent: return {{"since", "noncurrent"}};
    case ClockKind::field: return {{"since", "field"}, {"field", field_name(policy, clock.field)}};
  }
  return {{"since", "created"}};
}

}  // namespace shelflife
