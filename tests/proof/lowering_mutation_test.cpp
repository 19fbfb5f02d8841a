// Every error that lowering could make in what it hands on is found: a statement that the plan does not get, a rule or an
// action that is missing, days and counts that are off, a store's rules at another store, a lock that is too short.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/proof/policies.hpp"

using namespace shelflife;
using namespace shelflife::proofs;

namespace {

// An error, and the statements whose work it takes away or hurries.
struct Error {
  std::string what;
  Lowered mutant;
  StoreId store = no_id;
  std::vector<StatementRef> statements;
  std::optional<NativeAction> action;  // the one that is changed
};
using Report = std::function<void(const Error& error)>;

void placements(const Lowered& lowered, const Report& report) {
  for (std::size_t i = 0; i < lowered.placements.size(); ++i) {
    const Placement& p = lowered.placements[i];
    if (!p.in_plan()) continue;  // a row of the cloud's or nobody's is for people to read
    Error error{fmt::format("statement {}/{} ({}: {}) is lost", p.statement.rule, p.statement.statement, to_text(p.who), p.because), lowered, p.store, {}, {}};
    error.mutant.placements.erase(error.mutant.placements.begin() + static_cast<std::ptrdiff_t>(i));
    report(error);
    error.what = fmt::format("statement {}/{} ({}: {}) is not in the plan", p.statement.rule, p.statement.statement, to_text(p.who), p.because);
    error.mutant = lowered;
    error.mutant.placements[i].who = Who::cloud;
    report(error);
  }
}

void actions(const Lowered& lowered, const Report& report) {
  for (std::size_t d = 0; d < lowered.documents.size(); ++d) {
    for (std::size_t r = 0; r < lowered.documents[d].rules.size(); ++r) {
      const NativeRule& rule = lowered.documents[d].rules[r];
      for (std::size_t a = 0; a < rule.actions.size(); ++a) {
        const NativeAction& action = rule.actions[a];
        const auto changed = [&](const char* what, const std::function<void(std::vector<NativeAction>&)>& change) {
          Error error{fmt::format("rule {}, action {}: {}", rule.id, a, what), lowered, rule.store, action.from, action};
          change(error.mutant.documents[d].rules[r].actions);
          report(error);
        };
        changed("dropped", [&](auto& all) { all.erase(all.begin() + static_cast<std::ptrdiff_t>(a)); });
        if (action.kind == ActionKind::expired_markers) continue;
        changed("later", [&](auto& all) { ++all[a].days; });
        if (action.days > 1 || action.clock == NativeClock::noncurrent) changed("sooner", [&](auto& all) { --all[a].days; });
        if (action.newer_noncurrent > 0) changed("keeps fewer", [&](auto& all) { --all[a].newer_noncurrent; });
        if (action.clock == NativeClock::noncurrent) {
          changed("keeps more", [&](auto& all) { ++all[a].newer_noncurrent; });
          changed("on current objects", [&](auto& all) { all[a].kind = ActionKind::expire; all[a].clock = NativeClock::created; all[a].days = 1; });
        }
        if (action.clock == NativeClock::accessed) changed("since created", [&](auto& all) { all[a].clock = NativeClock::created; });
      }
    }
  }
}

void settings(const Lowered& lowered, const Report& report) {
  for (std::size_t i = 0; i < lowered.default_locks.size(); ++i) {
    Error error{"no default lock", lowered, lowered.default_locks[i].store, {}, {}};
    error.mutant.default_locks.erase(error.mutant.default_locks.begin() + static_cast<std::ptrdiff_t>(i));
    report(error);
    error.mutant = lowered;
    error.what = "a shorter lock";
    --error.mutant.default_locks[i].duration.days;
    report(error);
    if (lowered.default_locks[i].mode != LockMode::compliance) continue;
    error.mutant = lowered;
    error.what = "a weaker lock";
    error.mutant.default_locks[i].mode = LockMode::governance;
    report(error);
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
      Error error{fmt::format("rules of {} and {} swapped", policy.stores[a].name, policy.stores[b].name), lowered, a, {}, {}};
      for (NativeDocument& document : error.mutant.documents) {
        for (NativeRule& rule : document.rules) rule.store = rule.store == a ? b : rule.store == b ? a : rule.store;
      }
      report(error);
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

// An error that makes no difference, and why. Whatever else survives is a hole in the proof.
std::string equivalent(const BuiltPolicy& built, const Error& error) {
  const bool planned = !error.statements.empty() && std::all_of(error.statements.begin(), error.statements.end(), [&](StatementRef ref) {
    return std::any_of(built.lowered.placements.begin(), built.lowered.placements.end(), [&](const Placement& p) { return p.statement == ref && p.store == error.store && p.in_plan(); });
  });
  const auto about = [&](std::string_view text) { return error.what.find(text) != std::string::npos; };
  if (error.action && error.action->kind == ActionKind::expired_markers) return "S3: an expiration by days removes expired markers under its prefix too";
  if (error.action && error.action->clock == NativeClock::created && about(": sooner") && (error.action->kind == ActionKind::expire_noncurrent || error.action->kind == ActionKind::expire_snapshots))
    return "Azure: soft delete gives the recoverable span after a version's delete, at whatever age that is";
  if (planned) return "the plan has the whole statement too: the rule only does less, or what the policy allows";
  if (built.name == "hold" && about("statement 1/0")) return "the hold has no date and holds all that the statement speaks of: it is never due";
  if (built.name == "gcs" && about("statement 3/0")) return "the action counts noncurrent revisions here; only GCS's own text counts the live one too";
  // `scratch` of the root file, and `erasure`, speak of the same old revisions, and the plan has them.
  if (built.name == "examples/organisation" && about("rule vision-scratch, action 1")) return "another statement deletes these old revisions, by the plan";
  if (built.name == "examples/personal-data" && about("rule support-2")) return "another statement deletes these old revisions, by the plan";
  return {};
}

}  // namespace

TEST_CASE("every error of lowering is found") {
  std::map<std::string, std::size_t> equivalents;
  std::size_t tried = 0, caught = 0, the_same = 0;
  for (const auto& built : golden_policies()) {
    const Report report = [&](const Error& error) {
      ++tried;
      if (found(*built, error.mutant)) {
        ++caught;
        return;
      }
      const std::string why = equivalent(*built, error);
      if (why.empty()) FAIL_CHECK(built->name << ": survives: " << error.what);
      else ++equivalents[why];
    };
    placements(built->lowered, report);
    actions(built->lowered, report);
    settings(built->lowered, report);
    stores(built->policy, built->lowered, report);
  }
  for (const auto& [why, count] : equivalents) {
    MESSAGE(count << " make no difference: " << why);
    the_same += count;
  }
  MESSAGE("errors of lowering found: " << caught << " of " << tried - the_same << " that make a difference");
  CHECK(tried > 500);
  CHECK(caught + the_same == tried);
}
