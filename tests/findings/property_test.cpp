// What the findings say, against the reference evaluator: without a statement that is said to do nothing every verdict on
// every random object is the same, and the object that a finding shows is one on which it shows.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "compiler/model/print.hpp"
#include "compiler/objects/fate.hpp"
#include "tests/differential/policy_text.hpp"
#include "tests/differential/worlds.hpp"
#include "tests/findings/support.hpp"

using namespace shelflife;
using namespace shelflife::test;

namespace {

// Findings that say that the statement can be taken out.
bool says_idle(const Finding& finding) {
  switch (finding.code) {
    case Code::statement_shadowed:
    case Code::move_not_colder:
    case Code::keep_guards_nothing:
    case Code::condition_never_true: return finding.statement.has_value();
    case Code::delete_never_fires: return !finding.others.empty() || !finding.related.empty();
    default: return false;
  }
}

std::string text_of(const reference::Decision& d) {
  std::string text = d.may_be_deleted ? "goes" : "stays";
  text += ", floor " + std::to_string(static_cast<int>(d.floor));
  // a mark that is left or taken off where nothing may go is no difference
  if (d.mark == reference::MarkAction::write) text += " by " + d.mark_by;
  if (d.lock) text += ", locked until " + std::to_string(d.lock->until) + " mode " + std::to_string(static_cast<int>(d.lock->mode));
  return text;
}

bool has(const std::vector<StatementRef>& list, StatementRef ref) { return std::find(list.begin(), list.end(), ref) != list.end(); }

// The finding's object, judged by the evaluator.
void check_witness(const Policy& policy, const Finding& finding) {
  if (!finding.witness) return;
  const ObjectState& object = *finding.witness;
  const std::string shown = to_text(policy, object);
  CAPTURE(finding.message);
  CAPTURE(shown);
  const std::vector<StatementRef> all = speaking(policy, object);
  const reference::Decision decision = decide_one(policy, object);
  const auto one_of_others = [&] { return std::any_of(finding.others.begin(), finding.others.end(), [&](StatementRef ref) { return has(all, ref); }); };
  switch (finding.code) {
    case Code::delete_waits:
    case Code::delete_waits_in_part: {
      CHECK(has(all, *finding.statement));
      CHECK(one_of_others());
      CHECK_FALSE(decision.may_be_deleted);
      CHECK_FALSE(decision.kept_by.empty());
      ObjectState judged = object;
      const Verdict verdict = judge(policy, judged, {all, {}});
      if (policy.rules[finding.statement->rule].statements[finding.statement->statement].whole == no_id) CHECK(has(verdict.due, *finding.statement));
      CHECK_FALSE(verdict.kept_by.empty());
      break;
    }
    case Code::statement_shadowed:
    case Code::move_not_colder:
      if (policy.rules[finding.statement->rule].statements[finding.statement->statement].kind == StatementKind::abort_uploads) break;
      CHECK(has(all, *finding.statement));
      CHECK(one_of_others());
      break;
    case Code::delete_never_fires:
      CHECK(has(all, *finding.statement));
      if (finding.related.empty()) {
        CHECK_FALSE(has(judge(policy, object, {all, {}}).due, *finding.statement));
      } else {
        CHECK_FALSE(decision.kept_by.empty());
        CHECK_FALSE(decision.may_be_deleted);
      }
      break;
    case Code::keep_guards_nothing:
      CHECK(has(all, *finding.statement));
      for (const StatementRef ref : all) CHECK_FALSE(is_delete(policy.rules[ref.rule].statements[ref.statement].kind));
      break;
    case Code::move_after_delete:
      CHECK(has(all, *finding.statement));
      CHECK(decision.may_be_deleted);
      break;
    case Code::keep_needs_label:
      CHECK_FALSE(has(all, *finding.statement));
      CHECK(one_of_others());
      break;
    default: break;
  }
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("what a finding says does nothing changes no verdict") {
  const std::uint64_t seed = from_environment("SHELFLIFE_SEED", 1);
  const std::uint64_t wanted = from_environment("SHELFLIFE_POLICIES", 3000);
  std::map<std::string, std::size_t> seen;
  std::uint64_t policies = 0, compared = 0, failures = 0;
  for (std::uint64_t round = 0; policies < wanted && failures < 3; ++round) {
    differential::Random random(seed * 7919 + round);
    const differential::PolicyText text = differential::random_policy(random);
    const std::unique_ptr<Resolved> resolved = resolve_text("policy.shelf", text.root() + "#: team.shelf\n" + text.team());
    if (!resolved->sound) continue;
    ++policies;
    CAPTURE(round);
    const std::string root = text.root(), team = text.team();
    CAPTURE(root);
    CAPTURE(team);
    const Policy& policy = resolved->policy;
    std::vector<Policy> fewer;
    std::vector<std::string> what;
    Policy none = policy;
    for (const Finding& finding : find_findings(policy, resolved->lowered, &resolved->sources)) {
      ++seen[std::string(info(finding.code).id)];
      check_witness(policy, finding);
      if (!says_idle(finding)) continue;
      fewer.push_back(without(policy, *finding.statement));
      what.push_back(finding.message);
      none = without(none, *finding.statement);
    }
    if (fewer.size() > 1) fewer.push_back(none), what.emplace_back("all of them together");
    if (fewer.empty()) continue;
    for (std::size_t w = 0; w < 8; ++w) {
      const differential::RandomWorld objects = differential::random_world(random, 8);
      reference::World world(policy, 0);
      world.objects = objects.objects;
      world.now = objects.now;
      const std::vector<reference::Decision> before = reference::decide(world);
      for (std::size_t f = 0; f < fewer.size(); ++f) {
        reference::World other(fewer[f], 0);
        other.objects = objects.objects;
        other.now = objects.now;
        const std::vector<reference::Decision> after = reference::decide(other);
        for (std::size_t i = 0; i < before.size(); ++i) {
          ++compared;
          if (text_of(before[i]) == text_of(after[i])) continue;
          ++failures;
          FAIL_CHECK("round ", round, ": ", what[f], "\n", root, team, differential::describe(objects.objects[i], objects.now), "\nwith it: ", text_of(before[i]), "\nwithout: ", text_of(after[i]));
        }
      }
    }
  }
  MESSAGE(policies, " policies, ", compared, " verdicts compared");
  for (const auto& [id, count] : seen) MESSAGE(count, " x ", id);
  CHECK(compared > 1000);
}
