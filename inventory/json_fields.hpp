// Members of JSON objects, read with a word on what is wrong.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "compiler/objects/instant.hpp"

namespace shelflife {

// What was wrong with the first member that could not be read; empty: nothing.
struct JsonProblem {
  std::string message;
};

std::string json_text(const nlohmann::json& object, const char* name, JsonProblem& problem);  // "" when it is not there
std::optional<Instant> json_instant(const nlohmann::json& object, const char* name, JsonProblem& problem);
bool json_bool(const nlohmann::json& object, const char* name, bool otherwise, JsonProblem& problem);

}  // namespace shelflife
