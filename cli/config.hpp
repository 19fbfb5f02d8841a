// .shelflife.yaml: which root file a team's file belongs to, and what `check` tells. docs/linter.md lists the keys,
// docs/schema/config-1.json is its schema.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"
#include "lint/control.hpp"

namespace shelflife::cli {

// A value and who said it: ".shelflife.yaml:3", "command line", "default".
struct Said {
  std::string value;
  std::string origin = "default";
};
struct Config {
  std::string root;  // path of the root file, joined to the configuration's folder; empty: none is named
  std::string root_origin = "default";
  lint::Control control;
  Said fail_on = {"error"};
  Said baseline;  // a path; empty: none
};
// The file of --config, else the nearest one upwards from the working folder, with all that it extends; none: an empty Config.
// Nothing when it is wrong, which is told.
std::optional<Config> load_config(Session& session, const Arguments& arguments);

// The configuration under the options of the command line. Nothing when one of them is misuse, which is told.
std::optional<Config> with_command_line(Config config, const Arguments& arguments);

}  // namespace shelflife::cli
