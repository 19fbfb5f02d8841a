// What a finding is known by from one version of a policy to the next: for baselines, and for services that follow findings.
#pragma once

#include <string>
#include <vector>

#include "grammar/diagnostics.hpp"
#include "grammar/source.hpp"

namespace shelflife::lint {

// One for each finding, in their order: 16 hexadecimal digits. Made of the code, the path, the declaration and the words of the
// line that the finding points at, and a number among findings in which all of that is the same. Lines that move, blanks,
// comments and the order of the declarations change none. The findings are sorted, and all of the run: what is suppressed too.
std::vector<std::string> fingerprints(const std::vector<Diagnostic>& findings, const SourceManager& sources);

// The path as every report writes it: without `.`, `..` and doubled slashes where the text of the path alone says so.
std::string report_path(const std::string& path);

}  // namespace shelflife::lint
