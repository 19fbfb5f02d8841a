// diff: which objects change fate between two policies, or between a policy and what it was at a git revision.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/diff_report.hpp"
#include "cli/git.hpp"
#include "cli/program.hpp"
#include "cli/roots.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view example = "`shelflife diff old.shelf new.shelf`, or `shelflife diff policy.shelf --against main`";

// The program as it was. A root that did not exist then is an empty policy: all that it says is new.
std::optional<Program> program_at(Session& session, const std::string& path, const std::string& revision) {
  const std::string folder = folder_of(path);
  const std::string name = folder.empty() ? path : path.substr(folder.size() + (folder.ends_with("/") ? 0 : 1));
  std::string problem;
  const std::optional<Revision> then = Revision::find(folder, revision, problem);
  if (!then) {
    session.cannot_read(printable(revision), printable(problem));
    return std::nullopt;
  }
  bool absent = false;
  ReadResult text = then->read(name, absent);
  if (!text.text && !absent) {
    session.cannot_read(printable(revision) + ":./" + path, text.problem);
    return std::nullopt;
  }
  const FileId root = session.sources.add(revision + ":./" + path, text.text.value_or(""));
  return resolve_program(session, root, [&](const std::string& wanted) {
    bool gone = false;
    return then->read(wanted, gone);
  });
}

bool fails(const PolicyDiff& diff, const std::vector<std::string>& kinds) {
  return std::any_of(diff.changes.begin(), diff.changes.end(), [&](const Change& c) {
    return std::any_of(kinds.begin(), kinds.end(), [&](const std::string& kind) {
      return kind == "any" || kind == name_of(c.kind) || c.kind == ChangeKind::undecided;
    });
  });
}

// Nothing where a row cannot be read or counted: a total that is short of some rows would be wrong.
std::optional<ListingReport> count(Session& session, const std::string& path, const PolicyDiff& diff, const Policy& before, const Policy& after) {
  const FileId file = read_source(session, path);
  if (file == no_file) return std::nullopt;
  ChangeCounter counter(diff, before, after);
  Diagnostics problems;
  const ListingHead head = read_listing(session.sources, file, [&](Row&& row) { counter.add(row); }, problems);
  const bool bad = problems.has_errors();
  session.diagnostics.append(problems);
  if (bad) return std::nullopt;
  if (counter.counts().unnamed > 0) {
    session.misused = true;
    complain(std::to_string(counter.counts().unnamed) + " rows of `" + printable(path) + "` do not say which of several stores they are in",
             "give each row its `bucket` (Azure: `ACCOUNT/CONTAINER`)");
    return std::nullopt;
  }
  return ListingReport{counter.counts(), head.complete};
}

int refuse(std::string_view message) {
  complain(message, example);
  return exit_misuse;
}

}  // namespace

int command_diff(const Arguments& arguments) {
  const bool against = !arguments.against.empty();
  if (arguments.paths.size() != (against ? 1U : 2U)) {
    return refuse(against ? "--against compares one policy with what it was, and there is not one path" : "two policies are compared, and there are not two paths");
  }
  if (against && arguments.paths.front() == "-") return refuse("standard input was nothing at a revision");
  const auto from_standard_input = std::count(arguments.paths.begin(), arguments.paths.end(), "-") + (arguments.inventory == "-" ? 1 : 0);
  if (from_standard_input > 1) return refuse("standard input can be read only once");
  Session session;
  const std::optional<Config> config = load_config(session, arguments);
  if (!config) return report(session, arguments);
  std::vector<std::string> roots;
  for (const std::string& path : arguments.paths) {
    const std::optional<std::string> root = one_root(session, *config, path);
    if (!root) return session.misused ? report(session, arguments) : exit_misuse;
    roots.push_back(*root);
  }
  const std::optional<Program> before = against ? program_at(session, roots.front(), arguments.against) : load_program(session, roots.front());
  const std::optional<Program> after = load_program(session, roots.back());
  Arguments plain = arguments;  // findings are for people whatever the changes are printed as
  plain.format = "text";
  if (session.misused || !before || !after || !before->sound || !after->sound) return report(session, plain);
  const PolicyDiff found = diff(before->policy, after->policy);
  std::optional<ListingReport> counts;
  if (!arguments.inventory.empty()) {
    session.diagnostics = {};  // what is only worth a warning is for `check`
    counts = count(session, arguments.inventory, found, before->policy, after->policy);
    if (!counts) {
      report(session, plain);
      return exit_misuse;
    }
  }
  const ListingReport* const listing = counts ? &*counts : nullptr;
  std::string text;
  if (arguments.format == "json") text = diff_json(found, listing, session.sources);
  else if (arguments.format == "markdown") text = diff_markdown(found, listing, session.sources);
  else text = diff_text(found, listing, session.sources, use_color(Stream::out, arguments.color));
  if (!write_out(text)) return exit_misuse;
  return fails(found, arguments.fail_on) ? exit_findings : exit_ok;
}

}  // namespace shelflife::cli
