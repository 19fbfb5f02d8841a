// What MLflow knows, as records and references. MLflow keeps states, not events: where it does not say when something happened, or
// whether it ever did, the answer is the one that keeps (docs/registry.md says which).
#include "inventory/mlflow.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "inventory/mlflow_places.hpp"

namespace shelflife {

namespace {

constexpr std::string_view production = "Production", archived = "Archived", deleted = "deleted";
// MLflow keeps the row of a deleted version, with its source and run blacked out.
constexpr std::string_view deleted_version = "Deleted_Internal";

// Up to the next second: a clock that starts later ends later.
std::optional<Instant> instant_of(const std::optional<Milliseconds>& at) {
  if (!at) return std::nullopt;
  return *at / 1000 + (*at % 1000 > 0 ? 1 : 0);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

// Values by name. Two kinds may have one name (a parameter and a tag `owner`): then the name alone is disputed.
class Values {
 public:
  Values(const MlflowNames& names, RegistryRecord& record) : names_(names), record_(record) {}
  void set(const std::string& name, const std::string& text) {
    if (!names_.has(name)) return;  // a registry may have millions of runs
    const auto [at, fresh] = record_.values.emplace(name, text);
    if (!fresh && at->second != text) record_.disputed.insert(name);
  }
  void set(std::string_view kind, const MlflowValues& values) {
    for (const auto& [key, text] : values) {
      set(std::string(kind) + "." + key, text);
      if (!builtin(key)) set(key, text);
    }
  }
  static bool builtin(std::string_view name) {
    constexpr std::array<std::string_view, 8> all{"status", "lifecycle_stage", "experiment_id", "experiment", "current_stage", "registered_model", "run_name", "user_id"};
    return std::find(all.begin(), all.end(), name) != all.end();
  }

 private:
  const MlflowNames& names_;
  RegistryRecord& record_;
};

class Mapping {
 public:
  Mapping(const Policy& policy, const MlflowFacts& facts) : policy_(policy), facts_(facts), names_(policy), places_(policy, facts) {
    for (const MlflowRun& run : facts.runs) runs_.emplace(run.id, &run);
    for (const MlflowModelVersion& version : facts.versions) workspaces_[version.model].insert(version.workspace);
    // The language's own `status` has words of its own; a label has what its source has.
    const auto is_status = [](const Field& field, bool builtin) { return field.source == FieldSource::registry && field.external == "status" && field.builtin == builtin; };
    const auto any = [&](bool builtin) { return std::any_of(policy.fields.begin(), policy.fields.end(), [&](const Field& field) { return is_status(field, builtin); }); };
    as_written_ = any(false) && !any(true);
    for (const MlflowModel& model : facts.models) models_.emplace(std::pair(model.workspace, model.name), &model);
  }

  Registry made() {
    registry_.read_at = facts_.read_at;
    registry_.complete = facts_.complete;
    for (const MlflowRun& run : facts_.runs) add(run);
    for (const MlflowLoggedModel& model : facts_.logged_models) add(model);
    for (const MlflowModelVersion& version : facts_.versions)
      if (version.stage != deleted_version) add(version);
    for (const MlflowInput& input : facts_.inputs) add(input);
    return std::move(registry_);
  }

 private:
  void add(const MlflowRun& run) {
    RegistryRecord record;
    record.fields["run_id"] = run.id;
    values_of(run, record);
    record.places = places_.of(run.artifact_uri, run.id);
    // A place that is the whole store says nothing of a single run.
    std::erase_if(record.places, [](const RegistryPlace& place) { return place.path.empty(); });
    if (run.lifecycle_stage == deleted) {
      if (const std::optional<Instant> at = instant_of(run.deleted)) record.retirements.push_back(*at);
      else record.retired_now = true;
    }
    registry_.add(std::move(record));
  }

  void values_of(const MlflowRun& run, RegistryRecord& record) const {
    Values values(names_, record);
    if (!run.status.empty()) values.set("status", as_written_ ? run.status : lower(run.status));
    if (!run.lifecycle_stage.empty()) values.set("lifecycle_stage", run.lifecycle_stage);
    if (!run.name.empty()) values.set("run_name", run.name);
    if (!run.user.empty()) values.set("user_id", run.user);
    if (!run.experiment_id.empty()) values.set("experiment_id", run.experiment_id);
    if (const auto experiment = facts_.experiments.find(run.experiment_id); experiment != facts_.experiments.end()) values.set("experiment", experiment->second);
    values.set("tags", run.tags);
    values.set("params", run.params);
    values.set("metrics", run.metrics);
  }

  // Its files are those of the run that logged it, in another folder.
  void add(const MlflowLoggedModel& model) {
    RegistryRecord record;
    const auto run = runs_.find(model.source_run_id);
    if (run != runs_.end()) {
      record.fields["run_id"] = model.source_run_id;
      values_of(*run->second, record);
    } else {
      record.fields["model_id"] = model.id;
    }
    record.places = places_.of(model.artifact_location, model.id);
    std::erase_if(record.places, [](const RegistryPlace& place) { return place.path.empty(); });
    if (model.lifecycle_stage == deleted && run == runs_.end()) record.retired_now = true;
    registry_.add(std::move(record));
  }

  void add(const MlflowModelVersion& version) {
    RegistryRecord record;
    record.model = version.model;
    record.made_by_run = version.run_id;
    record.many_models = workspaces_.at(version.model).size() > 1;
    record.fields["version"] = version.version;
    const auto model = models_.find({version.workspace, version.model});
    // Tags may name the path fields that stand left of the version.
    for (const Layout& layout : policy_.layouts) {
      for (const Segment& segment : layout.segments) {
        if (segment.literal()) continue;
        const std::string& name = policy_.fields[segment.field].name;
        if (name == "version" || name == "run_id" || name == "model") continue;
        const auto own = version.tags.find(name);
        if (own != version.tags.end()) record.fields[name] = own->second;
        else if (model != models_.end() && model->second->tags.contains(name)) record.fields[name] = model->second->tags.at(name);
      }
    }
    if (const auto run = runs_.find(version.run_id); run != runs_.end()) values_of(*run->second, record);
    Values values(names_, record);
    values.set("registered_model", version.model);
    if (!version.stage.empty()) values.set("current_stage", version.stage);
    values.set("tags", version.tags);
    if (model != models_.end()) values.set("tags", model->second->tags);

    for (const std::string& uri : {version.storage_location, version.source})
      for (RegistryPlace& place : places_.of(uri, version.run_id)) record.places.push_back(std::move(place));
    RegistryReference reference;
    reference.places = record.places;
    reference.by_model = version.model;
    reference.by_version = version.version;
    if (const std::string run = MlflowPlaces::run_of(version.source); !run.empty() && record.places.empty()) reference.fields["run_id"] = run;
    registry_.add(std::move(reference));
    if (!version.aliases.empty()) {  // a model's alias is another record that names the version
      RegistryReference alias;
      alias.places = record.places;
      alias.fields = record.fields;
      alias.model = version.model;
      registry_.add(std::move(alias));
    }

    std::erase_if(record.places, [](const RegistryPlace& place) { return place.path.empty(); });
    const std::optional<Instant> updated = instant_of(version.updated);
    record.promoted_now = !version.aliases.empty() || (version.stage == production && !updated);
    if (version.stage == production && updated) record.promotions.push_back(*updated);
    if (version.stage == archived) record.perhaps_promoted = updated.value_or(std::numeric_limits<Instant>::max() / 4);
    record.retired_now = version.stage == archived && !updated;
    if (version.stage == archived && updated) record.retirements.push_back(*updated);
    registry_.add(std::move(record));
  }

  void add(const MlflowInput& input) {
    RegistryReference reference;
    reference.by_run = input.run_id;
    const auto uri = input.model_id.empty() ? input.place : "models:/" + input.model_id;
    reference.places = places_.of(uri, input.model_id.empty() ? std::string_view() : std::string_view(input.model_id));
    if (!reference.places.empty()) registry_.add(std::move(reference));
  }

  const Policy& policy_;
  const MlflowFacts& facts_;
  MlflowNames names_;
  MlflowPlaces places_;
  bool as_written_ = false;  // the status
  NameMap<const MlflowRun*> runs_;
  std::map<std::string, std::set<std::string>> workspaces_;
  std::map<std::pair<std::string, std::string>, const MlflowModel*> models_;
  Registry registry_;
};

}  // namespace

MlflowNames::MlflowNames(const Policy& policy) {
  for (const Field& field : policy.fields)
    if (field.source == FieldSource::registry) names_.insert(field.external);
  for (const Layout& layout : policy.layouts)  // tags that name path fields of a version
    for (const Segment& segment : layout.segments)
      if (!segment.literal()) names_.insert(policy.fields[segment.field].name);
}

bool MlflowNames::asks(std::string_view kind, std::string_view key) const {
  return names_.contains(key) || names_.contains(std::string(kind) + "." + std::string(key));
}

std::vector<std::string> MlflowNames::keys(std::string_view kind) const {
  const std::string prefix = std::string(kind) + ".";
  std::set<std::string> out(names_.begin(), names_.end());
  for (const std::string& name : names_)
    if (name.starts_with(prefix)) out.insert(name.substr(prefix.size()));
  return {out.begin(), out.end()};
}

Registry registry_of(const Policy& policy, const MlflowFacts& facts) { return Mapping(policy, facts).made(); }

std::string mlflow_dataset_place(std::string_view source) {
  const nlohmann::json json = nlohmann::json::parse(source.begin(), source.end(), nullptr, false);
  if (json.is_discarded()) return std::string(source);
  if (json.is_string()) return json.get<std::string>();
  for (const char* name : {"uri", "url", "path"})
    if (json.is_object() && json.contains(name) && json[name].is_string()) return json[name].get<std::string>();
  return {};
}

std::optional<std::string> mlflow_number(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 64> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(std::string(text.data(), end)) : std::nullopt;
}

}  // namespace shelflife
