// check: what is wrong in policies, each file in the context of the root that it belongs to.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "compiler/findings.hpp"
#include "compiler/lowering.hpp"
#include "compiler/require.hpp"
#include "grammar/parse.hpp"

namespace shelflife::cli {

namespace {

void prove(const Policy& policy, Session& session) {
  const Lowered lowered = lower(policy, session.diagnostics, &session.sources);
  check_requires(policy, lowered, &session.sources, session.diagnostics);
  check_findings(policy, lowered, &session.sources, session.diagnostics);
}

struct Check {
  Session& session;
  std::string configured_root;
  std::vector<Program> programs;
  std::vector<FileIdentity> roots;  // of programs that were loaded because the configuration names them

  void root(const std::string& path) {
    std::optional<Program> program = load_program(session, path);
    if (!program) return;
    if (program->sound && !program->policy.stores.empty()) prove(program->policy, session);
    programs.push_back(std::move(*program));
  }

  // A file whose names a root would declare: resolving it alone would call every one of them unknown.
  void fragment(const std::string& path) {
    const FileId file = read_source(session, path);
    if (file == no_file) return;
    const std::size_t errors = session.diagnostics.errors();
    parse(session.sources, file, session.diagnostics);
    if (session.diagnostics.errors() != errors) return;  // what it declares may be in what did not parse
    session.diagnostics.add(Code::file_without_root, Span{file, 0, 0},
                            "no layout, label or store is declared here: only the syntax was checked");
  }

  void member(const Member& member) {
    if (member.imported) return;
    if (!member.has_stores && !configured_root.empty()) {
      const auto self = identity(member.path);
      const auto root_file = identity(configured_root);
      if (self && root_file && reaches(configured_root, *self)) {
        if (std::find(roots.begin(), roots.end(), *root_file) != roots.end()) return;
        roots.push_back(*root_file);
        return root(configured_root);
      }
    }
    if (member.declares) root(member.path);
    else fragment(member.path);
  }
};

// One file and no configuration needs no survey: resolved at once, and read as a fragment when it declares nothing.
// That is the common run of an editor or a hook, and saves it one parse.
bool lone_root(Session& session, const std::string& path) {
  Session attempt;
  std::optional<Program> program = load_program(attempt, path);
  const auto declared = [](const Field& field) { return !field.builtin; };
  const bool declares = program && (!program->policy.stores.empty() || !program->policy.layouts.empty() ||
                                    std::ranges::any_of(program->policy.fields, declared));
  if (program && !declares && path != "-") return false;
  if (program && program->sound && !program->policy.stores.empty()) prove(program->policy, attempt);
  session = std::move(attempt);
  return true;
}

}  // namespace

int command_check(const Arguments& arguments) {
  Session session;
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
  if (!alone || !lone_root(session, files.front())) {
    Check check{session, config->root, {}, {}};
    const FileSet set = survey(session, files);
    checked = set.members.size();
    for (const Member& member : set.members) check.member(member);
    refuse_shared_buckets(session, check.programs);
  }
  const bool silent = arguments.quiet || arguments.format != "text" || !session.diagnostics.all().empty();
  const int status = report(session, arguments);
  if (silent) return status;
  const std::string said = std::to_string(checked) + (checked == 1 ? " file" : " files") + " checked, nothing found\n";
  return write_out(said) ? status : exit_misuse;
}

}  // namespace shelflife::cli
