// What the proof costs beside the stages before it, in CPU seconds, as a policy grows; and the policies that are hard for it:
// many deletes under many keeps that overlap along several labels at once.
// usage: proof_scale [LARGEST]
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "bench/scale_policy.hpp"
#include "compiler/lowering/lowering.hpp"
#include "compiler/resolve/resolve.hpp"
#include "compiler/verify/verify.hpp"
#include "grammar/parse.hpp"

namespace {

using namespace shelflife;

double cpu() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Run {
  double parse = 0, resolve = 0, lower = 0, proof = 0;
  std::size_t native = 0, proved = 0, refused = 0, undecided = 0;
};

Run run(const std::string& text) {
  Run out;
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", text);
  double at = cpu();
  const auto lap = [&] {
    const double before = at;
    at = cpu();
    return at - before;
  };
  {
    Diagnostics ignored;
    parse(sources, root, ignored);
  }
  out.parse = lap();
  const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  out.resolve = lap() - out.parse;  // resolving parses too
  const Lowered lowered = lower(policy, diagnostics, &sources);
  out.lower = lap();
  std::vector<std::vector<NativeRule>> rules(policy.stores.size());
  for (const NativeDocument& document : lowered.documents) {
    for (const NativeRule& rule : document.rules) rules[rule.store].push_back(rule);
    out.native += document.rules.size();
  }
  lap();
  const Verifier verifier(policy, lowered, &sources);
  for (StoreId store = 0; store < policy.stores.size(); ++store) {
    const Verification proof = verifier.verify(store, rules[store]);
    out.proved += proof.verdict == VerifyVerdict::safe ? 1U : 0U;
    out.undecided += proof.undecided.size();
    out.refused += proof.violations.size() + proof.gaps.size();
  }
  out.proof = lap();
  return out;
}

// `deletes` x `keeps` statements of one rule each over five labels, no two alike, each bounding two or three of them.
std::string overlapping(std::size_t deletes, std::size_t keeps) {
  const std::array<const char*, 5> labels{"stage", "team", "kind", "tier_wanted", "owner"};
  std::string out = "layout \"ml/{stage}/{team}/{model}/\"\n";
  for (const char* label : labels) {
    out += std::string("label ") + label + " in ";
    for (int v = 0; v < 8; ++v) out += (v > 0 ? ", v" : "v") + std::to_string(v);
    out += label == labels[0] || label == labels[1] ? "\n" : " from tag\n";
  }
  out += "store st on s3 \"acme-ml\" { versioning on }\n";
  const auto where = [&](std::size_t i, std::size_t step) {
    std::string text;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::size_t label = (i / 7 + k * step) % labels.size();
      text += (k > 0 ? " and " : "") + std::string(labels[label]) + (i % 3 == k ? " not in (v" : " in (v") + std::to_string((i + k) % 8) + ", v" + std::to_string((i * 3 + k) % 8 == (i + k) % 8 ? (i + k + 1) % 8 : (i * 3 + k) % 8) + ")";
    }
    return text;
  };
  for (std::size_t i = 0; i < keeps; ++i) out += "rule k" + std::to_string(i) + " where " + where(i, 2) + " { keep for " + std::to_string(20 + i % 60) + " days }\n";
  for (std::size_t i = 0; i < deletes; ++i) out += "rule d" + std::to_string(i) + " where " + where(i + 5, 1) + " { delete after " + std::to_string(5 + i % 50) + " days }\n";
  return out;
}

void print(const char* name, std::size_t size, const Run& r, double last) {
  std::printf("%-12s %7zu %8.4f %8.4f %8.4f %8.4f %7.2f %8zu %7zu %8zu %9zu", name, size, r.parse, r.resolve, r.lower, r.proof, r.proof / r.parse, r.native, r.proved, r.refused, r.undecided);
  if (last > 0) std::printf(" %8.2f", std::log10(r.proof / last));
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  const std::size_t largest = count > 1 ? std::strtoull(words[1], nullptr, 10) : 100000;
  std::printf("%-12s %7s %8s %8s %8s %8s %7s %8s %7s %8s %9s %8s\n", "policy", "rules", "parse", "resolve", "lower", "proof", "ratio", "native", "stores", "refused", "undecided", "exponent");
  bool clean = true;
  double last = 0;
  for (std::size_t rules = 10; rules <= largest; rules *= 10) {
    Run best = run(bench::policy_of(rules));
    for (int turn = 1; turn < (rules < 10000 ? 5 : 1); ++turn) {
      const Run again = run(bench::policy_of(rules));
      if (again.proof < best.proof) best = again;
    }
    print("realistic", rules, best, last);
    clean = clean && best.refused == 0 && best.undecided == 0;
    last = best.proof;
  }
  for (const std::size_t size : {10, 30, 100, 300}) print("overlapping", 2 * size, run(overlapping(size, size)), 0);
  return clean ? 0 : 1;
}
