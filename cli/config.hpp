// .shelflife.yaml: which root file a team's file belongs to.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"

namespace shelflife::cli {

struct Config {
  std::string root;  // path of the root file, joined to the configuration's folder; empty: none is named
};
// The file of --config, else the nearest one upwards from the working folder; none: an empty Config.
// Nothing when it is wrong, which is told.
std::optional<Config> load_config(Session& session, const Arguments& arguments);

}  // namespace shelflife::cli
