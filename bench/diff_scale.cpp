// Time of `diff` as a policy grows, with one, ten and half of its rules changed: all in one bucket, realistic rules (projects
// x stages, tags, sizes). Prints seconds and the exponent of growth between sizes.
// usage: diff_scale SHELFLIFE [LARGEST]
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// Rule i: its project and stage; every third has a tag, every fifth a size.
void append_rule(std::string& out, std::size_t i, bool changed) {
  const char* const stages[] = {"dev", "staging", "production"};
  out += "rule r" + std::to_string(i) + " where project == project" + std::to_string(i / 3) + " and stage == " + stages[i % 3] + " {\n";
  if (i % 3 == 2) {
    out += changed ? "  keep for 1 years\n" : "  keep for 2 years\n";
    out += "  move to archive after 180 days\n";
  } else {
    if (i % 3 == 1) out += "  move to cool after 30 days\n";
    out += "  delete after " + std::to_string((changed ? 40 : 45) + i % 50) + " days";
    if (i % 5 == 4) out += " where size >= 1 MiB";
    out += "\n";
    if (i % 7 == 3) out += "  delete after 32 days where status == failed\n";
  }
  out += "}\n";
}

std::string policy_of(std::size_t rules, std::size_t changed) {
  std::string out =
      "layout \"ml/{stage}/{project}/{model}/{version}/\"\n"
      "label stage in dev, staging, production required\n"
      "label status in failed, done from tag\n"
      "store artifacts on s3 \"acme-ml\" { versioning on recoverable for 14 days }\n";
  const std::size_t each = changed == 0 ? rules + 1 : rules / changed;
  for (std::size_t i = 0; i < rules; ++i) append_rule(out, i, i % each == each - 1);
  return out;
}

bool write(const std::string& path, const std::string& text) {
  std::FILE* const file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return false;
  const bool all = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && all;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s SHELFLIFE [LARGEST]\n", words[0]);
    return 2;
  }
  const std::size_t largest = count > 2 ? std::strtoull(words[2], nullptr, 10) : 100000;
  char folder[] = "/tmp/shelflife-diff-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 2;
  const std::string before = std::string(folder) + "/old.shelf", after = std::string(folder) + "/new.shelf";
  std::printf("%9s %9s %10s %9s %9s\n", "rules", "changed", "seconds", "MiB", "exponent");
  bool failed = false;
  for (const char* const share : {"1", "10", "half"}) {
    double last = 0;
    for (std::size_t rules = 10; rules <= largest && !failed; rules *= 10) {
      const std::size_t changed = share[0] == 'h' ? rules / 2 : std::strtoull(share, nullptr, 10);
      failed = !write(before, policy_of(rules, 0)) || !write(after, policy_of(rules, changed));
      double best = 1e9;
      long memory = 0;
      for (int turn = 0; turn < (rules < 10000 ? 5 : 1) && !failed; ++turn) {
        const auto begin = std::chrono::steady_clock::now();
        const pid_t child = ::fork();
        if (child == 0) {
          const int nowhere = ::open("/dev/null", O_WRONLY);
          ::dup2(nowhere, STDOUT_FILENO);
          ::execl(words[1], words[1], "diff", before.c_str(), after.c_str(), static_cast<char*>(nullptr));
          ::_exit(127);
        }
        int status = 0;
        rusage usage{};
        ::wait4(child, &status, 0, &usage);
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        memory = std::max(memory, usage.ru_maxrss);
        failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
      }
      std::printf("%9zu %9zu %10.4f %9ld", rules, changed, best, memory / 1024);
      if (last > 0) std::printf(" %9.2f", std::log10(best / last));
      std::printf("\n");
      std::fflush(stdout);
      last = best;
    }
  }
  ::unlink(before.c_str());
  ::unlink(after.c_str());
  ::rmdir(folder);
  return failed ? 1 : 0;
}
