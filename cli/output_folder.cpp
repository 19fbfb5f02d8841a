#include "cli/output_folder.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/files.hpp"
#include "cli/replace_files.hpp"

namespace shelflife::cli {

namespace {

constexpr const char* manifest_name = ".shelflife-manifest.json";

// Relative, below DIR, and not through `..`: a manifest may have been edited.
bool is_safe(std::string_view path) {
  if (path.empty() || path == manifest_name || path.find('\0') != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

OutputFile manifest_of(const std::vector<OutputFile>& outputs) {
  nlohmann::ordered_json document;
  document["format"] = 1;
  document["files"] = nlohmann::ordered_json::array();
  for (const OutputFile& output : outputs) document["files"].push_back(output.path);
  return OutputFile{manifest_name, document.dump(2) + "\n", false};
}

// Paths of the earlier build. A manifest that is none, or of a later format, is a problem: guessing would delete.
bool read_manifest(const std::string& folder, std::set<std::string>& paths) {
  const std::string path = join(folder, manifest_name);
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return errno == ENOENT || errno == ENOTDIR;
  const ReadResult read = read_file(path);
  const auto document = nlohmann::json::parse(read.text.value_or(""), nullptr, false);
  if (!document.is_object() || document.value("format", nlohmann::json()) != 1) return false;
  if (!document.contains("files") || !document["files"].is_array()) return false;
  for (const auto& entry : document["files"]) {
    if (!entry.is_string() || !is_safe(entry.get_ref<const std::string&>())) return false;
    paths.insert(entry.get<std::string>());
  }
  return true;
}

enum class Place { absent, same, differs, foreign };  // foreign: no regular file, or below something that is no folder

bool below_plain_folders(const std::string& folder, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    struct stat status {};
    if (::lstat(join(folder, path.substr(0, slash)).c_str(), &status) != 0) return errno == ENOENT;
    if (!S_ISDIR(status.st_mode)) return false;
  }
  return true;
}

Place look_at(const std::string& folder, const OutputFile& output) {
  if (!below_plain_folders(folder, output.path)) return Place::foreign;
  const std::string path = join(folder, output.path);
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return errno == ENOENT ? Place::absent : Place::foreign;
  if (!S_ISREG(status.st_mode)) return Place::foreign;
  if (((status.st_mode & S_IXUSR) != 0) != output.executable) return Place::differs;
  if (static_cast<std::size_t>(status.st_size) != output.content.size()) return Place::differs;
  const ReadResult read = read_file(path);
  return read.text && *read.text == output.content ? Place::same : Place::differs;
}

// The outputs and the manifest behind them; outputs can be large, and are not copied.
using Files = std::vector<const OutputFile*>;

Files files_of(const std::vector<OutputFile>& outputs, const OutputFile& manifest) {
  Files out;
  for (const OutputFile& output : outputs) out.push_back(&output);
  out.push_back(&manifest);
  return out;
}

FolderState compare(const std::string& folder, const Files& files, std::vector<FolderProblem>& problems) {
  FolderState state;
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 && errno == ENOENT) {
    for (const OutputFile* file : files) state.missing.push_back(file->path);
    return state;
  }
  if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    problems.push_back({Code::cannot_write_output, "`" + folder + "` is no folder"});
    return state;
  }
  std::set<std::string> earlier;
  if (!read_manifest(folder, earlier)) {
    problems.push_back({Code::output_not_ours, "`" + join(folder, manifest_name) + "` is no manifest that a build wrote"});
    return state;
  }
  earlier.insert(manifest_name);
  for (const OutputFile* file : files) {
    const OutputFile& output = *file;
    const Place place = look_at(folder, output);
    const bool ours = earlier.erase(output.path) != 0;
    if (place == Place::absent) state.missing.push_back(output.path);
    if (place == Place::differs && ours) state.stale.push_back(output.path);
    if (place == Place::foreign || (place == Place::differs && !ours))
      problems.push_back({Code::output_not_ours, "`" + join(folder, output.path) + "` was not written by a build"});
  }
  for (const std::string& path : earlier)
    if (below_plain_folders(folder, path) && ::lstat(join(folder, path).c_str(), &status) == 0 && S_ISREG(status.st_mode))
      state.extra.push_back(path);
  return state;
}

}  // namespace

FolderState compare_folder(const std::string& folder, const std::vector<OutputFile>& outputs,
                           std::vector<FolderProblem>& problems) {
  const OutputFile manifest = manifest_of(outputs);
  return compare(folder, files_of(outputs, manifest), problems);
}

FolderState write_folder(const std::string& folder, const std::vector<OutputFile>& outputs, std::vector<FolderProblem>& problems) {
  const OutputFile manifest = manifest_of(outputs);
  const Files files = files_of(outputs, manifest);
  const FolderState state = compare(folder, files, problems);
  if (!problems.empty() || state.current()) return state;
  std::set<std::string_view> written(state.missing.begin(), state.missing.end());
  written.insert(state.stale.begin(), state.stale.end());
  std::vector<Replacement> changes;
  for (const OutputFile* file : files)
    if (written.contains(file->path)) changes.push_back(Replacement{file->path, &file->content, file->executable});
  for (const std::string& path : state.extra) changes.push_back(Replacement{path, nullptr, false});
  if (std::string problem = replace_files(folder, changes); !problem.empty())
    problems.push_back({Code::cannot_write_output, std::move(problem)});
  return state;
}

}  // namespace shelflife::cli
