#include "cli/replace_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "cli/files.hpp"

namespace shelflife::cli {

namespace {

constexpr std::string_view stage_prefix = ".shelflife-stage-";

std::string failed(const std::string& path, int error) { return "`" + path + "`: " + error_text(error); }

// Signals that would end the program wait while files take their places.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsWait() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

// 0 or errno; what was begun is taken away again.
int write_new(const std::string& path, std::string_view content, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (file < 0) return errno;
  int error = 0;
  while (error == 0 && !content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written >= 0) content.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR) error = errno;
  }
  if (::close(file) != 0 && error == 0) error = errno;
  if (error != 0) ::unlink(path.c_str());
  return error;
}

class Transaction {
 public:
  Transaction(const std::string& folder, const std::vector<Replacement>& changes)
      : folder_(folder), changes_(changes), states_(changes.size()), stage_(join(folder, std::string(stage_prefix) + std::to_string(::getpid()))) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (states_[i].staged) ::unlink(new_file(i).c_str());
      if (states_[i].kept) ::unlink(old_file(i).c_str());
    }
    if (!done_)
      for (auto made = made_.rbegin(); made != made_.rend(); ++made) ::rmdir(made->c_str());
    if (lock_ >= 0) ::close(lock_);
  }

  std::string run() {
    std::string problem = make_folders(folder_);
    if (problem.empty()) problem = lock();
    if (problem.empty()) problem = stage();
    if (problem.empty()) problem = commit();
    if (!problem.empty()) return problem;
    done_ = true;
    for (const Replacement& change : changes_)
      if (change.content == nullptr) remove_empty_folders(change.path);
    return {};
  }

 private:
  // What is on the disk of one change besides its target.
  struct State {
    bool staged = false;  // its new file, not yet in its place
    bool kept = false;    // its old file, aside
    bool placed = false;  // its new file stands in its place
  };

  std::string make_folders(const std::string& path) {
    if (path.empty() || path == last_folder_ || ::access(path.c_str(), F_OK) == 0) {
      last_folder_ = path;
      return {};
    }
    if (std::string problem = make_folders(folder_of(path)); !problem.empty()) return problem;
    if (::mkdir(path.c_str(), 0777) == 0) made_.push_back(path);
    else if (errno != EEXIST) return failed(path, errno);
    last_folder_ = path;
    return {};
  }

  // Held until the end, so a staged file that we find now is of a build that died.
  std::string lock() {
    lock_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0) return failed(folder_, errno);
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return "`" + folder_ + "`: another build is writing it";
    if (!made_.empty()) return {};  // ours, and empty
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder_.c_str()), ::closedir);
    while (const dirent* const entry = open ? ::readdir(open.get()) : nullptr)
      if (std::string_view(entry->d_name).starts_with(stage_prefix)) ::unlink(join(folder_, entry->d_name).c_str());
    return {};
  }

  std::string stage() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const Replacement& change = changes_[i];
      if (change.content == nullptr) continue;
      const int error = write_new(new_file(i), *change.content, change.executable ? 0777 : 0666);
      states_[i].staged = error != EEXIST;  // then it is another's
      if (error != 0) return failed(target(i), error);
      if (std::string problem = make_folders(folder_of(target(i))); !problem.empty()) return problem;
    }
    return {};
  }

  std::string commit() {
    const SignalsWait wait;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (const int error = put(i); error != 0) {
        for (std::size_t j = i + 1; j-- > 0;) undo(j);
        return failed(target(i), error);
      }
    }
    return {};
  }

  // A link keeps the old file reachable all the time; where the file system has none, a rename keeps it aside.
  int put(std::size_t i) {
    State& state = states_[i];
    state.kept = ::link(target(i).c_str(), old_file(i).c_str()) == 0;
    if (!state.kept && errno != ENOENT) {
      state.kept = ::rename(target(i).c_str(), old_file(i).c_str()) == 0;
      if (!state.kept && errno != ENOENT) return errno;
    }
    if (changes_[i].content == nullptr) return ::unlink(target(i).c_str()) == 0 || errno == ENOENT ? 0 : errno;
    if (::rename(new_file(i).c_str(), target(i).c_str()) != 0) return errno;
    state.staged = false;
    state.placed = true;
    return 0;
  }

  void undo(std::size_t i) {
    State& state = states_[i];
    if (state.kept) state.kept = ::rename(old_file(i).c_str(), target(i).c_str()) != 0;
    else if (state.placed) ::unlink(target(i).c_str());
  }

  void remove_empty_folders(const std::string& path) const {
    for (std::string parent = folder_of(path); !parent.empty(); parent = folder_of(parent))
      if (::rmdir(join(folder_, parent).c_str()) != 0) return;
  }

  std::string target(std::size_t i) const { return join(folder_, changes_[i].path); }
  std::string new_file(std::size_t i) const { return stage_ + "-new-" + std::to_string(i); }
  std::string old_file(std::size_t i) const { return stage_ + "-old-" + std::to_string(i); }

  const std::string& folder_;
  const std::vector<Replacement>& changes_;
  std::vector<State> states_;
  std::vector<std::string> made_;  // folders, outermost first
  std::string last_folder_;        // that is there for certain
  std::string stage_;              // what the names of staged files begin with
  int lock_ = -1;
  bool done_ = false;
};

}  // namespace

