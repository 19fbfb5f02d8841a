#include "cli/roots.hpp"

#include "cli/terminal.hpp"
#include "cli/words.hpp"

namespace shelflife::cli {

void Roots::add(const std::string& path) {
  if (path == "-") return take(path);
  if (is_folder(path)) return add_folder(path);
  // Without a configuration the file is taken as a root unseen: resolving it tells.
  if (config_.root.empty() || is_configured(path)) return take(path);
  const FileSet set = survey(session_, {path});
  if (set.members.empty()) return;
  const auto self = identity(path);
  take(!set.members.front().has_stores && self && reaches(config_.root, *self) ? config_.root : path);
}

void Roots::add_folder(const std::string& folder) {
  std::vector<std::string> found;
  for (const Member& member : survey(session_, expand(session_, {folder})).members)
    if (!member.imported && member.has_stores) found.push_back(member.path);
  if (found.empty() && !session_.misused) {
    complain("no file in `" + printable(folder) + "` declares a store", root_help);
    refused = true;
  }
  for (const std::string& path : found) take(path);
}

bool Roots::is_configured(const std::string& path) const {
  const auto self = identity(path);
  return self && self == identity(config_.root);
}

void Roots::take(const std::string& path) {
  const auto self = path == "-" ? std::nullopt : identity(path);
  for (const std::string& other : paths)
    if (other == path || (self && other != "-" && self == identity(other))) return;
  paths.push_back(path);
}

std::optional<std::string> one_root(Session& session, const Config& config, const std::string& path) {
  Roots roots(session, config);
  roots.add(path);
  if (session.misused || roots.refused) return std::nullopt;
  if (roots.paths.size() == 1) return roots.paths.front();
  complain("several roots: " + listed(roots.paths), "name one of them");
  return std::nullopt;
}

namespace {

// Nothing: `misuse` when it was told that there is no one root, else the findings tell.
std::optional<Program> load_one(Session& session, const Config& config, const std::string& path, bool& misuse) {
  misuse = true;
  const std::optional<std::string> root = one_root(session, config, path);
  if (!root) return std::nullopt;
  std::optional<Program> program = load_program(session, *root);
  if (!program) return std::nullopt;
  if (program->sound && program->policy.stores.empty()) {
    complain("`" + printable(*root) + "` declares no store", root_help);
    return std::nullopt;
  }
  misuse = false;
  return program->sound ? std::move(program) : std::nullopt;
}

}  // namespace

std::optional<LoweredRoot> load_lowered(Session& session, const Arguments& arguments, const std::string& path, int& status) {
  Arguments text = arguments;  // findings are told in words, whatever the answer's format is
  text.format = "text";
  const std::optional<Config> config = load_config(session, arguments);
  bool misuse = false;
  std::optional<Program> program;
  if (config) program = load_one(session, *config, !path.empty() ? path : config->root.empty() ? "." : config->root, misuse);
  if (!program) {
    status = report(session, text);
    if (misuse) status = exit_misuse;
    return std::nullopt;
  }
  session.diagnostics = {};  // what is only worth a warning is for `check`
  Diagnostics refused;
  Lowered lowered = lower(program->policy, refused, &session.sources);
  if (refused.has_errors()) {
    session.diagnostics.append(refused);
    status = report(session, text);
    return std::nullopt;
  }
  return LoweredRoot{std::move(program->policy), std::move(lowered)};
}

}  // namespace shelflife::cli
