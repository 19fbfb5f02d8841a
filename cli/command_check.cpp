// check: what is wrong in policies, each file in the context of the root that it belongs to.
#include <algorithm>
#include <set>

#include "cli/commands.hpp"
#include "cli/moment.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/objects/instant.hpp"
#include "compiler/require/require.hpp"
#include "grammar/parse.hpp"
#include "lint/run.hpp"

namespace shelflife::cli {

namespace {

// `first`: the first file of the program in the session.
void prove_and_lint(const Policy& policy, Session& session, FileId first, const Date& today) {
  Lowered lowered;
  if (!policy.stores.empty()) {
    lowered = lower(policy, session.diagnostics, &session.sources);
    check_requires(policy, lowered, &session.sources, session.diagnostics);
  }
  lint::run(policy, lowered, session.sources, first, static_cast<FileId>(session.sources.size()), today, session.diagnostics);
}

// A root, or a file whose names a root would declare: resolving that alone would call every one of them unknown.
struct Task {
  std::string path;
  bool root = false;
  std::optional<std::string> text;  // of a small file, which is read already
};

void check_syntax_of(Session& session, FileId file) {
  Diagnostics found;
  parse_declarations(session.sources, file, found);
  session.diagnostics.append(found);
  if (found.has_errors()) return;  // what it declares may be in what did not parse
  session.diagnostics.add(Code::file_without_root, Span{file, 0, 0},
                          "no layout, label or store is declared here: only the syntax was checked");
}

// Nothing where there is no program.
std::optional<Program> run(Session& session, Task& task, const Date& today) {
  std::optional<Program> program;
  const auto first = static_cast<FileId>(session.sources.size());
  if (task.root) {
    if (task.text) program = load_program(session, task.path, std::move(*task.text));
    else program = load_program(session, task.path);
    if (program && program->sound) prove_and_lint(program->policy, session, first, today);
  } else {
    const FileId file = task.text ? session.sources.add(task.path, std::move(*task.text)) : read_source(session, task.path);
    if (file != no_file) check_syntax_of(session, file);
  }
  return program;
}

// What is checked, in the order of the members.
std::vector<Task> tasks_of(FileSet& set, const std::string& configured_root) {
  std::vector<Task> tasks;
  bool root_taken = false;
  std::optional<std::set<FileIdentity>> reached;  // from the configured root
  for (Member& member : set.members) {
    if (member.imported) continue;
    if (!member.has_stores && !configured_root.empty()) {
      if (!reached) reached = reached_from(configured_root);
      const auto self = identity(member.path);
      if (self && reached->contains(*self)) {
        if (!root_taken) tasks.push_back({configured_root, true, {}});
        root_taken = true;
        continue;
      }
    }
    tasks.push_back({member.path, member.declares, std::move(member.text)});
  }
  return tasks;
}

// One task's own session, so that tasks can run side by side.
struct Outcome {
  Session session;
  std::optional<Program> program;
};

// Puts the outcome behind what the session has; file numbers move up.
std::optional<Program> take(Session& session, Outcome& outcome) {
  const auto base = static_cast<FileId>(session.sources.size());
  const auto move_up = [&](Span& span) {
    if (span.file != no_file) span.file += base;
  };
  for (FileId file = 0; file < outcome.session.sources.size(); ++file) {
    const Source& source = outcome.session.sources.source(file);
    session.sources.add(source.path, source.text);
  }
  for (Diagnostic& diagnostic : outcome.session.diagnostics.all()) {
    Diagnostic& added = session.diagnostics.add(std::move(diagnostic));
    move_up(added.span);
    for (Related& related : added.related) move_up(related.span);
    for (Fix& fix : added.fixes) {
      for (Edit& edit : fix.edits) move_up(edit.span);
    }
  }
  session.misused |= outcome.session.misused;
  if (outcome.program) {
    outcome.program->root += base;
    for (Store& store : outcome.program->policy.stores) move_up(store.origin.span);
  }
  return std::move(outcome.program);
}

// All that later checks ask of a program.
Program stores_of(Program program) {
  Program result{program.root, {}, program.sound};
  result.policy.stores = std::move(program.policy.stores);
  return result;
}

// Small files side by side; a large one is resolved by all processors anyway.
std::vector<Program> run_all(Session& session, std::vector<Task>& tasks, const Date& today) {
  std::vector<Outcome> outcomes(tasks.size());
  for_files(tasks.size(), [&](std::size_t i) {
    if (!tasks[i].text) return;
    outcomes[i].program = run(outcomes[i].session, tasks[i], today);
    if (outcomes[i].program) outcomes[i].program = stores_of(std::move(*outcomes[i].program));
  });
  std::vector<Program> programs;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const bool done = outcomes[i].session.sources.size() != 0;
    std::optional<Program> program = done ? take(session, outcomes[i]) : run(session, tasks[i], today);
    outcomes[i] = {};
    if (program) programs.push_back(stores_of(std::move(*program)));
  }
  return programs;
}

// One file and no configuration needs no survey: resolved at once, and read as a fragment when it declares nothing.
// That is the common run of an editor or a hook, and saves it one parse.
bool lone_root(Session& session, const std::string& path, const Date& today) {
  Session attempt;
  std::optional<Program> program = load_program(attempt, path);
  const auto declared = [](const Field& field) { return !field.builtin; };
  const bool declares = program && (!program->policy.stores.empty() || !program->policy.layouts.empty() ||
                                    std::ranges::any_of(program->policy.fields, declared));
  if (program && !declares && path != "-") return false;
  if (program && program->sound) prove_and_lint(program->policy, attempt, 0, today);
  session = std::move(attempt);
  return true;
}

}  // namespace

int command_check(const Arguments& arguments) {
  Session session;
  const std::optional<Instant> now = instant_asked(arguments);
  if (!now) return exit_misuse;
  const Date today = date_of(*now);
  const std::optional<Config> config = load_config(session, arguments);
  if (!config) return report(session, arguments);
  const std::vector<std::string> files = expand(session, arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths);
  if (files.empty() && !session.misused) {
    complain("there is no policy (*.shelf) in " + (arguments.paths.empty() ? "this folder" : "`" + printable(arguments.paths.front()) + "`"),
             "name a file or a folder: `shelflife check policy.shelf`");
    return exit_misuse;
  }
  std::size_t checked = files.size();
  const bool alone = files.size() == 1 && config->root.empty() && !session.misused && session.sources.size() == 0;
  if (!alone || !lone_root(session, files.front(), today)) {
    FileSet set = survey(session, files);
    checked = set.members.size();
    std::vector<Task> tasks = tasks_of(set, config->root);
    refuse_shared_buckets(session, run_all(session, tasks, today));
  }
  const bool silent = arguments.quiet || arguments.format != "text" || !session.diagnostics.all().empty();
  const int status = report(session, arguments);
  if (silent) return status;
  const std::string said = std::to_string(checked) + (checked == 1 ? " file" : " files") + " checked, nothing found\n";
  return write_out(said) ? status : exit_misuse;
}

}  // namespace shelflife::cli
