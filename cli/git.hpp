// Files as they were at a git revision. Runs `git` without a shell; nothing is checked out or written.
#pragma once

#include <optional>
#include <string>

#include "cli/files.hpp"

namespace shelflife::cli {

class Revision {
 public:
  // `folder`: where paths begin, inside a work tree; empty: the working folder. Nothing when `revision` names no commit
  // there, with the reason in `problem`.
  static std::optional<Revision> find(const std::string& folder, const std::string& revision, std::string& problem);

  // A file by its path below the folder. `absent` is set where the revision has none.
  ReadResult read(const std::string& path, bool& absent) const;

 private:
  Revision(std::string folder, std::string commit) : folder_(std::move(folder)), commit_(std::move(commit)) {}
  std::string folder_, commit_;  // the commit's own name: hexadecimal
};

}  // namespace shelflife::cli
