// GitLab's Code Quality report, which is a part of Code Climate's. https://docs.gitlab.com/ci/testing/code_quality/
#include <nlohmann/json.hpp>

#include "lint/fingerprint.hpp"
#include "lint/reporters/places.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

std::string report_gitlab(const Report& report) {
  using Json = nlohmann::ordered_json;
  const std::vector<std::string> known_by = fingerprints(report.findings, report.sources);
  Json document = Json::array();
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Diagnostic& finding = report.findings[i];
    if (finding.suppressed) continue;
    Json one;
    one["description"] = titled(finding) + ": " + told_in_one_line(finding);
    one["check_name"] = finding.about->name;
    one["fingerprint"] = known_by[i];
    one["severity"] = finding.severity == Severity::error ? "critical" : finding.severity == Severity::warning ? "minor" : "info";
    // Every entry has to name a file and a line of it: what is of no file is shown at the top of the repository.
    const Place place = place_of(finding.span, report.sources).value_or(Place{.path = "."});
    one["location"]["path"] = place.path;
    one["location"]["lines"] = {{"begin", place.line}, {"end", place.end_line}};
    one["location"]["positions"] = {{"begin", {{"line", place.line}, {"column", place.column}}}, {"end", {{"line", place.end_line}, {"column", place.end_column}}}};
    document.push_back(std::move(one));
  }
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace shelflife::lint
