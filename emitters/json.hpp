// JSON as all emitters write it: members in the order they were added, two spaces, a final line break.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace shelflife {

using Json = nlohmann::ordered_json;

std::string to_file(const Json& json);

}  // namespace shelflife
