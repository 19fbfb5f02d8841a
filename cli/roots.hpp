// From the paths that a command was given to the root files they stand for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config.hpp"
#include "cli/program.hpp"
#include "compiler/lowering/lowering.hpp"

namespace shelflife::cli {

inline constexpr std::string_view root_help =
    "a root declares stores; build it, or name it in `.shelflife.yaml`: `root: policy.shelf`";

// The root files that the paths stand for, each once.
class Roots {
 public:
  Roots(Session& session, const Config& config) : session_(session), config_(config) {}

  // A root, a file that the configured root imports, a folder with roots in it, or `-`.
  void add(const std::string& path);

  std::vector<std::string> paths;
  bool refused = false;  // told already

 private:
  void add_folder(const std::string& folder);
  bool is_configured(const std::string& path) const;
  void take(const std::string& path);

  Session& session_;
  const Config& config_;
};

// The one root that a path stands for. Nothing when there is none or several, which is told (on standard error, or in the
// session where something cannot be read).
std::optional<std::string> one_root(Session& session, const Config& config, const std::string& path);

// A root that was read, resolved and lowered without an error.
struct LoweredRoot {
  Policy policy;
  Lowered lowered;
};
// Reads and lowers the one root that a path stands for; an empty path: the configured root, else the folder `.`. Nothing when
// there is none, several, or one with errors: all is told, and `status` is how the run ends.
std::optional<LoweredRoot> load_lowered(Session& session, const Arguments& arguments, const std::string& path, int& status);

}  // namespace shelflife::cli
