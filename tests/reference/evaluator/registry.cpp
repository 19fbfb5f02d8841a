#include "tests/reference/evaluator/registry.hpp"

#include "tests/reference/evaluator/layout_walk.hpp"

namespace shelflife::reference {
namespace {

using Names = std::map<std::string, std::string>;

// A version is named by `version` and all that stands left of it: a record that says less names no version.
bool names_version(const Names& fields, const Policy& policy, const Walk& path) {
  if (!path.managed || !fields.contains("version")) return false;
  for (const Segment& segment : path.layout->segments) {
    if (segment.literal()) continue;
    const std::string& name = policy.fields[segment.field].name;
    const auto bound = path.bound.find(segment.field);
    const auto said = fields.find(name);
    if (bound == path.bound.end() || said == fields.end() || said->second != bound->second) return false;
    if (name == "version") return true;
  }
  return false;
}

std::string run_of(const Policy& policy, const Walk& path, const Object& object) {
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    if (policy.fields[id].name != "run_id") continue;
    if (path.bound.contains(id)) return path.bound.at(id);
    const auto tag = object.tags.find(policy.fields[id].external);
    if (policy.fields[id].source == FieldSource::tag && tag != object.tags.end()) return tag->second;
  }
  return "";
}

}  // namespace

RegistryFacts facts_of(const Registry& registry, const Policy& policy, StoreId store, const Object& object) {
  const Walk path = walk(policy, store, object.key);
  const std::string run = run_of(policy, path, object);
  RegistryFacts facts;
  std::map<Names, RegistryFacts::Events> versions, runs;
  for (const Record& record : registry.records) {
    const auto run_id = record.fields.find("run_id");
    const bool by_run = run_id != record.fields.end() && !run.empty() && run_id->second == run;
    const bool by_place = !record.location.empty() && object.key.starts_with(record.location);
    if (!by_run && !by_place && !names_version(record.fields, policy, path)) continue;
    facts.known = true;
    facts.promotions.insert(facts.promotions.end(), record.promotions.begin(), record.promotions.end());
    facts.retirements.insert(facts.retirements.end(), record.retirements.begin(), record.retirements.end());
    for (const auto& [name, value] : record.values)
      if (!facts.values.emplace(name, value).second && facts.values[name] != value) facts.disputed.insert(name);
    if (!record.fields.contains("version") && run_id == record.fields.end()) continue;
    RegistryFacts::Events& events = (record.fields.contains("version") ? versions : runs)[record.fields];
    events.promotions.insert(events.promotions.end(), record.promotions.begin(), record.promotions.end());
    events.retirements.insert(events.retirements.end(), record.retirements.begin(), record.retirements.end());
  }
  for (const auto& [fields, events] : versions.empty() ? runs : versions) facts.sharers.push_back(events);
  for (const Reference& reference : registry.references) {
    if (!reference.by_run.empty() && reference.by_run == run) continue;  // its own run does not count
    const auto run_named = reference.fields.find("run_id");
    const bool names_run = !reference.fields.contains("version") && run_named != reference.fields.end() && !run.empty() && run_named->second == run;
    const bool names_it = reference.key == object.key || names_run || names_version(reference.fields, policy, path);
    facts.referenced = facts.referenced || names_it;
  }
  return facts;
}

}  // namespace shelflife::reference
