// Build time as a policy grows: realistic rules (projects x stages, tags, sizes), spread over stores so that each
// provider's limit of rules is kept. Prints seconds and the exponent of growth between sizes.
// usage: build_scale SHELFLIFE [LARGEST]
#include <algorithm>
#include <cmath>

#include "bench/run_build.hpp"

namespace {

constexpr std::size_t rules_per_store = 200;  // an S3 document holds 1000; a rule here gives up to three

// Rule i: its project and stage; every third has a tag, every fifth a size, some move first.
void append_rule(std::string& out, std::size_t i) {
  const std::string project = "project" + std::to_string(i / 3), store = "store" + std::to_string(i / rules_per_store);
  const char* const stages[] = {"dev", "staging", "production"};
  out += "rule r" + std::to_string(i) + " on " + store + " where project == " + project + " and stage == " + stages[i % 3] + " {\n";
  if (i % 3 == 2) {
    out += "  keep for 2 years\n  move to archive after 180 days\n";
  } else {
    if (i % 3 == 1) out += "  move to cool after 30 days\n";
    out += "  delete after " + std::to_string(45 + i % 50) + " days";
    if (i % 5 == 4) out += " where size >= 1 MiB";
    out += "\n";
    if (i % 7 == 3) out += "  delete after 40 days where status == failed\n";
  }
  out += "}\n";
}

std::string policy_of(std::size_t rules) {
  std::string out =
      "layout \"ml/{stage}/{project}/{model}/{version}/\"\n"
      "label stage in dev, staging, production required\n"
      "label status in failed, done from tag\n";
  for (std::size_t store = 0; store * rules_per_store < rules; ++store) {
    const std::string number = std::to_string(store);
    out += "store store" + number + " on s3 \"acme-ml-" + number + "\" { versioning on recoverable for 14 days }\n";
  }
  for (std::size_t i = 0; i < rules; ++i) append_rule(out, i);
  return out;
}

}  // namespace

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
    const std::string text = policy_of(rules);
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