std::string replace_files(const std::string& folder, const std::vector<Replacement>& changes) {
  return Transaction(folder, changes).run();
}

int create_file(const std::string& path, std::string_view content) { return write_new(path, content, 0666); }

std::string put_file(const std::string& path, const std::string& content) {
  const std::string folder = folder_of(path);
  return replace_files(folder.empty() ? "." : folder, {{path.substr(path.rfind('/') + 1), &content}});
}

namespace {

// One file that exists: its new text beside it, to take its place by a rename. Removed again where it does not.
class Staged {
 public:
  explicit Staged(const std::string& path) : path_(path) {}
  Staged(Staged&& other) noexcept : path_(std::move(other.path_)), real_(std::move(other.real_)), staged_(std::exchange(other.staged_, {})) {}
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;
  Staged& operator=(Staged&&) = delete;
  ~Staged() {
    if (!staged_.empty()) ::unlink(staged_.c_str());
  }

  std::string stage(std::string_view content, std::string_view suffix) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path_.c_str(), nullptr), std::free);
    struct stat status {};
    if (!real || ::stat(real.get(), &status) != 0) return failed(path_, errno);
    real_ = real.get();
    // A file that may not be written is not to be replaced either, though its folder would allow that.
    if (::access(real_.c_str(), W_OK) != 0) return failed(path_, errno);
    const std::string staged = real_ + ".shelflife-" + std::to_string(::getpid()) + std::string(suffix);
    int error = write_new(staged, content, 0600);
    if (error != EEXIST) staged_ = staged;  // else it is another's
    if (error == 0 && ::chmod(staged.c_str(), status.st_mode & 07777) != 0) error = errno;
    // Another owner's file: keep the owner where we may, else it becomes ours like any file that is saved anew.
    if (error == 0 && (status.st_uid != ::geteuid() || status.st_gid != ::getegid()) &&
        ::chown(staged.c_str(), status.st_uid, status.st_gid) == 0)
      ::chmod(staged.c_str(), status.st_mode & 07777);
    return error == 0 ? std::string() : failed(path_, error);
  }
  std::string put() {
    if (::rename(staged_.c_str(), real_.c_str()) != 0) return failed(path_, errno);
    staged_.clear();
    return {};
  }

 private:
  std::string path_, real_, staged_;
};

}  // namespace

std::string replace_file(const std::string& path, const std::string& content) {
  Staged file(path);
  std::string problem = file.stage(content, "");
  return problem.empty() ? file.put() : problem;
}

std::string replace_texts(const std::vector<NewText>& texts) {
  std::vector<Staged> after, before;  // before: to undo with
  for (const NewText& text : texts) {
    const ReadResult now = read_file(text.path);
    if (!now.text) return "`" + text.path + "`: " + now.problem;
    if (*now.text != text.before) return "`" + text.path + "`: it was changed meanwhile";
    if (std::string problem = after.emplace_back(text.path).stage(text.after, "-new"); !problem.empty()) return problem;
    if (std::string problem = before.emplace_back(text.path).stage(text.before, "-old"); !problem.empty()) return problem;
  }
  const SignalsWait wait;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string problem = after[i].put();
    if (problem.empty()) continue;
    while (i-- > 0) {
      if (const std::string worse = before[i].put(); !worse.empty()) problem += "; and " + worse;
    }
    return problem;
  }
  return {};
}

}  // namespace shelflife::cli
