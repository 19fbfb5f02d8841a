// One `shelflife build` as a process: how long, how much memory, how it ended. For the benchmarks.
#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

struct Run {
  double seconds = 0;
  double mib = 0;   // peak
  int status = -1;  // exit status; -1: it did not end by itself within `most` seconds
};

inline Run run_build(const char* shelflife, const std::string& policy, const std::string& output, unsigned most) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(most);
    if (std::freopen("/dev/null", "w", stderr) != nullptr)
      ::execl(shelflife, shelflife, "build", policy.c_str(), "-q", "-o", output.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  Run out;
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  out.mib = static_cast<double>(usage.ru_maxrss) / 1024;
  if (WIFEXITED(status)) out.status = WEXITSTATUS(status);
  if (std::system(("rm -rf '" + output + "'").c_str()) != 0) out.status = -1;
  return out;
}

inline bool write_text(const std::string& path, const std::string& text) {
  std::FILE* const file = std::fopen(path.c_str(), "w");
  return file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fclose(file) == 0;
}

}  // namespace bench
