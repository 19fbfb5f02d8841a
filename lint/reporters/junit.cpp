// JUnit XML: a suite for each file, a case for each finding, one that passes for a file without any. Errors and warnings fail; a
// note is output of a case that passes.
#include <algorithm>
#include <map>

#include "grammar/utf8.hpp"
#include "lint/fingerprint.hpp"
#include "lint/reporters/places.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

// Printable text for an element or an attribute. U+FFFE and U+FFFF, which no XML may hold, are written as an escape as controls are.
std::string xml(std::string_view text) {
  std::string out;
  const std::string printed = printable(text);
  for (std::size_t i = 0; i < printed.size();) {
    const CodePoint c = decode_utf8(printed, i);
    const std::size_t length = std::max<std::size_t>(1, c.length);
    switch (c.value) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      case 0xFFFE: out += "\\ufffe"; break;
      case 0xFFFF: out += "\\uffff"; break;
      default: out.append(printed, i, length);
    }
    i += length;
  }
  return out;
}

// What the log of a case says: the lines of the text format, without frames.
std::string body(const Diagnostic& finding, const SourceManager& sources) {
  std::string out = xml(place_text(finding.span, sources)) + ": " + std::string(to_word(finding.severity)) + " " + std::string(finding.about->id) + ": " + xml(finding.message) + "\n";
  for (const Related& related : finding.related) out += xml(place_text(related.span, sources)) + ": note: " + xml(related.message) + "\n";
  if (!finding.witness.empty()) out += "object: " + xml(finding.witness) + "\n";
  const std::string_view hint = hint_of(finding);
  if (!hint.empty()) out += "help: " + xml(hint.substr(0, hint.find('\n'))) + "\n";
  return out;
}

struct Suite {
  std::string name;
  std::vector<const Diagnostic*> findings;
};

// In the order of the files; what has no place comes first.
std::vector<Suite> suites_of(const Report& report) {
  std::vector<Suite> suites;
  std::map<std::string, std::size_t> by_name;
  const auto suite = [&](const std::string& name) -> Suite& {
    const auto [at, fresh] = by_name.emplace(name, suites.size());
    if (fresh) suites.push_back({name, {}});
    return suites[at->second];
  };
  const auto placeless = [&](const Diagnostic& d) { return !d.suppressed && d.span.file >= report.sources.size(); };
  if (std::any_of(report.findings.begin(), report.findings.end(), placeless)) suite("shelflife");
  for (FileId file = 0; file < report.sources.size(); ++file) suite(report_path(report.sources.source(file).path));
  for (const Diagnostic& finding : report.findings) {
    if (finding.suppressed) continue;
    suite(placeless(finding) ? "shelflife" : report_path(report.sources.source(finding.span.file).path)).findings.push_back(&finding);
  }
  return suites;
}

std::size_t failures(const Suite& suite) {
  return static_cast<std::size_t>(std::count_if(suite.findings.begin(), suite.findings.end(), [](const Diagnostic* d) { return d->severity != Severity::note; }));
}

void append_counts(std::string& out, std::size_t tests, std::size_t failed) {
  out.append(" tests=\"").append(std::to_string(tests)).append("\" failures=\"").append(std::to_string(failed)).append("\" errors=\"0\">\n");
}

void append_case(std::string& out, const Suite& suite, const Diagnostic& finding, const Report& report) {
  std::string name = titled(finding);
  if (const std::optional<Place> place = place_of(finding.span, report.sources)) name += " " + std::to_string(place->line) + ":" + std::to_string(place->column);
  out.append("    <testcase classname=\"").append(xml(suite.name)).append("\" name=\"").append(xml(name)).append("\">\n");
  const bool note = finding.severity == Severity::note;
  if (note) out += "      <system-out>";
  else out.append("      <failure type=\"").append(to_word(finding.severity)).append("\" message=\"").append(xml(finding.message)).append("\">");
  out.append(body(finding, report.sources)).append(note ? "</system-out>\n" : "</failure>\n").append("    </testcase>\n");
}

}  // namespace

std::string report_junit(const Report& report) {
  const std::vector<Suite> suites = suites_of(report);
  std::size_t tests = 0, failed = 0;
  for (const Suite& suite : suites) tests += std::max<std::size_t>(1, suite.findings.size()), failed += failures(suite);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"shelflife\"";
  append_counts(out, tests, failed);
  for (const Suite& suite : suites) {
    out.append("  <testsuite name=\"").append(xml(suite.name)).append("\"");
    append_counts(out, std::max<std::size_t>(1, suite.findings.size()), failures(suite));
    for (const Diagnostic* finding : suite.findings) append_case(out, suite, *finding, report);
    if (suite.findings.empty()) out.append("    <testcase classname=\"").append(xml(suite.name)).append("\" name=\"nothing found\"/>\n");
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace shelflife::lint
