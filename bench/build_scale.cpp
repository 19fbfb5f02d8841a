// Build time as a policy grows: realistic rules (projects x stages, tags, sizes), spread over stores so that each
// provider's limit of rules is kept. Prints seconds and the exponent of growth between sizes.
// usage: build_scale SHELFLIFE [LARGEST]
#include <algorithm>
#include <cmath>

#include "bench/run_build.hpp"
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
    failed = !bench::write_text(policy, text);
    double best = 1e9, memory = 0;
    for (int turn = 0; turn < (rules < 10000 ? 5 : 1) && !failed; ++turn) {
      const bench::Run run = bench::run_build(words[1], policy, output, 600);
      best = std::min(best, run.seconds);
      memory = std::max(memory, run.mib);
      failed = run.status != 0;
    }
    std::printf("%9zu %9zu %10.4f %9.1f ", rules, text.size() / 1024, best, memory);
    if (last > 0) std::printf("%9.2f", std::log10(best / last));
    std::printf("%s\n", failed ? "  FAILED" : "");
    std::fflush(stdout);
    last = best;
  }
  if (std::system((std::string("rm -rf '") + folder + "'").c_str()) != 0) failed = true;
  return failed ? 1 : 0;
}
