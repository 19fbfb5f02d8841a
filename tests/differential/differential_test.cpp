// Random policies x random objects: native rules and plan against the reference evaluator.
// SHELFLIFE_SEED picks the seed, SHELFLIFE_PAIRS how many (policy, object, time) pairs; a failure prints a small case.
// Two questions: is anything deleted or moved that the policy does not allow, and is all that is due done by the cloud
// or the plan. SHELFLIFE_COMPLETE=0 asks the first only.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "tests/differential/check.hpp"

using namespace shelflife::differential;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("native rules and plan do what the policy means, and nothing else") {
  const std::uint64_t seed = from_environment("SHELFLIFE_SEED", 1);
  const std::uint64_t wanted = from_environment("SHELFLIFE_PAIRS", 1000000);
  const std::uint64_t most_failures = from_environment("SHELFLIFE_FAILURES", 1);
  const bool complete = from_environment("SHELFLIFE_COMPLETE", 1) != 0;
  constexpr std::size_t worlds = 15, objects = 8;
  std::uint64_t pairs = 0, policies = 0, refused = 0, native = 0, failures = 0;
  std::map<std::string, int> kinds;
  for (std::uint64_t round = 0; pairs < wanted && failures < most_failures; ++round) {
    Random random(seed * 1000003 + round);
    const PolicyText text = random_policy(random);
    std::string why;
    const std::unique_ptr<Built> built = build(text, &why);
    if (!built) {
      if (std::getenv("SHELFLIFE_REFUSALS") != nullptr) ++kinds[why.substr(0, 60)];
      ++refused;
      REQUIRE(refused < 1000 + 20 * (policies + 1));
      continue;
    }
    ++policies;
    native += built->cloud != nullptr;
    for (std::size_t w = 0; w < worlds; ++w) {
      const RandomWorld world = random_world(random, objects);
      pairs += objects;
      const auto failure = check(*built, world, complete);
      if (!failure) continue;
      ++failures;
      const std::string report = smallest(text, world, *failure, complete);
      FAIL_CHECK("seed ", seed, ", round ", round, ": ", report);
      break;
    }
  }
  MESSAGE(pairs, " pairs, ", policies, " policies (", native, " with native rules), ", refused, " refused");
  for (const auto& [kind, count] : kinds) MESSAGE(count, " x ", kind);
}
