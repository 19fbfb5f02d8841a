// SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

#include "lint/catalogue.hpp"
#include "lint/fingerprint.hpp"
#include "lint/manual.hpp"
#include "lint/reporters/places.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t longest_snippet = 200;

// A path as a URI reference (RFC 3986). Everything but the unreserved characters is encoded, ':' too, which would make a scheme
// of a relative path's first part.
std::string uri_of(std::string_view path) {
  std::string out = path.starts_with("/") ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append(1, '%').append(1, "0123456789ABCDEF"[byte >> 4U]).append(1, "0123456789ABCDEF"[byte & 0xFU]);
  }
  return out;
}

// `[text](target)` in a message is a link and `{0}` a placeholder, even in plain text (3.11.5, 3.11.6): they are escaped where
// they would be read so, and nowhere else, as many viewers show the escapes.
std::string message_text(std::string_view text) {
  const std::string printed = printable(text);
  const bool link = printed.find("](") != std::string::npos;
  std::string out;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    const char c = printed[i];
    const bool digit = c == '{' && i + 1 < printed.size() && printed[i + 1] >= '0' && printed[i + 1] <= '9';
    if (link && (c == '[' || c == ']')) out += '\\';
    else if (digit) out += '{';
    else if (c == '}' && i > 0 && printed[i - 1] >= '0' && printed[i - 1] <= '9') out += '}';
    out += c;
  }
  return out;
}
Json message(std::string_view text) { return {{"text", message_text(text)}}; }

Json region_of(const Place& place) {
  return {{"startLine", place.line}, {"startColumn", place.column}, {"endLine", place.end_line}, {"endColumn", place.end_column}};
}

Json location_of(const Place& place) {
  Json out;
  out["physicalLocation"]["artifactLocation"]["uri"] = uri_of(place.path);
  out["physicalLocation"]["region"] = region_of(place);
  return out;
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out + ".";
}

std::string pascal(std::string_view kebab) {
  std::string out;
  bool upper = true;
  for (const char c : kebab) {
    if (c != '-') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    upper = c == '-';
  }
  return out;
}

// Of a lint rule, or of what the parser, the resolver and the builds say.
Json descriptor(const DiagnosticInfo& about, std::string_view docs_url) {
  const LintRule* const rule = rule_of(about);
  Json out;
  out["id"] = about.id;
  out["name"] = pascal(about.name);
  out["shortDescription"]["text"] = sentence(about.title);
  std::string text = sentence(about.help);
  std::string markdown = text;
  if (rule != nullptr) {
    out["fullDescription"]["text"] = rule->why;
    text = manual_text(*rule, false);
    markdown = manual_page(*rule);
  } else {
    out["fullDescription"]["text"] = sentence(about.title) + " " + sentence(about.help);
    if (!about.example.empty()) {
      text.append("\n\n").append(about.example).append("\n");
      markdown.append("\n\n```shelf\n").append(about.example).append("\n```\n");
    }
  }
  out["help"] = {{"text", text}, {"markdown", markdown}};
  if (!docs_url.empty() && rule != nullptr) out["helpUri"] = std::string(docs_url) + "/rules/" + std::string(about.name) + ".md";
  out["defaultConfiguration"] = {{"level", to_word(about.severity)}, {"enabled", rule == nullptr || rule->on}};
  out["properties"] = {{"tags", {family_of(about)}}, {"category", family_of(about)}, {"name", about.name}};
  return out;
}

// Descriptors of what was found, by id.
struct Descriptors {
  Json list = Json::array();
  std::map<std::string_view, std::size_t> index;
};
template <class Wanted>
Descriptors descriptors_of(const Report& report, Wanted wanted) {
  std::map<std::string_view, const DiagnosticInfo*> found;
  for (const Diagnostic& finding : report.findings)
    if (wanted(finding)) found.emplace(finding.about->id, finding.about);
  Descriptors out;
  for (const auto& [id, about] : found) {
    out.index.emplace(id, out.list.size());
    out.list.push_back(descriptor(*about, report.docs_url));
  }
  return out;
}

