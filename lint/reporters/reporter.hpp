// The formats of `check --format`: one file each. A reporter prints what it is given, in its order, and decides nothing. Text of
// the user is data in every format: escaped as the format asks, and never a control of a terminal or a viewer.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"

namespace shelflife::lint {

struct Report {
  const std::vector<Diagnostic>& findings;  // sorted
  const SourceManager& sources;             // all files that were read
  bool color = false;        // text
  std::size_t width = 100;   // text: columns
  bool quiet = false;        // text, concise: errors only
  bool failed = false;       // something could not be read: the run is not complete
  std::string_view version;  // of Shelflife
  std::string_view docs_url;  // where docs/ is published, without a slash at the end; empty: nowhere
};

struct Format {
  std::string_view name;
  std::string (*report)(const Report&);
  bool for_people = false;  // goes to standard error
};
std::span<const Format> formats();
const Format* find_format(std::string_view name);  // nullptr: there is none

// Suppressed findings are left out, but for json and sarif, which mark them.
std::string report_text(const Report& report);
std::string report_concise(const Report& report);
std::string report_json(const Report& report);    // docs/schema/findings-1.schema.json
std::string report_sarif(const Report& report);   // SARIF 2.1.0
std::string report_junit(const Report& report);   // JUnit XML, as Jenkins' junit-10.xsd has it
std::string report_github(const Report& report);  // workflow commands
std::string report_gitlab(const Report& report);  // Code Quality

}  // namespace shelflife::lint
