#include "cli/check_run.hpp"

#include <algorithm>
#include <set>

#include "cli/program.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/packs/packs.hpp"
#include "compiler/require/require.hpp"
#include "grammar/parse.hpp"
#include "lint/run.hpp"

namespace shelflife::cli {

namespace {

void prove_and_lint(const Policy& policy, const std::vector<ast::File>& trees, Session& session, const Date& today) {
  Lowered lowered;
  if (!policy.stores.empty()) {
    lowered = lower(policy, session.diagnostics, &session.sources);
    check_requires(policy, lowered, &session.sources, session.diagnostics);
  }
  lint::run(policy, lowered, session.sources, trees, today, session.diagnostics);
}

// A root, or a file whose names a root would declare: resolving that alone would call every one of them unknown.
struct Task {
  std::string path;
  bool looked_into = true;  // else whether it is a root is seen when it is resolved
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

// What came of one task.
struct Result {
  std::optional<Program> program;
  std::vector<lint::CheckedFile> files;
};

// The policies that were read since `first`; packs are not the user's.
std::vector<lint::CheckedFile> read_since(const Session& session, FileId first, bool linted) {
  std::vector<lint::CheckedFile> out;
  for (FileId file = first; file < session.sources.size(); ++file)
    if (!is_pack(session.sources.source(file).path)) out.push_back({file, linted});
  return out;
}

Result run(Session& session, Task& task, const Date& today) {
  std::optional<Program> program;
  const auto first = static_cast<FileId>(session.sources.size());
  if (task.root || !task.looked_into) {
    Diagnostics before = std::exchange(session.diagnostics, {});
    std::vector<ast::File> trees;
    if (task.text) program = load_program(session, task.path, std::move(*task.text), &trees);
    else program = load_program(session, task.path, &trees);
    if (program && !task.looked_into && !declares(trees.front())) {  // no root after all
      session.diagnostics = {};
      check_syntax_of(session, program->root);
      program.reset();
    }
    before.append(session.diagnostics);
    session.diagnostics = std::move(before);
    if (program && program->sound) prove_and_lint(program->policy, trees, session, today);
  } else {
    const FileId file = task.text ? session.sources.add(task.path, std::move(*task.text)) : read_source(session, task.path);
    if (file != no_file) check_syntax_of(session, file);
  }
  const bool linted = program && program->sound;
  return {std::move(program), read_since(session, first, linted)};
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
        if (!root_taken) tasks.push_back({configured_root, true, true, {}});
        root_taken = true;
        continue;
      }
    }
    tasks.push_back({member.path, member.looked_into, member.declares, std::move(member.text)});
  }
  return tasks;
}

// One task's own session, so that tasks can run side by side.
struct Outcome {
  Session session;
  Result result;
};

// Puts the outcome behind what the session has; file numbers move up.
Result take(Session& session, Outcome& outcome) {
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
  if (std::optional<Program>& program = outcome.result.program; program) {
    program->root += base;
    for (Store& store : program->policy.stores) move_up(store.origin.span);
  }
  for (lint::CheckedFile& checked : outcome.result.files) checked.file += base;
  return std::move(outcome.result);
}

// All that later checks ask of a program.
void keep_stores(std::optional<Program>& program) {
  if (!program) return;
  Policy policy;
  policy.stores = std::move(program->policy.stores);
  program->policy = std::move(policy);
}

// Small files side by side; a large one is resolved by all processors anyway.
std::vector<Result> run_all(Session& session, std::vector<Task>& tasks, const Date& today, bool want_policies) {
  std::vector<Outcome> outcomes(tasks.size());
  for_files(tasks.size(), [&](std::size_t i) {
    if (!tasks[i].text) return;
    outcomes[i].session.overlay = session.overlay;
    outcomes[i].result = run(outcomes[i].session, tasks[i], today);
    outcomes[i].session.diagnostics.sort();
    if (!want_policies) keep_stores(outcomes[i].result.program);
  });
  std::vector<Result> results;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const bool done = outcomes[i].session.sources.size() != 0;
    results.push_back(done ? take(session, outcomes[i]) : run(session, tasks[i], today));
    outcomes[i] = {};
    if (!want_policies) keep_stores(results.back().program);
  }
  return results;
}

// One file and no configuration needs no survey: resolved at once, and read as a fragment when it declares nothing.
// That is the common run of an editor or a hook, and saves it one parse.
bool lone_root(Session& session, const std::string& path, const Date& today, Result& result) {
  Session attempt;
  attempt.overlay = session.overlay;
  std::vector<ast::File> trees;
  std::optional<Program> program = load_program(attempt, path, &trees);
  const auto declared = [](const Field& field) { return !field.builtin; };
  const bool declares = program && (!program->policy.stores.empty() || !program->policy.layouts.empty() ||
                                    std::ranges::any_of(program->policy.fields, declared));
  if (program && !declares && path != "-") return false;
  const bool linted = program && program->sound;
  if (linted) prove_and_lint(program->policy, trees, attempt, today);
  result = {std::move(program), read_since(attempt, 0, linted)};
  session = std::move(attempt);
  return true;
}

}  // namespace

lint::PathFrom paths_of(const Session& session) {
  return [&session](const std::string& folder, FileId file) {
    return file < session.sources.size() ? path_from(folder, session.sources.source(file).path) : std::string();
  };
}

CheckRun check_files(Session& session, const std::vector<std::string>& files, const Config& config, const Date& today, bool want_policies) {
  CheckRun out;
  out.checked = files.size();
  std::vector<Result> results(1);
  const bool alone = files.size() == 1 && config.root.empty() && !session.misused && session.sources.size() == 0;
  if (!alone || !lone_root(session, files.front(), today, results.front())) {
    FileSet set = survey(session, files, config.root.empty() ? Ask::imports : Ask::all);
    out.checked = set.members.size();
    std::vector<Task> tasks = tasks_of(set, config.root);
    results = run_all(session, tasks, today, want_policies);
    std::vector<Program> programs;
    for (Result& result : results) {
      if (!result.program) continue;
      programs.push_back({result.program->root, {}, result.program->sound});
      if (want_policies) programs.back().policy.stores = result.program->policy.stores;
      else programs.back().policy.stores = std::move(result.program->policy.stores);
    }
    refuse_shared_buckets(session, programs);
  }
  for (Result& result : results) {
    out.files.insert(out.files.end(), result.files.begin(), result.files.end());
    if (want_policies && result.program && result.program->sound)
      out.roots.insert_or_assign(session.sources.source(result.program->root).path, std::move(result.program->policy));
  }
  const lint::PathFrom path_from = paths_of(session);
  const lint::Judge judge(config.control, path_from);
  lint::apply(judge, session.diagnostics);
  lint::suppress(session.sources, out.files, today, judge, session.diagnostics);
  settle(session);
  return out;
}

}  // namespace shelflife::cli
