#include "cli/session.hpp"

#include <unordered_set>

#include "cli/files.hpp"
#include "cli/terminal.hpp"

namespace shelflife::cli {

namespace {

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string summary(const Diagnostics& diagnostics) {
  std::size_t counts[3] = {};
  for (const Diagnostic& diagnostic : diagnostics.all()) ++counts[static_cast<std::size_t>(diagnostic.severity)];
  std::string out;
  const std::string_view nouns[3] = {"error", "warning", "note"};
  for (std::size_t i = 0; i < 3; ++i)
    if (counts[i] != 0) out.append(out.empty() ? "" : ", ").append(counted(counts[i], nouns[i]));
  return out;
}

// What a line of text would say of a finding.
struct Told {
  std::string_view path;
  std::uint32_t offset;
  std::string_view id, message, hint;
  friend bool operator==(const Told&, const Told&) = default;
};
struct ToldHash {
  std::size_t operator()(const Told& told) const {
    return std::hash<std::string_view>{}(told.message) + (std::size_t{told.offset} << 20U) + told.path.size();
  }
};

// A file that two roots import is read, and its findings are found, once for each.
void drop_repeats(Session& session) {
  std::unordered_set<Told, ToldHash> seen;
  Diagnostics kept;
  for (const Diagnostic& diagnostic : session.diagnostics.all()) {
    const Span& span = diagnostic.span;
    const std::string_view path = span.file < session.sources.size() ? session.sources.source(span.file).path : std::string_view{};
    const std::string_view hint = std::string_view(diagnostic.hint).substr(0, diagnostic.hint.find('\n'));
    if (!seen.insert({path, span.begin, diagnostic.about->id, diagnostic.message, hint}).second) continue;
    kept.add(diagnostic);
  }
  if (kept.all().size() != session.diagnostics.all().size()) session.diagnostics = std::move(kept);
}

// What is printed at once: findings may be many.
constexpr std::size_t buffered = std::size_t{1} << 16U;

}  // namespace

void Session::fail(Code code, std::string message, std::string hint) {
  diagnostics.add(code, Span{}, std::move(message), std::move(hint));
}

void Session::cannot_read(const std::string& path, const std::string& problem) {
  misused = true;
  fail(Code::cannot_read_file, "`" + path + "`: " + problem);
}

FileId read_source(Session& session, const std::string& path) {
  const bool standard_input = path == "-";
  ReadResult read = standard_input ? read_standard_input() : read_file(path);
  if (!read.text) {
    session.cannot_read(path, read.problem);
    return no_file;
  }
  return session.sources.add(standard_input ? std::string(standard_input_name) : path, std::move(*read.text));
}

int report(Session& session, const Arguments& arguments) {
  session.diagnostics.sort();
  if (session.diagnostics.all().size() > 1) drop_repeats(session);
  const bool failed = session.diagnostics.has_errors();
  std::string out;
  if (arguments.format == "json") {
    if (!write_out(findings_json(session))) return exit_misuse;
  } else {
    const bool concise = arguments.format == "concise";
    const bool color = use_color(Stream::error, arguments.color);
    for (const Diagnostic& diagnostic : session.diagnostics.all()) {
      if (arguments.quiet && diagnostic.severity != Severity::error) continue;
      out += concise ? render_concise(diagnostic, session.sources) : render(diagnostic, session.sources, color);
      out += "\n";
      if (out.size() < buffered) continue;
      if (!write_error(out)) return exit_misuse;
      out.clear();
    }
    if (!session.diagnostics.all().empty() && !arguments.quiet && !concise) out += summary(session.diagnostics) + "\n";
    if (!out.empty() && !write_error(out)) return exit_misuse;
  }
  return session.misused ? exit_misuse : failed ? exit_findings : exit_ok;
}

}  // namespace shelflife::cli
