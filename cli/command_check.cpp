// check: what is wrong in policies, each file in the context of the root that it belongs to.
#include <algorithm>

#include "cli/check_run.hpp"
#include "cli/commands.hpp"
#include "cli/moment.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

bool refuse(std::string_view message, std::string_view help) {
  complain(message, help);
  return false;
}

// False when options do not go together, which is told.
bool agree(const Arguments& arguments, const Config& config) {
  const bool fixes = arguments.fix || arguments.fix_suggestions;
  if (arguments.update_baseline && config.baseline.value.empty()) return refuse("--update-baseline without a baseline", "name it: `--baseline FILE`");
  if (arguments.diff && !fixes) return refuse("--diff prints what fixes would change, and none are asked for", "write `--fix --diff`");
  if (arguments.diff && arguments.format != "text" && arguments.format != "concise")
    return refuse("--diff and --format " + arguments.format + " would both be printed to standard output", "run `check` again for the findings");
  if (arguments.diff && arguments.update_baseline) return refuse("--diff changes nothing, and --update-baseline writes what remains after fixes", "leave one out");
  if (fixes && std::ranges::find(arguments.paths, "-") != arguments.paths.end()) return refuse("standard input cannot be fixed", "name a file");
  return true;
}

}  // namespace

int command_check(const Arguments& arguments) {
  Session session;
  const std::optional<Instant> now = instant_asked(arguments);
  if (!now) return exit_misuse;
  const std::optional<Config> configured = load_config(session, arguments);
  if (!configured) return report(session, arguments);
  const std::optional<Config> config = with_command_line(*configured, arguments);
  if (!config || !agree(arguments, *config)) return exit_misuse;
  const std::vector<std::string> files = expand(session, arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths);
  if (files.empty() && !session.misused) {
    complain("there is no policy (*.shelf) in " + (arguments.paths.empty() ? "this folder" : "`" + printable(arguments.paths.front()) + "`"),
             "name a file or a folder: `shelflife check policy.shelf`");
    return exit_misuse;
  }
  const Date today = date_of(*now);
  const bool fixes = (arguments.fix || arguments.fix_suggestions) && !session.misused;
  const CheckRun run = fixes ? fix_files(session, files, *config, today, arguments) : check_files(session, files, *config, today, false);
  if (!config->baseline.value.empty()) use_baseline(session, run, *config, arguments);
  const bool silent = arguments.quiet || arguments.diff || arguments.format != "text" ||
                      std::ranges::any_of(session.diagnostics.all(), [](const Diagnostic& d) { return !d.suppressed; });
  const int status = report(session, arguments, *lint::fail_on_of(config->fail_on.value));
  if (silent) return status;
  const std::string said = std::to_string(run.checked) + (run.checked == 1 ? " file" : " files") + " checked, nothing found\n";
  return write_out(said) ? status : exit_misuse;
}

}  // namespace shelflife::cli
