// Workflow commands of GitHub Actions: a finding becomes an annotation of the line in a pull request.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
#include "lint/reporters/places.hpp"
#include "lint/reporters/reporter.hpp"

namespace shelflife::lint {

namespace {

// A command ends with its line; what would end a value of it is written as a percent code. Other controls are made visible, as
// the log is shown in a browser that reads ANSI.
void append_data(std::string& out, std::string_view printed, bool property) {
  for (const char c : printed) {
    if (c == '%') out += "%25";
    else if (c == '\r') out += "%0D";
    else if (c == '\n') out += "%0A";
    else if (property && c == ':') out += "%3A";
    else if (property && c == ',') out += "%2C";
    else out += c;
  }
}

}  // namespace

std::string report_github(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    if (finding.suppressed) continue;
    out += finding.severity == Severity::error ? "::error " : finding.severity == Severity::warning ? "::warning " : "::notice ";
    if (const std::optional<Place> place = place_of(finding.span, report.sources)) {
      out += "file=";
      append_data(out, printable(place->path), true);
      out.append(",line=").append(std::to_string(place->line)).append(",endLine=").append(std::to_string(place->end_line));
      if (place->line == place->end_line) {  // columns mean nothing across lines
        out.append(",col=").append(std::to_string(place->column)).append(",endColumn=").append(std::to_string(place->end_column));
      }
      out += ',';
    }
    out += "title=";
    append_data(out, titled(finding), true);
    out += "::";
    append_data(out, told_in_one_line(finding), false);
    out += '\n';
  }
  return out;
}

}  // namespace shelflife::lint
