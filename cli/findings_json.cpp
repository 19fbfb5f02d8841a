// Findings for machines: one object a finding, places as numbers.
#include <nlohmann/json.hpp>

#include "cli/session.hpp"
#include "cli/severity.hpp"

namespace shelflife::cli {

namespace {

using Json = nlohmann::ordered_json;

// null where a finding has no place in a text.
void add_place(Json& out, const SourceManager& sources, const Span& span) {
  const bool placed = span.file < sources.size();
  const Position begin = placed ? sources.position(span.file, span.begin) : Position{};
  const Position end = placed ? sources.position(span.file, span.end) : Position{};
  out["file"] = placed ? Json(sources.source(span.file).path) : Json();
  out["line"] = placed ? Json(begin.line) : Json();
  out["column"] = placed ? Json(begin.column) : Json();
  out["end_line"] = placed ? Json(end.line) : Json();
  out["end_column"] = placed ? Json(end.column) : Json();
}

}  // namespace

std::string findings_json(const Session& session) {
  Json findings = Json::array();
  for (const Diagnostic& diagnostic : session.diagnostics.all()) {
    const DiagnosticInfo& entry = *diagnostic.about;
    Json finding;
    finding["code"] = entry.id;
    finding["name"] = entry.name;
    finding["severity"] = to_word(diagnostic.severity);
    add_place(finding, session.sources, diagnostic.span);
    finding["message"] = diagnostic.message;
    finding["help"] = diagnostic.hint.empty() ? std::string(entry.help) : diagnostic.hint;
    finding["related"] = Json::array();
    for (const Related& related : diagnostic.related) {
      Json other;
      add_place(other, session.sources, related.span);
      other["message"] = related.message;
      finding["related"].push_back(std::move(other));
    }
    findings.push_back(std::move(finding));
  }
  Json document;
  document["version"] = 1;
  document["findings"] = std::move(findings);
  // Paths and messages may quote bytes that are not UTF-8; JSON cannot hold them.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::cli
