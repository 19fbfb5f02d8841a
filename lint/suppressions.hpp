// Comments that say of a finding why it is right to be there:
//   # shelflife-ignore CODE, ... [until 2027-01-31]: REASON       above a declaration or statement: whatever is found in it; behind
//                                                                 others on a line: what begins on it, and what ends before it
//   # shelflife-ignore-file CODE, ... [until 2027-01-31]: REASON  anywhere: the whole file
#pragma once

#include <string>
#include <vector>

#include "compiler/model/policy.hpp"
#include "grammar/diagnostics.hpp"
#include "lint/control.hpp"

namespace shelflife::lint {

// A file that was read, once for every root that it belongs to.
struct CheckedFile {
  FileId file = no_file;
  bool linted = false;  // all rules ran on it: what suppresses nothing is unused
};

// One comment that can be read.
struct SuppressionComment {
  bool whole_file = false;
  std::vector<std::pair<std::string, Span>> selectors;
  bool over = false;        // its day has come
  std::string reason;
  std::vector<Span> covers;  // places where a finding may begin
};
// Those of a file; what is wrong with them is reported.
std::vector<SuppressionComment> suppression_comments(const SourceManager& sources, FileId file, const Date& today, Diagnostics& diagnostics);

// Marks what the comments of the files suppress, and tells of those that suppress nothing: a file of two roots has to be without a
// use in both. What the judge leaves out is not told.
void suppress(const SourceManager& sources, const std::vector<CheckedFile>& files, const Date& today, const Judge& judge, Diagnostics& diagnostics);

}  // namespace shelflife::lint
