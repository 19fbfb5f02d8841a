#include "cli/session.hpp"

#include <unordered_set>

#include "cli/files.hpp"
#include "cli/terminal.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::cli {

namespace {

// What a line of text would say of a finding.
struct Told {
  std::string_view path;
  std::uint32_t first_line, offset;
  std::string_view id, message, hint;
  friend bool operator==(const Told&, const Told&) = default;
};
struct ToldHash {
  std::size_t operator()(const Told& told) const {
    return std::hash<std::string_view>{}(told.path) + (std::size_t{told.offset} << 20U) + told.message.size();
  }
};

// A file that two roots import is read, and its findings are found, once for each.
void drop_repeats(Session& session) {
  std::vector<Diagnostic>& all = session.diagnostics.all();
  std::unordered_set<Told, ToldHash> seen;
  seen.reserve(all.size());
  std::vector<std::size_t> repeats;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Diagnostic& diagnostic = all[i];
    const Span& span = diagnostic.span;
    const bool known = span.file < session.sources.size();
    const std::string_view path = known ? session.sources.source(span.file).path : std::string_view{};
    const std::uint32_t first_line = known ? session.sources.source(span.file).first_line : 1;
    const std::string_view hint = std::string_view(diagnostic.hint).substr(0, diagnostic.hint.find('\n'));
    if (!seen.insert({path, first_line, span.begin, diagnostic.about->id, diagnostic.message, hint}).second) repeats.push_back(i);
  }
  if (repeats.empty()) return;
  repeats.push_back(all.size());
  std::size_t kept = repeats.front();
  for (std::size_t r = 0; r + 1 < repeats.size(); ++r)
    for (std::size_t i = repeats[r] + 1; i < repeats[r + 1]; ++i) all[kept++] = std::move(all[i]);
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(kept), all.end());
}

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
  ReadResult read = standard_input ? read_standard_input() : read_file(session.overlay, path);
  if (!read.text) {
    session.cannot_read(path, read.problem);
    return no_file;
  }
  return session.sources.add(standard_input ? std::string(standard_input_name) : path, std::move(*read.text));
}

ReadResult read_file(const Overlay* overlay, const std::string& path) {
  if (overlay != nullptr) {
    const auto self = identity(path);
    const auto at = self ? overlay->find(*self) : overlay->end();
    if (at != overlay->end()) return {at->second, {}};
  }
  return read_file(path);
}

void settle(Session& session) {
  session.diagnostics.sort();
  if (session.diagnostics.all().size() > 1) drop_repeats(session);
}

int report(Session& session, const Arguments& arguments, lint::FailOn fail_on) {
  settle(session);
  const bool failed = lint::fails(session.diagnostics, fail_on);
  // Formats of answers, markdown for one, are none of findings.
  const lint::Format* const format = lint::find_format(lint::find_format(arguments.format) != nullptr ? arguments.format : "text");
  const std::string out = format->report({.findings = session.diagnostics.all(), .sources = session.sources,
                                          .color = use_color(Stream::error, arguments.color), .width = columns(Stream::error),
                                          .quiet = arguments.quiet, .failed = session.misused, .version = SHELFLIFE_VERSION, .docs_url = SHELFLIFE_DOCS_URL});
  if (!out.empty() && !(format->for_people ? write_error(out) : write_out(out))) return exit_misuse;
  return session.misused ? exit_misuse : failed ? exit_findings : exit_ok;
}

}  // namespace shelflife::cli
