// For people: frames, and a line of counts at the end.
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

std::string counts(const std::vector<Diagnostic>& findings) {
  std::size_t numbers[3] = {}, suppressed = 0;
  for (const Diagnostic& finding : findings) ++(finding.suppressed ? suppressed : numbers[static_cast<std::size_t>(finding.severity)]);
  std::string out;
  const std::string_view nouns[3] = {"error", "warning", "note"};
  for (std::size_t i = 0; i < 3; ++i) {
    if (numbers[i] == 0) continue;
    out.append(out.empty() ? "" : ", ").append(std::to_string(numbers[i])).append(" ").append(nouns[i]).append(numbers[i] == 1 ? "" : "s");
  }
  if (suppressed != 0) out.append(out.empty() ? "" : ", ").append(std::to_string(suppressed)).append(" suppressed");
  return out.empty() ? out : out + "\n";
}

bool told(const Report& report, const Diagnostic& finding) { return !finding.suppressed && (!report.quiet || finding.severity == Severity::error); }

}  // namespace

std::string report_text(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    if (told(report, finding)) out.append(render(finding, report.sources, report.color, report.width)).append("\n");
  }
  return report.quiet ? out : out + counts(report.findings);
}

std::string report_concise(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    if (told(report, finding)) out.append(render_concise(finding, report.sources)).append("\n");
  }
  return out;
}

}  // namespace shelflife::lint
