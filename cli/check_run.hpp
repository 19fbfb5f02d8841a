// One check of a set of files: each in the context of the root that it belongs to, under what the user asked of the linter.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/config.hpp"
#include "cli/session.hpp"
#include "compiler/model/policy.hpp"
#include "lint/suppressions.hpp"

namespace shelflife::cli {

struct CheckRun {
  std::size_t checked = 0;               // files that were asked for
  std::vector<lint::CheckedFile> files;  // all that were read, imports too, a file of two roots twice
  std::map<std::string, Policy> roots;   // of the sound roots, by path; only where they are wanted
};
// Finds, leaves out what is not asked for, and marks what comments suppress. The findings are settled.
CheckRun check_files(Session& session, const std::vector<std::string>& files, const Config& config, const Date& today, bool want_policies);

// How the globs of an override, and baselines, see a file of the session.
lint::PathFrom paths_of(const Session& session);

// Applies fixes, proved, and writes what they change, or prints it (--diff). Afterwards the session has what remains.
CheckRun fix_files(Session& session, const std::vector<std::string>& files, const Config& config, const Date& today, const Arguments& arguments);

// Marks the findings of the baseline, tells of those that are gone, and writes it anew where that is asked for.
void use_baseline(Session& session, const CheckRun& run, const Config& config, const Arguments& arguments);

}  // namespace shelflife::cli
