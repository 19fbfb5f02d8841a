// The folder that `build` writes, and what in it is whose: DIR/.shelflife-manifest.json lists what the last build wrote.
// Only such files are replaced or removed; a file of the user's where an output goes is a problem, not a victim.
#pragma once

#include <string>
#include <vector>

#include "emitters/emit.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

struct FolderProblem {
  Code code = Code::cannot_write_output;
  std::string message;
};

// Relative paths. `extra` are of an earlier build and no outputs any more.
struct FolderState {
  std::vector<std::string> missing, stale, extra;
  bool current() const { return missing.empty() && stale.empty() && extra.empty(); }
};

// What differs between the folder and the outputs. Reads only.
FolderState compare_folder(const std::string& folder, const std::vector<OutputFile>& outputs,
                           std::vector<FolderProblem>& problems);
// Makes the folder hold the outputs, all or nothing: with problems nothing was changed. Returns what differed before.
FolderState write_folder(const std::string& folder, const std::vector<OutputFile>& outputs, std::vector<FolderProblem>& problems);

}  // namespace shelflife::cli
