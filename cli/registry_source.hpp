// Where --registry reads from: a file, a folder of answers of MLflow's REST API, or MLflow's database.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"
#include "inventory/registry.hpp"

namespace shelflife::cli {

// Nothing where it cannot be read whole; what is wrong is told to the session.
std::optional<Registry> read_registry_source(Session& session, const std::string& source, const Policy& policy);

}  // namespace shelflife::cli
