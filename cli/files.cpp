#include "cli/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

namespace shelflife::cli {

namespace {

constexpr std::size_t largest_file = 0xfffffffeU;  // offsets have 32 bits, and one value means "no file"
constexpr const char* too_large = "it has 4 GiB or more";

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { if (number_ >= 0) ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// Room for one byte more than the size says, since a file may grow and a pipe has no size. What has exactly its size is whole.
ReadResult read_all(int descriptor, std::size_t expected, bool sized = false) {
  std::string text;
  std::size_t filled = 0;
  text.resize(expected + 1);
  for (;;) {
    const ssize_t got = ::read(descriptor, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {std::nullopt, error_text(errno)};
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (sized && filled == expected) break;
    if (filled > largest_file) return {std::nullopt, too_large};
    if (filled == text.size()) text.resize(std::max<std::size_t>(text.size() * 2, 65536));
  }
  text.resize(filled);
  return {std::move(text), {}};
}

ReadResult read_regular(const std::string& path, bool pipes) {
  // O_NONBLOCK: opening must not hang on a pipe without a writer before we know what it is.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | (pipes ? 0 : O_NONBLOCK)));
  if (file.number() < 0) return {std::nullopt, error_text(errno)};
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return {std::nullopt, error_text(errno)};
  if (S_ISDIR(status.st_mode)) return {std::nullopt, "it is a folder"};
  if (S_ISFIFO(status.st_mode) && pipes) return read_all(file.number(), 65536);
  if (!S_ISREG(status.st_mode)) return {std::nullopt, "it is no regular file"};
  if (static_cast<std::uint64_t>(status.st_size) > largest_file) return {std::nullopt, too_large};
  return read_all(file.number(), static_cast<std::size_t>(status.st_size), status.st_size > 0);
}

std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> found(::realpath(path.c_str(), nullptr), std::free);
  if (!found) return std::nullopt;
  return std::string(found.get());
}

void search(const std::string& folder, std::vector<std::string>& found, std::vector<std::string>& unreadable) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (!open) {
    unreadable.push_back(folder + ": " + error_text(errno));
    return;
  }
  while (const dirent* const entry = ::readdir(open.get())) {
    const std::string name = entry->d_name;
    if (name.starts_with(".")) continue;
    const std::string path = folder.ends_with("/") ? folder + name : folder + "/" + name;
    unsigned char type = entry->d_type;
    struct stat status {};
    if (type == DT_UNKNOWN && ::lstat(path.c_str(), &status) == 0)
      type = S_ISDIR(status.st_mode) ? DT_DIR : S_ISLNK(status.st_mode) ? DT_LNK : S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
    if (type == DT_DIR) {
      search(path, found, unreadable);
    } else if (name.ends_with(".shelf") && (type == DT_REG || (type == DT_LNK && !is_folder(path)))) {
      found.push_back(path);
    }
  }
}

}  // namespace

std::string error_text(int error) {
  std::string text = std::strerror(error);  // untranslated: no locale is ever set
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

ReadResult read_file(const std::string& path, bool regular) {
  if (regular) return read_regular(path, false);
  struct stat status {};
  // A pipe may be opened blocking only because the user named it (`<(...)`); devices are refused unopened.
  if (::stat(path.c_str(), &status) != 0) return {std::nullopt, error_text(errno)};
  return read_regular(path, S_ISFIFO(status.st_mode));
}

ReadResult read_standard_input() { return read_all(STDIN_FILENO, 65536); }

ReadResult read_below(const std::string& folder, const std::string& path) {
  const std::optional<std::string> root = real_path(folder.empty() ? "." : folder);
  const std::optional<std::string> file = real_path(join(folder, path));
  if (!root || !file) return {std::nullopt, error_text(errno)};
  const std::string inside = root->ends_with("/") ? *root : *root + "/";
  if (!file->starts_with(inside)) return {std::nullopt, "it leaves the folder of the root file"};
  return read_regular(*file, false);
}

std::optional<FileIdentity> identity(const std::string& path, bool* regular) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  if (regular != nullptr) *regular = S_ISREG(status.st_mode);
  return FileIdentity{status.st_dev, status.st_ino};
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::vector<std::string> find_policies(const std::string& folder, std::vector<std::string>& unreadable) {
  std::vector<std::string> found;
  search(folder, found, unreadable);
  std::sort(found.begin(), found.end());
  std::sort(unreadable.begin(), unreadable.end());
  if (folder == "." || folder == "./")  // the user did not write "./": do not print it
    for (std::string& path : found) path.erase(0, 2);
  return found;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string join(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.starts_with("/")) return path;
  return folder.ends_with("/") ? folder + path : folder + "/" + path;
}

std::string path_from(const std::string& folder, const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto whole = [&](const std::string& from) {
    std::string text = fs::absolute(from.empty() ? "." : from, error).lexically_normal().string();
    while (text.size() > 1 && text.ends_with("/")) text.pop_back();
    return fs::path(text);
  };
  const std::string out = whole(path).lexically_relative(whole(folder)).string();
  return error || out.empty() ? path : out;
}

}  // namespace shelflife::cli
