// A conformance case: a folder with a policy, a listing, a registry (or none), a time, and what must come of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "tests/reference/evaluator/registry.hpp"

namespace shelflife::conformance {

struct Case {
  std::string name;
  Policy policy;
  std::string plan;  // as emitted
  reference::Time now = 0, listing_began = 0, registry_read = 0;
  bool inventory_complete = true, has_registry = false, registry_complete = true;
  std::vector<reference::Object> objects;
  reference::Registry registry;
};

std::string read_text(const std::filesystem::path& path);  // "" when there is none
std::vector<std::filesystem::path> case_folders();

// Throws std::runtime_error for a case that cannot be read or a policy with errors.
Case read_case(const std::filesystem::path& folder);

// What an engine must decide, as the text of expected.json.
std::string decisions(const Case& c);

}  // namespace shelflife::conformance
