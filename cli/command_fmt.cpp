// fmt: the one canonical style.
#include "cli/commands.hpp"
#include "cli/program.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "cli/unified_diff.hpp"
#include "grammar/format.hpp"

namespace shelflife::cli {

namespace {

struct Formatter {
  const Arguments& arguments;
  Session& session;
  std::string out;          // for standard output
  std::size_t changed = 0;

  void file(const std::string& path) {
    const FileId file = read_source(session, path);
    if (file == no_file) return;
    const std::optional<std::string> formatted = format(session.sources, file, session.diagnostics);
    if (!formatted) return;
    const Source& source = session.sources.source(file);
    const bool same = *formatted == source.text;
    const bool only_look = arguments.check || arguments.diff;
    if (!only_look && path == "-") out += *formatted;
    if (same) return;
    ++changed;
    if (arguments.diff) out += unified_diff(source.path, source.text, *formatted);
    else if (only_look || (path != "-" && write(path, *formatted))) told(source.path);
  }

  bool write(const std::string& path, const std::string& text) {
    const std::string problem = replace_file(path, text);
    if (problem.empty()) return true;
    session.misused = true;
    session.fail(Code::cannot_write_output, problem);
    return false;
  }

  void told(const std::string& path) {
    if (!arguments.quiet || arguments.check) out += (arguments.check ? "would change " : "changed ") + printable(path) + "\n";
  }
};

}  // namespace

int command_fmt(const Arguments& arguments) {
  Session session;
  const std::vector<std::string> files = expand(session, arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths);
  Formatter formatter{arguments, session, {}, 0};
  for (const std::string& path : files) formatter.file(path);
  if (!formatter.out.empty() && !write_out(formatter.out)) session.misused = true;
  const int status = report(session, arguments);
  return status == exit_ok && arguments.check && formatter.changed != 0 ? exit_findings : status;
}

}  // namespace shelflife::cli
