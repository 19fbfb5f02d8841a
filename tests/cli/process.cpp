#include "tests/cli/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace shelflife::cli_test {

namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

[[noreturn]] void become(std::vector<std::string> words, const Setting& setting, int in, int out, int err) {
  std::vector<std::string> environment = setting.environment;
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(err, 2);
  for (int descriptor = 3; descriptor < 64; ++descriptor) ::close(descriptor);
  if (setting.largest_file > 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{static_cast<rlim_t>(setting.largest_file), static_cast<rlim_t>(setting.largest_file)};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (::chdir(setting.folder.c_str()) != 0) ::_exit(126);
  words.insert(words.begin(), SHELFLIFE_BINARY);
  if (environment.empty()) ::execv(SHELFLIFE_BINARY, pointers(words).data());
  else ::execve(SHELFLIFE_BINARY, pointers(words).data(), pointers(environment).data());
  ::_exit(127);
}

// Feeds and drains the three pipes together: a full one must not stop the others.
void converse(const std::string& input, int in, int out, int err, Run& result) {
  std::size_t sent = 0;
  if (input.empty()) ::close(in), in = -1;
  std::array<char, 65536> buffer;
  while (in >= 0 || out >= 0 || err >= 0) {
    std::array<pollfd, 3> watched{{{in, POLLOUT, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), -1);
    if (in >= 0 && watched[0].revents != 0) {
      const ssize_t written = ::write(in, input.data() + sent, input.size() - sent);
      if (written > 0) sent += static_cast<std::size_t>(written);
      if (written <= 0 || sent == input.size()) ::close(in), in = -1;
    }
    for (const auto& [descriptor, ready, text] : {std::tuple(&out, watched[1].revents, &result.out), std::tuple(&err, watched[2].revents, &result.err)}) {
      if (*descriptor < 0 || ready == 0) continue;
      const ssize_t got = ::read(*descriptor, buffer.data(), buffer.size());
      if (got > 0) text->append(buffer.data(), static_cast<std::size_t>(got));
      else ::close(*descriptor), *descriptor = -1;
    }
  }
}

}  // namespace

Run run(const std::vector<std::string>& words, const Setting& setting) {
  ::signal(SIGPIPE, SIG_IGN);
  int in[2], out[2], err[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    become(words, setting, in[0], out[1], err[1]);
  }
  ::close(in[0]), ::close(out[1]), ::close(err[1]);
  if (setting.kill_after_us >= 0) {
    ::usleep(static_cast<useconds_t>(setting.kill_after_us));
    ::kill(child, SIGKILL);
  }
  Run result;
  converse(setting.input, in[1], out[0], err[0], result);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  return result;
}

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "shelflife-test-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(std::filesystem::path(*this / name).parent_path());
  std::ofstream(*this / name, std::ios::binary) << text;
}
std::string Folder::read(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(*this / name, std::ios::binary).rdbuf();
  return text.str();
}
bool Folder::has(const std::string& name) const { return std::filesystem::exists(std::filesystem::symlink_status(*this / name)); }

Run Folder::run(const std::vector<std::string>& words, Setting setting) const {
  setting.folder = path_;
  return cli_test::run(words, setting);
}

std::map<std::string, std::string> Folder::tree(const std::string& name) const {
  std::map<std::string, std::string> out;
  const std::filesystem::path top = name.empty() ? path_ : *this / name;
  if (!std::filesystem::exists(top)) return out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
    const std::string relative = entry.path().lexically_relative(top).string();
    if (entry.is_directory()) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const bool executable = (entry.status().permissions() & std::filesystem::perms::owner_exec) != std::filesystem::perms::none;
    out[relative] = (executable ? "x " : "- ") + text.str();
  }
  return out;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string policy_a() {
  return "layout \"ml/{stage}/{model}/{version}/\"\n"
         "label stage in dev, staging, production required\n"
         "\n"
         "store artifacts on s3 \"acme-ml\" {\n"
         "  versioning  on\n"
         "  recoverable for 7 days\n"
         "}\n"
         "\n"
         "rule dev where stage == dev {\n"
         "  delete after 14 days\n"
         "}\n";
}
std::string policy_b() {
  return policy_a() +
         "\n"
         "store extra on gcs \"acme-extra\" {\n"
         "  versioning off\n"
         "}\n"
         "\n"
         "rule production where stage == production {\n"
         "  keep for 2 years\n"
         "  delete after 3 years\n"
         "}\n";
}

}  // namespace shelflife::cli_test
