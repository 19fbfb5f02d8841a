// Reading and finding files. Paths stay as the user gave them; nothing here makes one absolute for display.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelflife::cli {

struct ReadResult {
  std::optional<std::string> text;
  std::string problem;  // why not: "no such file or directory"
};
// A regular file, or a pipe that the user named; never a folder or a device. Texts of 4 GiB or more are refused. `regular`: it
// was seen to be a regular file just now, and is opened as one.
ReadResult read_file(const std::string& path, bool regular = false);
ReadResult read_standard_input();
// A regular file below `folder`, which it may not leave, not even through a symbolic link.
ReadResult read_below(const std::string& folder, const std::string& path);

// The same file whatever the path: device and inode.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0;
  friend auto operator<=>(const FileIdentity&, const FileIdentity&) = default;
};
std::optional<FileIdentity> identity(const std::string& path, bool* regular = nullptr);

bool is_folder(const std::string& path);
// Every *.shelf below a folder, sorted by path; hidden folders and links to folders are not entered.
// Folders that cannot be read are added to `unreadable` as "PATH: REASON".
std::vector<std::string> find_policies(const std::string& folder, std::vector<std::string>& unreadable);

// "teams" of "teams/vision.shelf"; "" of "policy.shelf".
std::string folder_of(const std::string& path);
// "a/b" of "a" and "b"; the second alone when the first is empty or the second is absolute.
std::string join(const std::string& folder, const std::string& path);
// A path seen from a folder, by their texts alone: "teams/a.shelf", "../a.shelf". The same wherever the command is run.
std::string path_from(const std::string& folder, const std::string& path);
std::string error_text(int error);

}  // namespace shelflife::cli
