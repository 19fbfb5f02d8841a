// A second opinion on the proof: Z3 decides the same questions about random policies from an encoding of its own.
// SHELFLIFE_Z3_POLICIES sets how many; the nightly run asks more.
#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>

#include "compiler/verify/verify.hpp"
#include "tests/differential/pipeline.hpp"
#include "tests/z3/encoding.hpp"

using namespace shelflife;
using differential::Random;

namespace {

enum class Opinion { safe, unsafe, unknown };

Opinion ask_z3(const Policy& policy, const NativeRule& rule, const NativeAction& action, std::string& example) {
  z3::context context;
  const second_opinion::Encoding encoding(context, policy, rule.store);
  z3::solver solver(context);
  z3::params limits(context);
  limits.set("timeout", 2000U);
  solver.set(limits);
  const bool moves = action.kind == ActionKind::transition || action.kind == ActionKind::transition_noncurrent;
  solver.add(encoding.laws());
  solver.add(encoding.acts(rule, action));
  solver.add(!(moves ? encoding.may_be_moved(action) : encoding.may_be_deleted()));
  switch (solver.check()) {
    case z3::sat: example = encoding.describe(solver.get_model()); return Opinion::unsafe;
    case z3::unsat: return Opinion::safe;
    case z3::unknown: break;
  }
  return Opinion::unknown;
}

bool askable(ActionKind kind) {
  return kind == ActionKind::expire || kind == ActionKind::expire_noncurrent || kind == ActionKind::transition || kind == ActionKind::transition_noncurrent;
}

// One change of a native rule; nothing when it does not apply.
std::optional<NativeRule> changed(const NativeRule& rule, Random& random) {
  NativeRule out = rule;
  NativeAction& action = out.actions[0];
  NativeFilter& filter = out.filter;
  switch (random.below(9)) {
    case 0: action.days += 1; return out;
    case 1: if (action.days < 2) return std::nullopt; action.days -= 1; return out;
    case 2: action.days = 1 + static_cast<std::uint32_t>(random.below(120)); return out;
    case 3: if (filter.prefixes.empty()) return std::nullopt; filter.prefixes.clear(); return out;
    case 4: if (filter.prefixes.empty()) return std::nullopt; filter.prefixes[0].pop_back(); if (filter.prefixes[0].empty()) filter.prefixes.clear(); return out;
    case 5: filter.prefixes = {random.of({"ml/", "ml/dev/", "ml/d", "ml/staging/p/", "ml/production/p/m/", "dev/", "logs/"})}; return out;
    case 6: if (filter.tags.empty()) return std::nullopt; filter.tags.clear(); return out;
    case 7: if (filter.tags.empty()) return std::nullopt; filter.tags[0].second = random.of({"a", "b", "x", "zz"}); return out;
    default: if (!filter.size_min && !filter.size_max) return std::nullopt; filter.size_min.reset(); filter.size_max.reset(); return out;
  }
}

std::size_t from_environment(const char* name, std::size_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("Z3 and the proof say the same of native rules") {
  const std::size_t wanted = from_environment("SHELFLIFE_Z3_POLICIES", 500);  // what is undecided of a policy is so for several of its rules: fewer would be a matter of luck
  Random random(from_environment("SHELFLIFE_SEED", 1));
  std::size_t policies = 0, safe = 0, unsafe = 0, unknown = 0, undecided = 0, in_policies = 0;
  while (policies < wanted) {
    const differential::PolicyText text = differential::random_policy(random);
    if (text.provider == "azure" || text.layouts.size() != 1) continue;
    const auto built = differential::build(text);
    if (!built) continue;
    std::vector<NativeRule> questions;
    for (const NativeRule& rule : built->lowered.documents.at(0).rules) {
      for (const NativeAction& action : rule.actions) {
        const bool by_mark = !rule.filter.tags.empty() && rule.filter.tags[0].first == "shelflife-sweep";  // the mark decides
        if (!askable(action.kind) || by_mark) continue;
        NativeRule one = rule;
        one.actions = {action};
        questions.push_back(one);
        for (int i = 0; i < 3; ++i) {
          if (auto mutant = changed(one, random)) questions.push_back(std::move(*mutant));
        }
      }
    }
    if (questions.empty()) continue;
    ++policies;
    const std::size_t before = undecided;
    for (const NativeRule& rule : questions) {
      std::string example;
      const Opinion z3 = ask_z3(built->policy, rule, rule.actions[0], example);
      if (z3 == Opinion::unknown) {
        ++unknown;
        continue;
      }
      ++(z3 == Opinion::safe ? safe : unsafe);
      const Verification verification = verify(built->policy, rule.store, built->lowered, {rule}, nullptr);
      if (!verification.undecided.empty() && verification.violations.empty()) {  // counts as refused: a build stops there
        ++undecided;
        if (std::getenv("SHELFLIFE_SHOW") != nullptr) MESSAGE(text.root() << text.team() << verification.undecided[0].what << "; Z3: " << std::string(z3 == Opinion::safe ? "safe" : "unsafe " + example));
        continue;
      }
      const bool ours = verification.violations.empty();
      if (ours != (z3 == Opinion::safe)) {
        FAIL_CHECK(text.root() << text.team() << "rule " << rule.id << " prefix " << (rule.filter.prefixes.empty() ? std::string() : rule.filter.prefixes[0]) << " action "
                               << static_cast<int>(rule.actions[0].kind) << " after " << rule.actions[0].days << ": the proof says " << std::string(ours ? "safe" : "unsafe")
                               << ", Z3 the contrary: " << example);
      }
    }
    in_policies += undecided > before ? 1U : 0U;
  }
  MESSAGE(policies << " policies: both say safe of or unsafe of " << safe << " and " << unsafe << " native rules; Z3 did not know " << unknown << ", the proof " << undecided << " in " << in_policies << " policies");
  CHECK(safe > wanted / 2);
  CHECK(unsafe > wanted / 2);
  CHECK(unknown * 100 < safe + unsafe);
  CHECK(undecided * 100 < 3 * (safe + unsafe));
}
