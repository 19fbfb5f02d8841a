// A registry as CSV: a record or a reference a row.
#pragma once

#include "inventory/registry.hpp"

namespace shelflife {

Registry read_registry_csv(const Policy& policy, const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace shelflife
