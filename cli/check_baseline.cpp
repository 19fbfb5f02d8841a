// --baseline: the file of known findings. Its paths, and the fingerprints, are seen from its own folder, so that they are the same
// wherever the command is run.
#include <unistd.h>

#include <algorithm>
#include <set>

#include "cli/check_run.hpp"
#include "cli/replace_files.hpp"
#include "cli/terminal.hpp"
#include "lint/baseline.hpp"
#include "lint/catalogue.hpp"
#include "lint/fingerprint.hpp"

namespace shelflife::cli {

namespace {

// The sources under the names that the baseline gives them; only the texts that findings point into.
std::vector<std::string> fingerprints_from(const std::string& folder, const Session& session) {
  std::vector<bool> needed(session.sources.size());
  for (const Diagnostic& d : session.diagnostics.all())
    if (d.span.file < needed.size()) needed[d.span.file] = true;
  SourceManager named;
  for (FileId file = 0; file < session.sources.size(); ++file) {
    const Source& source = session.sources.source(file);
    if (needed[file]) named.add(path_from(folder, source.path), source.text);
    else named.add({}, {});
  }
  return lint::fingerprints(session.diagnostics.all(), named);
}

std::string counted(std::size_t count, std::string_view noun) { return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "y" : "ies"); }

class BaselineRun {
 public:
  BaselineRun(Session& session, const CheckRun& run, const Config& config, const Arguments& arguments)
      : session_(session), run_(run), config_(config), arguments_(arguments), path_(config.baseline.value), folder_(folder_of(path_)) {}

  void run() {
    lint::Baseline baseline;
    if (::access(path_.c_str(), F_OK) == 0 || !arguments_.update_baseline) {
      file_ = read_source(session_, path_);
      if (file_ == no_file) return;
      std::string problem;
      std::optional<lint::Baseline> read = lint::read_baseline(session_.sources.source(file_).text, problem);
      if (!read) {
        session_.misused = true;
        session_.diagnostics.add(Code::file_bad_baseline, Span{file_, 0, 0}, problem);
        return;
      }
      baseline = std::move(*read);
    }
    const std::vector<std::string> prints = fingerprints_from(folder_, session_);
    const lint::PathFrom path_from = paths_of(session_);
    const lint::Judge judge(config_.control, path_from);
    std::map<std::string, lint::CheckedFile> files;
    for (const lint::CheckedFile& checked : run_.files) {
      lint::CheckedFile& file = files.try_emplace(path_from(folder_, checked.file), checked).first->second;
      file.linted = file.linted && checked.linted;
    }
    const auto looked = [&](const lint::BaselineEntry& entry) {
      const DiagnosticInfo* const about = lint::find(entry.code);
      if (about == nullptr || !lint::is_lint(*about)) return true;  // there is no such finding any more
      const auto at = files.find(entry.path);
      if (at == files.end()) return !identity(join(folder_, entry.path));
      return at->second.linted && judge(*about, at->second.file).severity.has_value();
    };
    const lint::BaselineUse use = lint::compare(baseline, session_.diagnostics.all(), prints, looked, [&](FileId file) { return path_from(folder_, file); });
    if (arguments_.update_baseline) update(baseline, use);
    lint::suppress(baseline, prints, session_.diagnostics.all());
    if (!arguments_.update_baseline) tell_stale(use.stale, judge);
  }

 private:
  // What is found, and what this run did not look for.
  void update(lint::Baseline& baseline, const lint::BaselineUse& use) {
    std::set<std::string_view> old;
    for (const lint::BaselineEntry& entry : baseline) old.insert(entry.fingerprint);
    const auto added = static_cast<std::size_t>(std::ranges::count_if(use.found, [&](const auto& entry) { return !old.contains(entry.fingerprint); }));
    lint::Baseline fresh = use.found;
    fresh.insert(fresh.end(), use.unseen.begin(), use.unseen.end());
    const std::string text = lint::to_text(fresh);
    std::string problem;
    if (file_ == no_file) problem = put_file(path_, text);
    else if (text != session_.sources.source(file_).text) problem = replace_texts({{path_, session_.sources.source(file_).text, text}});
    if (!problem.empty()) {
      session_.misused = true;
      session_.fail(Code::cannot_write_output, problem);
      return;
    }
    if (!arguments_.quiet) {
      write_error("baseline `" + printable(path_) + "`: " + counted(fresh.size(), "entr") + ", " + std::to_string(added) + " added, " +
                  std::to_string(use.stale.size()) + " dropped\n");
    }
    baseline = std::move(fresh);
  }

  void tell_stale(const lint::Baseline& stale, const lint::Judge& judge) {
    const std::string_view text = session_.sources.source(file_).text;
    for (const lint::BaselineEntry& entry : stale) {
      const std::size_t at = text.find("\"" + entry.fingerprint + "\"");
      const auto begin = static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : at + 1);
      const Span span{file_, begin, begin + static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : entry.fingerprint.size())};
      const std::optional<Severity> severity = judge(info(Code::baseline_stale), file_).severity;
      if (!severity) continue;
      session_.diagnostics.add(Code::baseline_stale, span, printable(entry.code) + " in " + in_back_quotes(entry.path) + " is there no more: " + printable(entry.message)).severity = *severity;
    }
  }

  Session& session_;
  const CheckRun& run_;
  const Config& config_;
  const Arguments& arguments_;
  const std::string& path_;
  std::string folder_;
  FileId file_ = no_file;
};

}  // namespace

void use_baseline(Session& session, const CheckRun& run, const Config& config, const Arguments& arguments) { BaselineRun(session, run, config, arguments).run(); }

}  // namespace shelflife::cli
