// Several files of one folder replaced as one: all or none.
//
// New contents are staged in hidden files of the folder first (a folder of their own would cost more than all of them:
// file systems are slow to free one); then each takes its place by a rename, with the old file kept aside
// until the last rename is done. A rename that fails is undone; signals wait until then. After a SIGKILL or a power cut
// between two renames every file is whole, old or new, and the next call clears the stage away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shelflife::cli {

struct Replacement {
  std::string path;                      // relative to the folder, its own folders made as needed
  const std::string* content = nullptr;  // nullptr: the file is removed, and its folder if that is empty then
  bool executable = false;
};
// Empty when all is done; else what went wrong, and nothing was changed.
std::string replace_files(const std::string& folder, const std::vector<Replacement>& changes);

// One file that was not there. 0, or errno (EEXIST: it was); what was begun is taken away again.
int create_file(const std::string& path, std::string_view content);

// One file, new or in place of what there is, made as a whole.
std::string put_file(const std::string& path, const std::string& content);

// One file that exists, with its mode kept; a symbolic link stays one. Empty, or what went wrong.
std::string replace_file(const std::string& path, const std::string& content);

// Several such files, in any folders: all or none, as far as renames succeed or can be undone.
struct NewText {
  std::string path;
  std::string before;  // what the file must still hold
  std::string after;
};
std::string replace_texts(const std::vector<NewText>& texts);

}  // namespace shelflife::cli
