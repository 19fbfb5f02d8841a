// check, once or with --watch. Files are looked at again several times a second: that needs no limit of the system raised, and sees
// changes on network and container file systems, too.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>

#include "cli/commands.hpp"
#include "cli/config.hpp"
#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

using Clock = std::chrono::steady_clock;

// What changes when a file is written or replaced.
struct State {
  FileIdentity self;
  std::int64_t size = 0, seconds = 0, nanoseconds = 0;
  friend bool operator==(const State&, const State&) = default;
};
using States = std::map<std::string, State>;

void look_at(States& states, const std::string& path) {
  struct stat found = {};
  if (::stat(path.c_str(), &found) != 0) return;
  states[path] = State{{found.st_dev, found.st_ino}, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

void look_into(States& states, const std::string& folder) {
  std::vector<std::string> unreadable;
  for (const std::string& path : find_policies(folder.empty() ? "." : folder, unreadable)) look_at(states, path);
}

// Imports stay in the folder of the root that imports, so its policies are all that a check of it can read.
States states_of(const Arguments& arguments) {
  States states;
  const std::vector<std::string> paths = arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths;
  for (const std::string& path : paths) look_into(states, is_folder(path) ? path : folder_of(path));
  for (const std::string& path : paths)
    if (!is_folder(path)) look_at(states, path);  // whatever it is named
  if (!arguments.config.empty()) {
    look_at(states, arguments.config);
  } else {
    std::error_code ignored;
    std::string folder;
    for (std::filesystem::path here = std::filesystem::current_path(ignored); !here.empty(); here = here.parent_path(), folder += "../") {
      look_at(states, folder + ".shelflife.yaml");
      if (here == here.root_path()) break;
    }
  }
  Session ignored;
  const std::optional<Config> config = load_config(ignored, arguments);
  if (config && !config->root.empty()) look_into(states, folder_of(config->root));
  return states;
}

std::vector<std::string> changed(const States& before, const States& after) {
  std::vector<std::string> out;
  for (const auto& [path, state] : after)
    if (const auto old = before.find(path); old == before.end() || !(old->second == state)) out.push_back(path);
  for (const auto& [path, state] : before)
    if (!after.contains(path)) out.push_back(path);
  return out;
}

// "---- a.shelf, b.shelf and 3 more changed ----"
std::string separator(const std::vector<std::string>& paths) {
  constexpr std::size_t shown = 3;
  std::string names;
  for (std::size_t i = 0; i < std::min(paths.size(), shown); ++i) names.append(i == 0 ? "" : ", ").append(printable(paths[i]));
  if (paths.size() > shown) names += " and " + std::to_string(paths.size() - shown) + " more";
  return "\n---- " + names + " changed ----\n";
}

// True: the user ended it, within that time.
bool ended_within(const sigset_t& ends, std::chrono::nanoseconds time) {
  const timespec limit{static_cast<time_t>(time.count() / 1'000'000'000), static_cast<long>(time.count() % 1'000'000'000)};
  return ::sigtimedwait(&ends, nullptr, &limit) > 0;
}

// Nothing: the user ended it.
std::optional<States> next_states(const Arguments& arguments, const States& before, const sigset_t& ends) {
  constexpr std::chrono::nanoseconds shortest = std::chrono::milliseconds(200);
  std::chrono::nanoseconds pause = shortest;
  for (;;) {
    if (ended_within(ends, pause)) return std::nullopt;
    const Clock::time_point begin = Clock::now();
    States now = states_of(arguments);
    if (!changed(before, now).empty()) return now;
    // At most a twentieth of the time goes into looking, however large the folder is.
    pause = std::max(shortest, std::chrono::nanoseconds(20 * (Clock::now() - begin)));
  }
}

int watch(const Arguments& arguments) {
  // Taken by ended_within() alone: a run that has begun ends first.
  sigset_t ends;
  ::sigemptyset(&ends);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&ends, signal);
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);
  States states = states_of(arguments);  // before the run: what changes during it is seen behind it
  int status = command_check(arguments);
  if (!arguments.quiet) write_error("watching; Ctrl-C ends it\n");
  while (std::optional<States> next = next_states(arguments, states, ends)) {
    if (!write_error(separator(changed(states, *next)))) break;
    states = std::move(*next);
    status = command_check(arguments);
  }
  return status;
}

}  // namespace

int command_check_or_watch(const Arguments& arguments) {
  if (!arguments.watch) return command_check(arguments);
  if (arguments.format != "text" && arguments.format != "concise") {
    complain("--watch prints findings for a person, not as `" + arguments.format + "`", "leave out --format, or say `--format concise`");
    return exit_misuse;
  }
  if (arguments.fix || arguments.fix_suggestions || arguments.update_baseline) {
    complain("--watch looks on, and would write files after each change", "leave out --fix, --fix-suggestions and --update-baseline");
    return exit_misuse;
  }
  if (std::ranges::find(arguments.paths, "-") != arguments.paths.end()) {
    complain("standard input cannot be watched", "name a file or a folder");
    return exit_misuse;
  }
  return watch(arguments);
}

}  // namespace shelflife::cli
