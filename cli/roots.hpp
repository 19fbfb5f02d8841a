// From the paths that a command was given to the root files they stand for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/config.hpp"
#include "cli/program.hpp"

namespace shelflife::cli {

inline constexpr std::string_view root_help =
    "a root declares stores; build it, or name it in `.shelflife.yaml`: `root: policy.shelf`";

// "`a.shelf`, `b.shelf`"
std::string listed(const std::vector<std::string>& names);

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

// Reads the one root that a path stands for. Nothing when there is none, several, or one with errors; all is told, in
// the session or on standard error (`misuse`: status 2).
struct LoadedRoot {
  std::optional<Program> program;
  bool misuse = false;
};
LoadedRoot load_root(Session& session, const Config& config, const std::string& path);

}  // namespace shelflife::cli
