#include <nlohmann/json.hpp>

#include "compiler/objects/object_text.hpp"
#include "inventory/formats.hpp"
#include "inventory/json_fields.hpp"
#include "inventory/mlflow_rest.hpp"
#include "inventory/registry.hpp"
#include "inventory/registry_csv.hpp"
#include "inventory/registry_problems.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

std::map<std::string, std::string> names_of(const Json& json, const char* name, JsonProblem& problem) {
  std::map<std::string, std::string> out;
  const auto at = json.find(name);
  if (at == json.end()) return out;
  if (!at->is_object()) {
    problem.message = std::string("`") + name + "` is no object";
    return out;
  }
  for (const auto& [key, value] : at->items()) {
    // A metric may be written as a number; it is compared as the text that it is.
    if (value.is_string()) out.emplace(key, value.get<std::string>());
    else if (value.is_number()) out.emplace(key, value.dump());
    else problem.message = std::string("a value of `") + name + "` is no text";
  }
  return out;
}

std::vector<Instant> instants_of(const Json& json, const char* name, JsonProblem& problem) {
  std::vector<Instant> out;
  const auto at = json.find(name);
  if (at == json.end()) return out;
  for (const Json& entry : *at) {
    const std::optional<Instant> instant = entry.is_string() ? parse_instant(entry.get_ref<const std::string&>()) : std::nullopt;
    if (instant) out.push_back(*instant);
    else problem.message = std::string("`") + name + "` holds what is no date";
  }
  return out;
}

void add_record(const Policy& policy, const Json& json, Registry& registry, JsonProblem& problem) {
  if (!json.is_object()) {
    problem.message = "a record is no object";
    return;
  }
  RegistryRecord record;
  record.fields = names_of(json, "fields", problem);
  record.values = names_of(json, "values", problem);
  record.location = json_text(json, "location", problem);
  take_uri(policy, record.location, record.places);
  record.promotions = instants_of(json, "promotions", problem);
  record.retirements = instants_of(json, "retirements", problem);
  registry.add(std::move(record));
}

void add_reference(const Policy& policy, const Json& json, Registry& registry, JsonProblem& problem) {
  if (!json.is_object()) {
    problem.message = "a reference is no object";
    return;
  }
  RegistryReference reference;
  reference.key = json_text(json, "key", problem);
  take_uri(policy, reference.key, reference.places);
  reference.by_run = json_text(json, "by_run", problem);
  reference.fields = names_of(json, "fields", problem);
  registry.add(std::move(reference));
}

void add_head(const Json& json, Registry& registry, JsonProblem& problem) {
  registry.read_at = json_instant(json, "read_at", problem);
  registry.complete = json_bool(json, "complete", true, problem);
}

}  // namespace

void take_uri(const Policy& policy, std::string& text, std::vector<RegistryPlace>& places) {
  const std::optional<Place> place = is_uri(text) ? find_place(policy, text) : std::nullopt;
  if (!place) return;
  std::string path = place->key;
  while (path.ends_with('/')) path.pop_back();
  if (place->store != no_id) places.push_back({place->store, std::move(path), true});
  text.clear();
}

Registry read_registry(const Policy& policy, const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] != '{') return read_registry_csv(policy, sources, file, diagnostics);
  if (is_mlflow_export(text)) return read_mlflow_export(policy, sources, {file}, diagnostics);
  Registry registry;
  RegistryProblems problems(sources, file, diagnostics);
  const auto tell = [&](std::size_t at, const JsonProblem& problem) {
    if (problem.message.empty()) return;
    registry.complete = false;  // what was not read may have said otherwise
    problems.report(at, problem.message, "docs/registry.md has the format");
  };
  if (first == std::string_view::npos) tell(0, {"the registry is empty: not even a head is there, so nobody knows that it is whole"});
  const Json whole = Json::parse(text.begin(), text.end(), nullptr, false);
  if (whole.is_object() && whole.contains("records")) {
    JsonProblem problem;
    add_head(whole, registry, problem);
    for (const Json& entry : whole["records"]) add_record(policy, entry, registry, problem);
    if (const auto references = whole.find("references"); references != whole.end())
      for (const Json& entry : *references) add_reference(policy, entry, registry, problem);
    tell(0, problem);
    return registry;
  }
  std::size_t at = 0, begin = 0;
  std::string_view line;
  for (; next_line(text, at, line); begin = at) {
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
    JsonProblem problem;
    if (!json.is_object()) problem.message = "this line is no JSON object";
    else if (json.contains("record")) add_record(policy, json["record"], registry, problem);
    else if (json.contains("reference")) add_reference(policy, json["reference"], registry, problem);
    else if (json.contains("read_at")) add_head(json, registry, problem);
    else problem.message = "neither a `record` nor a `reference`";
    tell(begin, problem);
  }
  return registry;
}

}  // namespace shelflife
