// Every error that lowering could make in what it hands on is found: a statement that the plan does not get, a rule or an
// action that is missing, days and counts that are off, a store's rules at another store, a lock that is too short.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <map>

#include "tests/proof/policies.hpp"

using namespace shelflife;
using namespace shelflife::proofs;

namespace {

using Report = std::function<void(const std::string& what, const Lowered& mutant, std::optional<Placement> placement)>;

void placements(const Lowered& lowered, const Report& report) {
  for (std::size_t i = 0; i < lowered.placements.size(); ++i) {
    const Placement& p = lowered.placements[i];
    Lowered mutant = lowered;
    mutant.placements.erase(mutant.placements.begin() + static_cast<std::ptrdiff_t>(i));
    report("row dropped", mutant, p);
    if (!p.in_plan()) continue;
    mutant = lowered;
    mutant.placements[i].who = Who::cloud;
    report("not in the plan", mutant, p);
  }
}

void actions(const Lowered& lowered, const Report& report) {
  for (std::size_t d = 0; d < lowered.documents.size(); ++d) {
    for (std::size_t r = 0; r < lowered.documents[d].rules.size(); ++r) {
      const NativeRule& rule = lowered.documents[d].rules[r];
      const auto changed = [&](const std::string& what, const std::function<void(NativeRule&)>& change) {
        Lowered mutant = lowered;
        change(mutant.documents[d].rules[r]);
        report(fmt::format("rule {}: {}", rule.id, what), mutant, std::nullopt);
      };
      changed("no actions", [](NativeRule& m) { m.actions.clear(); });
      for (std::size_t a = 0; a < rule.actions.size(); ++a) {
        const std::string action = fmt::format("action {} ", a);
        changed(action + "dropped", [&](NativeRule& m) { m.actions.erase(m.actions.begin() + static_cast<std::ptrdiff_t>(a)); });
        if (rule.actions[a].kind == ActionKind::expired_markers) continue;
        changed(action + "later", [&](NativeRule& m) { ++m.actions[a].days; });
        if (rule.actions[a].days > 0) changed(action + "sooner", [&](NativeRule& m) { --m.actions[a].days; });
        if (rule.actions[a].newer_noncurrent > 0) changed(action + "keeps fewer", [&](NativeRule& m) { --m.actions[a].newer_noncurrent; });
        if (rule.actions[a].clock == NativeClock::noncurrent) {
          changed(action + "keeps more", [&](NativeRule& m) { ++m.actions[a].newer_noncurrent; });
          changed(action + "on current", [&](NativeRule& m) { m.actions[a].kind = ActionKind::expire; m.actions[a].clock = NativeClock::created; });
        }
        if (rule.actions[a].clock == NativeClock::accessed) changed(action + "since created", [&](NativeRule& m) { m.actions[a].clock = NativeClock::created; });
      }
    }
  }
}

void settings(const Lowered& lowered, const Report& report) {
  for (std::size_t i = 0; i < lowered.default_locks.size(); ++i) {
    Lowered mutant = lowered;
    mutant.default_locks.erase(mutant.default_locks.begin() + static_cast<std::ptrdiff_t>(i));
    report("no default lock", mutant, std::nullopt);
    mutant = lowered;
    --mutant.default_locks[i].duration.days;
    report("a shorter lock", mutant, std::nullopt);
    if (lowered.default_locks[i].mode != LockMode::compliance) continue;
    mutant = lowered;
    mutant.default_locks[i].mode = LockMode::governance;
    report("a weaker lock", mutant, std::nullopt);
  }
}

// The rules of two stores of one provider, each at the other.
void stores(const Policy& policy, const Lowered& lowered, const Report& report) {
  for (StoreId a = 0; a < policy.stores.size(); ++a) {
    for (StoreId b = a + 1; b < policy.stores.size(); ++b) {
      if (policy.stores[a].provider != policy.stores[b].provider) continue;
      const auto filters = [&](StoreId s) {
        std::vector<std::pair<NativeFilter, std::size_t>> out;
        for (const NativeRule& rule : rules_of(lowered, s)) out.emplace_back(rule.filter, rule.actions.size());
        return out;
      };
      if (filters(a) == filters(b)) continue;
      Lowered mutant = lowered;
      for (NativeDocument& document : mutant.documents) {
        for (NativeRule& rule : document.rules) rule.store = rule.store == a ? b : rule.store == b ? a : rule.store;
      }
      report(fmt::format("rules of {} and {} swapped", policy.stores[a].name, policy.stores[b].name), mutant, std::nullopt);
    }
  }
}

bool found(const BuiltPolicy& built, const Lowered& mutant) {
  const Verifier verifier(built.policy, mutant, &built.sources);
  for (StoreId s = 0; s < built.policy.stores.size(); ++s) {
    if (!clean(verifier.verify(s, rules_of(mutant, s)))) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("every error of lowering is found") {
  std::map<std::string, std::size_t> equivalents;
  std::size_t tried = 0, caught = 0;
  for (const auto& built : golden_policies()) {
    const Report report = [&](const std::string& what, const Lowered& mutant, std::optional<Placement> placement) {
      ++tried;
      if (found(*built, mutant)) {
        ++caught;
        return;
      }
      const std::string text = placement ? fmt::format("{} ({}, statement {}/{}): {}", what, to_text(placement->who), placement->statement.rule, placement->statement.statement, placement->because) : what;
      MESSAGE(built->name << ": survives: " << text);
    };
    placements(built->lowered, report);
    actions(built->lowered, report);
    settings(built->lowered, report);
    stores(built->policy, built->lowered, report);
  }
  MESSAGE("errors of lowering found: " << caught << " of " << tried);
  CHECK(tried > 500);
}