// What viewers apply with a click: never a fix that lets more be deleted.
Json fixes_of(const Diagnostic& finding, const SourceManager& sources) {
  Json out = Json::array();
  for (const Fix& fix : finding.fixes) {
    if (fix.kind == FixKind::shown) continue;
    Json changes = Json::array();
    std::map<std::string, std::size_t> by_file;
    for (const Edit& edit : fix.edits) {
      const std::optional<Place> place = place_of(edit.span, sources);
      if (!place) continue;
      const auto [at, fresh] = by_file.emplace(place->path, changes.size());
      if (fresh) changes.push_back({{"artifactLocation", {{"uri", uri_of(place->path)}}}, {"replacements", Json::array()}});
      Json replacement;
      replacement["deletedRegion"] = region_of(*place);
      if (!edit.text.empty()) replacement["insertedContent"]["text"] = edit.text;
      changes[at->second]["replacements"].push_back(std::move(replacement));
    }
    if (changes.empty()) continue;
    out.push_back({{"description", message(fix.title)}, {"artifactChanges", std::move(changes)}});
  }
  return out;
}

Json result_of(const Diagnostic& finding, const Report& report, std::size_t index, const std::string& fingerprint) {
  const SourceManager& sources = report.sources;
  Json out;
  out["ruleId"] = finding.about->id;
  out["ruleIndex"] = index;
  out["level"] = to_word(finding.severity);
  out["message"] = message(whole_message(finding) + (hint_of(finding).empty() ? "" : "; " + std::string(hint_of(finding).substr(0, hint_of(finding).find('\n')))));
  Json location = location_of(*place_of(finding.span, sources));
  if (const std::string snippet = printable(sources.text(finding.span)); !snippet.empty() && snippet.size() < longest_snippet) location["physicalLocation"]["region"]["snippet"]["text"] = snippet;
  out["locations"] = Json::array({std::move(location)});
  Json related = Json::array();
  for (const Related& other : finding.related) {
    const std::optional<Place> place = place_of(other.span, sources);
    if (!place) continue;
    Json one = location_of(*place);
    one["id"] = related.size() + 1;
    one["message"] = message(other.message);
    related.push_back(std::move(one));
  }
  if (!related.empty()) out["relatedLocations"] = std::move(related);
  out["partialFingerprints"]["shelflife/v1"] = fingerprint;
  if (Json fixes = fixes_of(finding, sources); !fixes.empty()) out["fixes"] = std::move(fixes);
  if (finding.suppressed) {
    const bool comment = finding.suppressed->by == Suppression::By::comment;
    Json suppression = {{"kind", comment ? "inSource" : "external"}, {"status", "accepted"}};
    if (!finding.suppressed->reason.empty()) suppression["justification"] = printable(finding.suppressed->reason);
    out["suppressions"] = Json::array({std::move(suppression)});
  }
  return out;
}

}  // namespace

std::string report_sarif(const Report& report) {
  const auto placed = [&](const Diagnostic& d) { return d.span.file < report.sources.size(); };
  const Descriptors rules = descriptors_of(report, placed);
  const Descriptors notifications = descriptors_of(report, [&](const Diagnostic& d) { return !placed(d); });
  const std::vector<std::string> known_by = fingerprints(report.findings, report.sources);
  Json results = Json::array(), told = Json::array();
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Diagnostic& finding = report.findings[i];
    if (placed(finding)) {
      results.push_back(result_of(finding, report, rules.index.at(finding.about->id), known_by[i]));
    } else {  // a matter of the run, not of a policy: a file that cannot be read
      told.push_back({{"descriptor", {{"id", finding.about->id}, {"index", notifications.index.at(finding.about->id)}}},
                      {"level", to_word(finding.severity)}, {"message", message(whole_message(finding))}});
    }
  }
  Json driver;
  driver["name"] = "Shelflife";
  driver["fullName"] = "Shelflife, compiler and linter for retention policies";
  if (!report.docs_url.empty()) driver["informationUri"] = report.docs_url;
  driver["version"] = report.version;
  driver["semanticVersion"] = report.version;
  driver["rules"] = rules.list;
  if (!notifications.list.empty()) driver["notifications"] = notifications.list;
  Json invocation = {{"executionSuccessful", !report.failed}};
  if (!told.empty()) invocation["toolExecutionNotifications"] = std::move(told);
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["invocations"] = Json::array({std::move(invocation)});
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = std::move(results);
  Json document;
  document["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  document["version"] = "2.1.0";
  document["runs"] = Json::array({std::move(run)});
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::lint
