// What MLflow knows, whichever way it was read: from its database or from answers of its REST API. One mapping makes a registry of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/registry.hpp"

namespace shelflife {

using Milliseconds = std::int64_t;  // since 1970, as MLflow writes times
using MlflowValues = std::map<std::string, std::string>;

struct MlflowRun {
  std::string id, status, lifecycle_stage, artifact_uri, experiment_id, name, user;
  std::optional<Milliseconds> deleted;  // when, where MLflow says it
  MlflowValues tags, params, metrics;
};
struct MlflowModelVersion {
  std::string workspace, model, version, stage, source, storage_location, run_id, status;
  std::optional<Milliseconds> updated;  // the last change of anything: a transition of its stage was not later
  MlflowValues tags;
  std::vector<std::string> aliases;
};
struct MlflowModel {  // a registered model
  std::string workspace, name;
  MlflowValues tags;
};
struct MlflowLoggedModel {  // MLflow 3
  std::string id, artifact_location, source_run_id, lifecycle_stage;
};
// Something that a run reads: a data set's place, or a logged model.
struct MlflowInput {
  std::string run_id, place, model_id;
};
struct MlflowFacts {
  std::vector<MlflowRun> runs;
  std::vector<MlflowModelVersion> versions;
  std::vector<MlflowModel> models;
  std::vector<MlflowLoggedModel> logged_models;
  std::vector<MlflowInput> inputs;
  std::map<std::string, std::string> experiments;  // names by id
  std::optional<Instant> read_at;
  bool complete = true;
};

// The labels and the status that a policy reads from the registry: no other value has to be kept.
class MlflowNames {
 public:
  explicit MlflowNames(const Policy& policy);
  bool asks(std::string_view kind, std::string_view key) const;  // kind: "tags", "params", "metrics"
  bool has(std::string_view name) const { return names_.contains(name); }
  std::vector<std::string> keys(std::string_view kind) const;   // all that could be asked for, sorted

 private:
  std::set<std::string, std::less<>> names_;
};

Registry registry_of(const Policy& policy, const MlflowFacts& facts);

// The place of a data set: `source` is what MLflow stores of it, JSON with `uri`, `url` or `path`, or a text. Empty: it has none.
std::string mlflow_dataset_place(std::string_view source);
// A metric's value as a text, the same however it was read. Nothing for what is no number.
std::optional<std::string> mlflow_number(double value);

}  // namespace shelflife
