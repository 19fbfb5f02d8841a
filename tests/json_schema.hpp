// A JSON document held against a JSON schema: the keywords that our schemas use.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

namespace shelflife::test {

// What is wrong, with its place; empty: nothing. An unknown keyword is wrong too.
inline std::string fault_by(const nlohmann::json& schema, const nlohmann::json& value, const nlohmann::json& root, const std::string& at = "") {
  const auto is = [&](const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    return type == "object" && value.is_object();
  };
  for (const auto& [keyword, wanted] : schema.items()) {
    if (keyword == "$schema" || keyword == "$id" || keyword == "$defs" || keyword == "definitions" || keyword == "title" || keyword == "description") continue;
    if (keyword == "$ref") {
      const std::string fault = fault_by(root.at(nlohmann::json::json_pointer(wanted.get<std::string>().substr(1))), value, root, at);
      if (!fault.empty()) return fault;
    } else if (keyword == "type") {
      bool any = wanted.is_string() && is(wanted.get<std::string>());
      if (wanted.is_array()) for (const auto& type : wanted) any = any || is(type.get<std::string>());
      if (!any) return at + " is no " + wanted.dump();
    } else if (keyword == "const") {
      if (value != wanted) return at + " is not " + wanted.dump();
    } else if (keyword == "enum") {
      if (std::find(wanted.begin(), wanted.end(), value) == wanted.end()) return at + " is none of " + wanted.dump();
    } else if (keyword == "minimum") {
      if (value.is_number() && value < wanted) return at + " is below " + wanted.dump();
    } else if (keyword == "minLength") {
      if (value.is_string() && value.get<std::string>().size() < wanted) return at + " is too short";
    } else if (keyword == "anyOf") {
      if (std::none_of(wanted.begin(), wanted.end(), [&](const auto& one) { return fault_by(one, value, root, at).empty(); })) return at + " is none of several";
    } else if (keyword == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(wanted.get<std::string>()))) return at + " does not match " + wanted.dump();
    } else if (keyword == "required") {
      for (const auto& name : wanted) if (value.is_object() && !value.contains(name.get<std::string>())) return at + " lacks " + name.dump();
    } else if (keyword == "items") {
      if (value.is_array()) for (std::size_t i = 0; i < value.size(); ++i)
        if (const std::string fault = fault_by(wanted, value[i], root, at + "/" + std::to_string(i)); !fault.empty()) return fault;
    } else if (keyword == "propertyNames") {
      if (value.is_object()) for (const auto& member : value.items())
        if (const std::string fault = fault_by(wanted, member.key(), root, at + "/" + member.key()); !fault.empty()) return fault;
    } else if (keyword == "properties") {
      if (value.is_object()) for (const auto& member : value.items())
        if (wanted.contains(member.key()))
          if (const std::string fault = fault_by(wanted.at(member.key()), member.value(), root, at + "/" + member.key()); !fault.empty()) return fault;
    } else if (keyword == "additionalProperties") {
      if (value.is_object()) for (const auto& member : value.items()) {
        if (schema.contains("properties") && schema.at("properties").contains(member.key())) continue;
        if (wanted == false) return at + " has an unknown member " + member.key();
        if (!wanted.is_object()) continue;
        if (const std::string fault = fault_by(wanted, member.value(), root, at + "/" + member.key()); !fault.empty()) return fault;
      }
    } else {
      return "the schema's keyword " + keyword + " is unknown to this test";
    }
  }
  return {};
}

}  // namespace shelflife::test
