#include "compiler/verify/verify.hpp"

#include <algorithm>

#include "compiler/verify/verify_parts.hpp"

namespace shelflife {

namespace {

// Parts that one store's proof looks at in all; beyond it what is left is undecided.
constexpr std::size_t max_parts_a_store = 2'000'000;

VerifyVerdict verdict_of(const Verification& v) {
  if (!v.violations.empty()) return VerifyVerdict::unsafe;
  if (!v.undecided.empty()) return VerifyVerdict::undecided;
  return v.gaps.empty() ? VerifyVerdict::safe : VerifyVerdict::incomplete;
}

}  // namespace

Verifier::Verifier(const Policy& policy, const Lowered& lowered, const SourceManager* sources)
    : policy_(policy), lowered_(lowered), sources_(sources), evaluator_(policy), placements_(policy.stores.size()) {
  for (const Placement& p : lowered.placements) placements_[p.store].push_back(&p);
  for (auto& list : placements_) {
    std::stable_sort(list.begin(), list.end(), [](const Placement* a, const Placement* b) { return a->statement < b->statement; });
  }
}

Verification Verifier::verify(StoreId store, const std::vector<NativeRule>& rules) const {
  Verification out;
  const StoreSpace space(policy_, store, evaluator_.rules(store), sources_);
  const verifying::Question question{space, evaluator_, placements_[store], lowered_, rules, out, max_parts_a_store};
  verifying::check_safety(question);
  verifying::check_completeness(question);
  verifying::check_the_rest(question);
  out.verdict = verdict_of(out);
  return out;
}

Verification verify(const Policy& policy, StoreId store, const Lowered& lowered, const std::vector<NativeRule>& rules, const SourceManager* sources) {
  return Verifier(policy, lowered, sources).verify(store, rules);
}

}  // namespace shelflife
