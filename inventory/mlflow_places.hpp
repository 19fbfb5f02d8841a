// Where the artifacts lie that MLflow names by a URI.
#pragma once

#include "inventory/mlflow.hpp"

namespace shelflife {

class MlflowPlaces {
 public:
  // Both must outlive it.
  MlflowPlaces(const Policy& policy, const MlflowFacts& facts);

  // Of an artifact URI; empty: it is in none of the policy's stores, or cannot be followed. `id`: of the run or model that it belongs
  // to, without which a path of an unknown root is not sure.
  std::vector<RegistryPlace> of(std::string_view uri, std::string_view id) const;
  // The run that "runs:/ID/path" names; empty: it is no such URI.
  static std::string run_of(std::string_view uri);

 private:
  std::vector<RegistryPlace> follow(std::string_view uri, std::string_view id, int depth) const;

  const Policy& policy_;
  std::unordered_map<std::string_view, std::string_view> runs_, logged_models_;  // their artifact URIs, by id
  NameMap<const MlflowModelVersion*> versions_;                                  // by "name/version", "name@alias"
};

}  // namespace shelflife
