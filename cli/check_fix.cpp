// --fix: the files as the linter takes them, and their new texts to the disk.
#include <algorithm>

#include "cli/check_run.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "cli/unified_diff.hpp"
#include "compiler/packs/packs.hpp"
#include "lint/fixes.hpp"

namespace shelflife::cli {

namespace {

// Looks at the files with some texts changed, and remembers what they were.
class Looker {
 public:
  Looker(const std::vector<std::string>& files, const Config& config, const Date& today) : files_(files), config_(config), today_(today) {}

  std::unique_ptr<lint::Seen> operator()(const lint::Texts& texts) {
    Overlay overlay;
    for (const auto& [name, text] : texts) overlay[identities_.at(name)] = text;
    Session session;
    session.overlay = &overlay;
    CheckRun run = check_files(session, files_, config_, today_, true);
    auto seen = std::make_unique<lint::Seen>();
    for (FileId file = 0; file < session.sources.size(); ++file) seen->names.push_back(session.misused ? std::string() : name(session.sources.source(file), texts.empty()));
    misused = misused || session.misused;
    checked = run.checked;
    seen->sources = std::move(session.sources);
    seen->findings = std::move(session.diagnostics);
    seen->roots = std::move(run.roots);
    seen->files = std::move(run.files);
    return seen;
  }

  bool misused = false;
  std::size_t checked = 0;
  std::map<std::string, std::string> before;  // texts by name, as they were on the disk

 private:
  // The first path that a file was read by. What is no file (a pack) has no name.
  std::string name(const Source& source, bool first) {
    const std::optional<FileIdentity> self = is_pack(source.path) ? std::nullopt : identity(source.path);
    if (!self) return {};
    const auto [at, fresh] = names_.emplace(*self, source.path);
    if (fresh) identities_.emplace(source.path, *self);
    if (fresh && first) before.emplace(source.path, source.text);
    return before.contains(at->second) ? at->second : std::string();
  }

  const std::vector<std::string>& files_;
  const Config& config_;
  Date today_;
  std::map<FileIdentity, std::string> names_;
  std::map<std::string, FileIdentity> identities_;
};

void tell(const lint::Fixed& fixed, bool only_shown) {
  std::string out;
  for (const lint::FixNote& note : fixed.applied) out += (only_shown ? "would fix " : "fixed ") + note.place + ": " + note.id + ": " + printable(note.title) + "\n";
  if (!fixed.settled) out += "fixes are left: run `check` with the same options again\n";
  write_error(out);
}

}  // namespace

CheckRun fix_files(Session& session, const std::vector<std::string>& files, const Config& config, const Date& today, const Arguments& arguments) {
  Looker looker(files, config, today);
  lint::Fixed fixed = lint::fix([&](const lint::Texts& texts) { return looker(texts); }, arguments.fix_suggestions);
  std::string problem, shown;
  std::vector<NewText> changed;
  for (const auto& [name, text] : fixed.texts) {
    const std::string& before = looker.before.at(name);
    if (text == before) continue;
    changed.push_back({name, before, text});
    if (arguments.diff) shown += unified_diff(name, before, text);
  }
  if (arguments.diff) looker.misused |= !write_out(shown);
  else problem = replace_texts(changed);
  session = Session{std::move(fixed.remains->sources), std::move(fixed.remains->findings), looker.misused, nullptr};
  if (!problem.empty()) {
    session.misused = true;
    session.fail(Code::cannot_write_output, problem);
  } else if (!arguments.quiet) {
    tell(fixed, arguments.diff);
  }
  return {looker.checked, std::move(fixed.remains->files), {}};
}

}  // namespace shelflife::cli
