#include "inventory/json_fields.hpp"

#include <nlohmann/json.hpp>

#include "grammar/diagnostics.hpp"

namespace shelflife {

namespace {

void complain(JsonProblem& problem, const char* name, const char* wanted) {
  if (problem.message.empty()) problem.message = std::string("`") + name + "` is no " + wanted;
}

}  // namespace

std::string json_text(const nlohmann::json& object, const char* name, JsonProblem& problem) {
  const auto at = object.find(name);
  if (at == object.end() || at->is_null()) return {};
  if (at->is_string()) return at->get<std::string>();
  complain(problem, name, "text");
  return {};
}

std::optional<Instant> json_instant(const nlohmann::json& object, const char* name, JsonProblem& problem) {
  const auto at = object.find(name);
  if (at == object.end() || at->is_null()) return std::nullopt;
  const std::optional<Instant> instant = at->is_string() ? parse_instant(at->get_ref<const std::string&>()) : std::nullopt;
  if (!instant) complain(problem, name, "date");
  return instant;
}

bool json_bool(const nlohmann::json& object, const char* name, bool otherwise, JsonProblem& problem) {
  const auto at = object.find(name);
  if (at == object.end() || at->is_null()) return otherwise;
  if (at->is_boolean()) return at->get<bool>();
  complain(problem, name, "`true` or `false`");
  return otherwise;
}

}  // namespace shelflife
