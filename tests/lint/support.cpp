#include "tests/lint/support.hpp"

#include <map>
#include <optional>

#include "compiler/require/require.hpp"
#include "compiler/resolve/resolve.hpp"
#include "lint/run.hpp"

namespace shelflife::test {

std::unique_ptr<Linted> lint_text(const std::string& name, const std::string& text) {
  std::map<std::string, std::string> imported;
  std::string root;
  std::string* into = &root;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string line = text.substr(begin, end - begin);
    if (line.starts_with("#: ")) into = &imported[line.substr(3, line.size() - 4)];
    else *into += line;
    begin = end;
  }
  auto out = std::make_unique<Linted>();
  Diagnostics diagnostics;
  const FileId file = out->sources.add(name, root);
  const ReadFile read = [&](const std::string& wanted) {
    const auto at = imported.find(wanted);
    return at == imported.end() ? std::optional<std::string>() : std::optional<std::string>(at->second);
  };
  std::vector<ast::File> trees;
  out->policy = resolve(out->sources, file, read, diagnostics, &trees);
  out->sound = !diagnostics.has_errors();
  if (out->sound) {
    if (!out->policy.stores.empty()) {
      out->lowered = lower(out->policy, diagnostics, &out->sources);
      check_requires(out->policy, out->lowered, &out->sources, diagnostics);
    }
    lint::run(out->policy, out->lowered, out->sources, trees, lint_day, diagnostics);
  }
  diagnostics.sort();
  out->found = diagnostics.all();
  return out;
}

namespace {

std::string place(const SourceManager& sources, const Span& span) {
  if (span.file >= sources.size()) return "shelflife";
  const Position at = sources.position(span.file, span.begin);
  return sources.source(span.file).path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace

std::string told(const Linted& linted) {
  std::string out;
  for (const Diagnostic& d : linted.found) {
    out += render_concise(d, linted.sources) + "\n";
    for (const Related& related : d.related) out += "    " + place(linted.sources, related.span) + ": " + related.message + "\n";
    for (const Fix& fix : d.fixes) {
      out += std::string("    fix (") + (fix.kind == FixKind::safe ? "safe" : fix.kind == FixKind::suggestion ? "suggestion" : "shown") + "): " + fix.title + "\n";
      for (const Edit& edit : fix.edits) out += "        " + place(linted.sources, edit.span) + ": `" + std::string(linted.sources.text(edit.span)) + "` -> `" + edit.text + "`\n";
    }
  }
  return out;
}

}  // namespace shelflife::test
