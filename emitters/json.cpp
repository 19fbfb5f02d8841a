#include "emitters/json.hpp"

#include <nlohmann/json.hpp>

namespace shelflife {

std::string to_file(const Json& json) { return json.dump(2) + "\n"; }

}  // namespace shelflife
