// An export of MLflow's registry: answers of its REST API, one after the other.
#pragma once

#include "inventory/mlflow.hpp"

namespace shelflife {

bool is_mlflow_export(std::string_view text);
// `files`: read as if they were one, in this order.
Registry read_mlflow_export(const Policy& policy, const SourceManager& sources, const std::vector<FileId>& files, Diagnostics& diagnostics);

}  // namespace shelflife
