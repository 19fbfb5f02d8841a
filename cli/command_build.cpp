// build: one program to what its clouds enforce and the plan for the rest.
#include <algorithm>
#include <map>

#include "cli/build_sql.hpp"
#include "cli/commands.hpp"
#include "cli/output_folder.hpp"
#include "cli/program.hpp"
#include "cli/roots.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/require/require.hpp"
#include "emitters/check_output.hpp"
#include "emitters/emit.hpp"

namespace shelflife::cli {

namespace {

const std::string frozen_line = "frozen: these documents delete nothing and the plan is empty; the table shows what the policy asks for\n";

// Several roots are never built together: they would share plan.json, and the second would remove the first's files.
// Where they share a bucket that is the worse news.
int refuse_several(Session& session, const Arguments& arguments, const std::vector<std::string>& roots) {
  std::vector<Program> programs;
  for (const std::string& root : roots)
    if (auto program = load_program(session, root)) programs.push_back(std::move(*program));
  refuse_shared_buckets(session, programs);
  if (const int status = report(session, arguments); status != exit_ok) return status;
  complain("several roots: " + listed(roots), "build each into a folder of its own");
  return exit_misuse;
}

// "wrote out/artifacts/{apply.sh,lifecycle.json} out/plan.json"
std::string wrote(const std::string& folder, const std::vector<OutputFile>& outputs) {
  std::map<std::string, std::vector<std::string>, std::greater<>> by_folder;  // the folder itself last
  for (const OutputFile& output : outputs) {
    const std::string parent = folder_of(output.path);
    by_folder[parent].push_back(output.path.substr(parent.empty() ? 0 : parent.size() + 1));
  }
  std::string out = "wrote";
  for (const auto& [parent, names] : by_folder) {
    std::string list;
    for (const std::string& name : names) list.append(list.empty() ? "" : ",").append(name);
    out += " " + printable(join(join(folder, parent), names.size() == 1 ? list : "{" + list + "}"));
  }
  return out + "\n";
}

void tell(Session& session, const std::vector<FolderProblem>& problems) {
  session.misused = true;
  for (const FolderProblem& problem : problems) session.fail(problem.code, problem.message);
}

int check_folder(Session& session, const Arguments& arguments, const std::vector<OutputFile>& outputs) {
  std::vector<FolderProblem> problems;
  const FolderState state = compare_folder(arguments.output, outputs, problems);
  if (!problems.empty()) {
    tell(session, problems);
    return report(session, arguments);
  }
  if (state.current()) return exit_ok;
  std::string out;
  for (const auto& [word, paths] : {std::pair("missing ", &state.missing), std::pair("stale   ", &state.stale), std::pair("extra   ", &state.extra)})
    for (const std::string& path : *paths) out += word + printable(join(arguments.output, path)) + "\n";
  if (!write_out(out)) return exit_misuse;
  session.fail(Code::output_stale, "`" + arguments.output + "` is not what the policy gives today");
  report(session, arguments);
  return exit_findings;
}

int write_outputs(Session& session, const Arguments& arguments, const std::vector<OutputFile>& outputs, std::string table) {
  std::vector<FolderProblem> problems;
  const FolderState before = write_folder(arguments.output, outputs, problems);
  if (!problems.empty()) {
    tell(session, problems);
    return report(session, arguments);
  }
  const int status = report(session, arguments);  // warnings, above the table
  if (arguments.quiet) return status;
  for (const std::string& path : before.extra) table += "removed " + printable(join(arguments.output, path)) + " (of an earlier build)\n";
  table += before.current() ? "nothing to write: `" + printable(arguments.output) + "` is up to date\n" : wrote(arguments.output, outputs);
  return write_out(table) ? status : exit_misuse;
}

int build(Session& session, const Arguments& arguments, const std::string& root, const std::optional<SqlOptions>& sql_options) {
  const std::optional<Program> program = load_program(session, root);
  if (!program) return report(session, arguments);
  if (program->sound && program->policy.stores.empty()) {
    report(session, arguments);
    complain("`" + printable(root) + "` declares no store", root_help);
    return exit_misuse;
  }
  if (!program->sound) return report(session, arguments);
  const Lowered lowered = lower(program->policy, session.diagnostics, &session.sources);
  check_requires(program->policy, lowered, &session.sources, session.diagnostics);
  if (session.diagnostics.has_errors()) return report(session, arguments);
  const EmitOptions options{arguments.freeze, arguments.targets};
  std::vector<OutputFile> outputs = emit(program->policy, lowered, session.sources, options);
  check_output(program->policy, lowered, outputs, options, session.sources, session.diagnostics);
  if (session.diagnostics.has_errors()) return report(session, arguments);
  if (sql_options && !add_sql(program->policy, *sql_options, outputs)) return exit_misuse;
  if (arguments.output == "-") {
    if (outputs.size() != 1) {
      std::vector<std::string> names;
      for (const OutputFile& output : outputs) names.push_back(output.path);
      complain("`-o -` prints one file, and there are " + std::to_string(names.size()) + ": " + listed(names),
               "choose one: `--target plan -o -`");
      return exit_misuse;
    }
    const int status = report(session, arguments);
    return write_out(outputs.front().content) ? status : exit_misuse;
  }
  if (arguments.check) return check_folder(session, arguments, outputs);
  const bool color = use_color(Stream::out, arguments.color);
  return write_outputs(session, arguments, outputs,
                       arguments.quiet ? std::string()
                                       : (arguments.freeze ? frozen_line : std::string()) + build_table(program->policy, lowered, session.sources, color));
}

}  // namespace

int command_build(const Arguments& arguments) {
  if (arguments.output.empty()) {
    complain("where to write is not said", "name a folder: `shelflife build policy.shelf -o out`");
    return exit_misuse;
  }
  if (arguments.output == "-" && arguments.check) {
    complain("`--check` compares a folder, and `-o -` is none", "name the folder that an earlier build wrote");
    return exit_misuse;
  }
  std::optional<SqlOptions> sql_options;
  if (!read_sql_options(arguments, sql_options)) return exit_misuse;
  Session session;
  const std::optional<Config> config = load_config(session, arguments);
  if (!config) return report(session, arguments);
  Roots roots(session, *config);
  if (arguments.paths.empty()) roots.add(config->root.empty() ? "." : config->root);
  for (const std::string& path : arguments.paths) roots.add(path);
  if (session.misused) return report(session, arguments);
  if (roots.refused) return exit_misuse;
  if (roots.paths.size() > 1) return refuse_several(session, arguments, roots.paths);
  return build(session, arguments, roots.paths.front(), sql_options);
}

}  // namespace shelflife::cli
