#include "cli/git.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

extern char** environ;

namespace shelflife::cli {

namespace {

struct Output {
  int status = -1;  // -1: git could not be run
  std::string out, error;
};

// Reads both pipes until they are closed, so that neither fills up and stops git.
void drain(const int (&ends)[2], Output& output) {
  pollfd waiting[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLIN, 0}};
  std::string* const texts[2] = {&output.out, &output.error};
  char buffer[65536];
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (::poll(waiting, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (int i = 0; i < 2; ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const ssize_t got = ::read(waiting[i].fd, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got > 0) texts[i]->append(buffer, static_cast<std::size_t>(got));
      else waiting[i].fd = -1;
    }
  }
}

Output git(const std::string& folder, const std::vector<std::string>& arguments) {
  Output output;
  std::vector<std::string> words{"git", "--no-pager", "-C", folder.empty() ? "." : folder};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int out[2], error[2];
  if (::pipe2(out, O_CLOEXEC) != 0) return output;
  if (::pipe2(error, O_CLOEXEC) != 0) {
    ::close(out[0]);
    ::close(out[1]);
    return output;
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, error[1], STDERR_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, "git", &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(error[1]);
  if (failed == 0) {
    drain({out[0], error[0]}, output);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  } else {
    output.error = "git cannot be run: " + error_text(failed);
  }
  ::close(out[0]);
  ::close(error[0]);
  return output;
}

// What git said, without its own heading, in one line.
std::string reason(const Output& output) {
  std::string text = output.error.substr(0, output.error.find('\n'));
  for (const std::string_view heading : {"fatal: ", "error: "}) {
    if (text.starts_with(heading)) text.erase(0, heading.size());
  }
  return text.empty() ? "git failed" : text;
}

bool is_name_of_object(std::string_view text) {
  return text.size() >= 40 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::optional<Revision> Revision::find(const std::string& folder, const std::string& revision, std::string& problem) {
  // A revision that looks like an option is none, whatever git would make of it.
  if (revision.empty() || revision.front() == '-' || revision.find('\0') != std::string::npos) {
    problem = "it is no revision";
    return std::nullopt;
  }
  const Output found = git(folder, {"rev-parse", "--verify", "--end-of-options", revision + "^{commit}"});
  std::string commit = found.out.substr(0, found.out.find('\n'));
  if (found.status != 0 || !is_name_of_object(commit)) {
    problem = reason(found);
    return std::nullopt;
  }
  return Revision(folder, std::move(commit));
}

ReadResult Revision::read(const std::string& path, bool& absent) const {
  absent = false;
  // "100644 blob NAME\tPATH\0"; paths are taken from the folder, and no character of one is special after `--`.
  const Output entry = git(folder_, {"ls-tree", "-z", commit_, "--", path});
  if (entry.status != 0) return {std::nullopt, reason(entry)};
  if (entry.out.empty()) {
    absent = true;
    return {std::nullopt, "no such file at that revision"};
  }
  const std::string_view head = std::string_view(entry.out).substr(0, entry.out.find('\t'));
  if (head.starts_with("120000 ")) return {std::nullopt, "it is a symbolic link at that revision"};
  const std::size_t space = head.rfind(' ');
  if (head.find(" blob ") == std::string_view::npos || space == std::string_view::npos || !is_name_of_object(head.substr(space + 1))) {
    return {std::nullopt, "it is no file at that revision"};
  }
  Output text = git(folder_, {"cat-file", "blob", std::string(head.substr(space + 1))});
  if (text.status != 0) return {std::nullopt, reason(text)};
  return {std::move(text.out), {}};
}

}  // namespace shelflife::cli
