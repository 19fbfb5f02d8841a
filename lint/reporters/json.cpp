// Findings for programs: everything that is known of them. docs/schema/findings-1.schema.json says what each member is.
#include <nlohmann/json.hpp>

#include "lint/catalogue.hpp"
#include "lint/fingerprint.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

using Json = nlohmann::ordered_json;

std::string_view to_word(FixKind kind) { return kind == FixKind::safe ? "safe" : kind == FixKind::suggestion ? "suggestion" : "shown"; }

// null where a finding has no place in a text.
void add_place(Json& out, const SourceManager& sources, const Span& span) {
  const bool placed = span.file < sources.size();
  const Position begin = placed ? sources.position(span.file, span.begin) : Position{};
  const Position end = placed ? sources.position(span.file, span.end) : Position{};
  const auto number = [&](std::uint32_t value) { return placed ? Json(value) : Json(); };
  out["file"] = placed ? Json(sources.source(span.file).path) : Json();
  out["line"] = number(begin.line);
  out["column"] = number(begin.column);
  out["end_line"] = number(end.line);
  out["end_column"] = number(end.column);
  out["offset"] = number(span.begin);
  out["end_offset"] = number(span.end);
}

Json fix_json(const Fix& fix, const SourceManager& sources) {
  Json out;
  out["kind"] = to_word(fix.kind);
  out["title"] = fix.title;
  out["edits"] = Json::array();
  for (const Edit& edit : fix.edits) {
    Json one;
    add_place(one, sources, edit.span);
    one["text"] = edit.text;
    out["edits"].push_back(std::move(one));
  }
  return out;
}

Json suppression_json(const Diagnostic& finding) {
  if (!finding.suppressed) return {};
  Json out;
  out["by"] = finding.suppressed->by == Suppression::By::comment ? "comment" : "baseline";
  out["reason"] = finding.suppressed->reason.empty() ? Json() : Json(finding.suppressed->reason);
  return out;
}

Json finding_json(const Diagnostic& finding, const SourceManager& sources, const std::string& fingerprint) {
  const DiagnosticInfo& about = *finding.about;
  Json out;
  out["code"] = about.id;
  out["name"] = about.name;
  out["family"] = family_of(about);
  out["severity"] = to_word(finding.severity);
  add_place(out, sources, finding.span);
  out["message"] = finding.message;
  out["witness"] = finding.witness.empty() ? Json() : Json(finding.witness);
  out["help"] = hint_of(finding);
  out["related"] = Json::array();
  for (const Related& related : finding.related) {
    Json other;
    add_place(other, sources, related.span);
    other["message"] = related.message;
    out["related"].push_back(std::move(other));
  }
  out["fixes"] = Json::array();
  for (const Fix& fix : finding.fixes) out["fixes"].push_back(fix_json(fix, sources));
  out["suppressed"] = suppression_json(finding);
  out["fingerprint"] = fingerprint;
  return out;
}

}  // namespace

std::string report_json(const Report& report) {
  const std::vector<std::string> known_by = fingerprints(report.findings, report.sources);
  Json document;
  document["$schema"] = "urn:shelflife:schema:findings-1";
  document["version"] = 1;
  document["findings"] = Json::array();
  for (std::size_t i = 0; i < report.findings.size(); ++i) document["findings"].push_back(finding_json(report.findings[i], report.sources, known_by[i]));
  // ASCII only, so that a terminal may show it. Paths and messages may quote bytes that are not UTF-8; JSON cannot hold them.
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::lint
