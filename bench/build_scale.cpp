// Build time as a policy grows: realistic rules (projects x stages, tags, sizes), spread over stores so that each
// provider's limit of rules is kept. Prints seconds and the exponent of growth between sizes.
// usage: build_scale SHELFLIFE [LARGEST]
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/scale_policy.hpp"


int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s SHELFLIFE [LARGEST]\n", words[0]);
    return 2;
  }
  const std::size_t largest = count > 2 ? std::strtoull(words[2], nullptr, 10) : 100000;
  char folder[] = "/tmp/shelflife-scale-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 2;
  const std::string policy = std::string(folder) + "/policy.shelf", output = std::string(folder) + "/out";
  std::printf("%9s %9s %10s %9s %9s\n", "rules", "KiB", "seconds", "MiB", "exponent");
  double last = 0;
  bool failed = false;
  for (std::size_t rules = 10; rules <= largest && !failed; rules *= 10) {
    const std::string text = shelflife::bench::policy_of(rules);
    std::FILE* const file = std::fopen(policy.c_str(), "w");
    failed = file == nullptr || std::fwrite(text.data(), 1, text.size(), file) != text.size() || std::fclose(file) != 0;
    double best = 1e9;
    long memory = 0;
    for (int turn = 0; turn < (rules < 10000 ? 5 : 1) && !failed; ++turn) {
      const auto begin = std::chrono::steady_clock::now();
      const pid_t child = ::fork();
      if (child == 0) {
        ::execl(words[1], words[1], "build", policy.c_str(), "-q", "-o", output.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
      }
      int status = 0;
      rusage usage{};
      ::wait4(child, &status, 0, &usage);
      best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      memory = std::max(memory, usage.ru_maxrss);
      failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
      if (std::system(("rm -rf '" + output + "'").c_str()) != 0) failed = true;
    }
    std::printf("%9zu %9zu %10.4f %9.1f ", rules, text.size() / 1024, best, static_cast<double>(memory) / 1024);
    if (last > 0) std::printf("%9.2f", std::log10(best / last));
    std::printf("%s\n", failed ? "  FAILED" : "");
    std::fflush(stdout);
    last = best;
  }
  if (std::system((std::string("rm -rf '") + folder + "'").c_str()) != 0) failed = true;
  return failed ? 1 : 0;
}
