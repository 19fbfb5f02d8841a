// What lowering gives for random policies is proved safe and complete: the engine refuses nothing that is right.
#include <doctest/doctest.h>

#include <cstdlib>

#include "compiler/verify/verify.hpp"
#include "emitters/reading/document.hpp"
#include "tests/differential/pipeline.hpp"

using namespace shelflife;
using differential::Built;

TEST_CASE("what is built for random policies is proved safe and complete") {
  const char* const wanted = std::getenv("SHELFLIFE_ROUNDS");
  const char* const most = std::getenv("SHELFLIFE_FAILURES");
  const std::uint64_t rounds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1500;
  std::uint64_t built_policies = 0, native = 0, failures = 0;
  for (std::uint64_t round = 0; round < rounds && failures < (most != nullptr ? std::strtoull(most, nullptr, 10) : 3); ++round) {
    differential::Random random(7000003 + round);
    const differential::PolicyText text = differential::random_policy(random);
    const std::unique_ptr<Built> built = differential::build(text);
    if (!built) continue;
    ++built_policies;
    std::vector<NativeRule> rules;
    if (!built->lifecycle.empty()) {
      ++native;
      const DocumentReading reading = read_lifecycle(built->lifecycle, built->policy.stores[0].provider);
      REQUIRE(reading.documents.size() == 1);
      rules = rules_of(reading.documents[0], built->policy.stores[0], 0);
    }
    const Verification proof = verify(built->policy, 0, built->lowered, rules, nullptr);
    if (proof.verdict == VerifyVerdict::safe && proof.notes.empty()) continue;
    ++failures;
    std::string report = text.root() + "--- team.shelf\n" + text.team() + built->lifecycle + "\n";
    for (const Violation& v : proof.violations) report += "unsafe: " + v.what + ": " + to_text(built->policy, v.witness) + "\n";
    for (const Gap& gap : proof.gaps) report += "gap: " + gap.what + (gap.witness ? ": " + to_text(built->policy, *gap.witness) : "") + "\n";
    for (const Undecided& u : proof.undecided) report += "undecided: " + u.what + "\n";
    for (const std::string& note : proof.notes) report += "note: " + note + "\n";
    for (const Placement& p : built->lowered.placements) report += std::to_string(p.statement.rule) + "/" + std::to_string(p.statement.statement) + " " + to_text(p.who) + ": " + p.because + "\n";
    FAIL_CHECK("round ", round, ":\n", report);
  }
  MESSAGE(built_policies, " policies, ", native, " with native rules");
  CHECK(native > built_policies / 10);
}
