#include "tests/proof/random_rules.hpp"

#include "tests/differential/policy_text.hpp"

namespace shelflife::proofs {

using differential::Random;

namespace {

std::string random_prefix(Random& r) {
  return r.of({"", "", "ml/", "ml/", "ml/d", "ml/de", "ml/dev/", "ml/dev/", "ml/dev", "ml/dev/p", "ml/dev/p/", "ml/dev/m", "ml/production/", "ml/staging/", "ml/s",
               "ml/staging/m/", "ml/qa/", "ml/dev/tmp/", "ml/dev/m-m/", "data/", "data/p/", "data/p/run-", "logs/", "logs/dev/", "dev/", "dev/p/", "m", "ml/dev/raw/"});
}

std::pair<std::string, std::string> random_tag(Random& r) {
  switch (r.below(6)) {
    case 0:
    case 1: return {"owner", r.of({"a", "b", "c"})};
    case 2: return {"cost:center", r.of({"x", "y", "z"})};
    case 3: return {"stage", r.of({"dev", "production", "qa"})};
    case 4: return {"project", r.of({"p", "q", "z"})};
    default: return {"score", r.of({"4", "5", "10", "n/a"})};
  }
}

std::string random_class(Random& r, Provider provider) {
  if (provider == Provider::s3) return r.of({"STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"});
  return provider == Provider::azure ? r.of({"Cool", "Cold", "Archive"}) : r.of({"NEARLINE", "COLDLINE", "ARCHIVE"});
}

NativeAction random_action(Random& r, Provider provider) {
  NativeAction a;
  const std::size_t kind = r.below(10);
  a.days = r.of(differential::used_days());
  if (kind < 5) a.kind = ActionKind::expire;
  else if (kind < 7) a.kind = ActionKind::expire_noncurrent;
  else if (kind < 9) a.kind = ActionKind::transition;
  else a.kind = provider == Provider::azure ? ActionKind::expire_snapshots : ActionKind::transition_noncurrent;
  const bool old = a.kind == ActionKind::expire_noncurrent || a.kind == ActionKind::transition_noncurrent;
  if (old && provider != Provider::azure) {
    a.clock = NativeClock::noncurrent;
    if (r.percent(25)) a.newer_noncurrent = 1 + static_cast<std::uint32_t>(r.below(3));
  }
  if (provider == Provider::azure && !old && a.kind != ActionKind::expire_snapshots && r.percent(25)) a.clock = NativeClock::accessed;
  if (a.kind == ActionKind::transition || a.kind == ActionKind::transition_noncurrent) a.storage_class = random_class(r, provider);
  a.partial = r.percent(5);
  return a;
}

NativeRule random_rule(Random& r, const Policy& policy) {
  const Provider provider = policy.stores[0].provider;
  NativeRule rule;
  rule.store = 0;
  const std::size_t prefixes = provider == Provider::s3 || r.percent(70) ? 1 : 2;
  for (std::size_t i = 0; i < prefixes; ++i) {
    const std::string prefix = random_prefix(r);
    if (!prefix.empty()) rule.filter.prefixes.push_back(prefix);
  }
  if (provider == Provider::gcs && r.percent(15)) rule.filter.suffixes = {r.of({".bin", "x", "/x"})};
  if (provider != Provider::gcs && r.percent(20)) rule.filter.tags = {random_tag(r)};
  if (provider != Provider::azure && r.percent(15)) rule.filter.size_min = std::vector<std::uint64_t>{1, 102401, 131072, 1048576}[r.below(4)];
  if (provider != Provider::azure && r.percent(15)) rule.filter.size_max = std::vector<std::uint64_t>{131071, 131072, 1048576, 2000000}[r.below(4)];
  rule.actions.push_back(random_action(r, provider));
  return rule;
}

// One change, in either direction.
void change(Random& r, const Policy& policy, NativeRule& rule) {
  if (rule.actions.empty()) return;
  NativeAction& a = rule.actions[r.below(rule.actions.size())];
  NativeFilter& f = rule.filter;
  switch (r.below(12)) {
    case 0: a.days += 1; return;
    case 1: a.days -= a.days > 0 ? 1U : 0U; return;
    case 2: a.days = r.of(differential::used_days()); return;
    case 3: if (!f.prefixes.empty()) f.prefixes[r.below(f.prefixes.size())].pop_back(); break;
    case 4: if (!f.prefixes.empty()) f.prefixes.erase(f.prefixes.begin()); return;
    case 5: if (!f.prefixes.empty()) f.prefixes[0] += r.of({"p", "m/", "p/m", "tmp/"}); else f.prefixes = {random_prefix(r)}; break;
    case 6: f.tags.clear(); return;
    case 7: if (policy.stores[0].provider != Provider::gcs) f.tags.push_back(random_tag(r)); return;
    case 8: f.size_min.reset(); f.size_max.reset(); return;
    case 9: if (!a.storage_class.empty()) a.storage_class = random_class(r, policy.stores[0].provider); return;
    case 10: if (a.newer_noncurrent > 0) --a.newer_noncurrent; return;
    default: rule.actions.pop_back(); return;
  }
  std::erase(f.prefixes, "");
}

}  // namespace

std::vector<NativeRule> random_rules(Random& r, const Policy& policy, std::vector<NativeRule> own) {
  std::vector<NativeRule> rules;
  if (r.percent(60)) rules = std::move(own);
  const std::size_t changes = rules.empty() ? 0 : r.below(3);
  for (std::size_t i = 0; i < changes; ++i) change(r, policy, rules[r.below(rules.size())]);
  if (!rules.empty() && r.percent(15)) rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(r.below(rules.size())));
  const std::size_t more = rules.empty() ? 1 + r.below(3) : r.below(2);
  for (std::size_t i = 0; i < more; ++i) rules.push_back(random_rule(r, policy));
  for (std::size_t i = 0; i < rules.size(); ++i) rules[i].id = "n" + std::to_string(i);
  return rules;
}

}  // namespace shelflife::proofs
