// The future of an object, day by day, against the judgement of that day and against the independent evaluator.
#include "compiler/objects/timeline.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/why/future.hpp"
#include "tests/reference/evaluator/decide.hpp"
#include "tests/why/convert.hpp"
#include "tests/why/random_policy.hpp"

using namespace shelflife;

namespace {

constexpr int wanted_objects = 1200;
constexpr int days_looked_at = 400;

const VerdictChange& at(const std::vector<VerdictChange>& changes, Instant instant) {
  const auto next = std::upper_bound(changes.begin(), changes.end(), instant, [](Instant i, const VerdictChange& c) { return i < c.at; });
  return *(next - 1);
}

// Ranks are unread, and set below; nothing else may be.
bool only_ranks_differ(const Evaluator::Worlds& worlds) {
  if (!worlds.complete) return false;
  return std::all_of(worlds.objects.begin(), worlds.objects.end(), [&](ObjectState world) {
    world.ranks = worlds.objects[0].ranks;
    return world == worlds.objects[0];
  });
}

}  // namespace

TEST_CASE("the timeline agrees with each day's judgement and with the reference evaluator over 400 days") {
  differential::Random random(20260401);
  int objects = 0, changed = 0, deletable = 0;
  while (objects < wanted_objects) {
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    const Evaluator evaluator(*policy);
    differential::RandomWorld made = differential::random_world(random, 6);
    for (reference::Object& object : made.objects) {
      object.mark.reset();  // the plan writes marks and takes them off; here nobody acts
      object.registry.read = true;
      object.locked_until = object.locked_until > made.now ? object.locked_until : 0;
      const ObjectState state = testing::object_state(*policy, 0, object, made.now);
      const Evaluator::Worlds worlds = evaluator.worlds(state, made.now, 4096, When::ever);
      if (!only_ranks_differ(worlds)) continue;
      ObjectState known = worlds.objects[0];
      for (auto& [ref, rank] : known.ranks) rank = 1;  // alone in its world
      // A rank that nothing asks for today may be asked for later.
      for (std::uint32_t r = 0; r < policy->rules.size(); ++r)
        for (std::uint32_t s = 0; s < policy->rules[r].statements.size(); ++s)
          if (std::none_of(known.ranks.begin(), known.ranks.end(), [&](const auto& e) { return e.first == StatementRef{r, s}; }))
            known.ranks.emplace_back(StatementRef{r, s}, 1);
      ++objects;
      const std::vector<VerdictChange> changes = timeline(evaluator, known, made.now);
      changed += changes.size() > 1 ? 1 : 0;
      for (int d = 0; d < days_looked_at; ++d) {
        const Instant instant = made.now + d * seconds_a_day;
        const VerdictChange& change = at(changes, instant);
        const ObjectState then = aged(known, instant - made.now);
        const Verdict today = judge(*policy, then, evaluator.speaking(then, instant));
        reference::World world(*policy, 0);
        world.now = instant;
        world.objects = {object};
        const reference::Decision expected = reference::decide(world)[0];
        deletable += expected.may_be_deleted ? 1 : 0;
        const bool same = change.verdict.may_be_deleted == today.may_be_deleted && change.verdict.kept_by == today.kept_by &&
                          change.verdict.due == today.due && change.verdict.floor == today.floor &&
                          today.may_be_deleted == expected.may_be_deleted && today.floor == expected.floor;
        if (!same) {
          FAIL(text << differential::describe(object, made.now) << "\n" << to_text(*policy, known) << "\nday " << d << ": timeline " << change.verdict.may_be_deleted << ", judgement "
                    << today.may_be_deleted << ", reference " << expected.may_be_deleted << " by " << expected.due << ", kept by " << expected.kept_by);
        }
      }
    }
  }
  CHECK(changed > wanted_objects / 4);
  CHECK(deletable > wanted_objects * 10);
}

TEST_CASE("nobody deletes before the policy allows it, and events tell the changes") {
  differential::Random random(20260402);
  int deleted = 0, by_cloud = 0, objects = 0;
  std::ptrdiff_t hidden = 0;
  while (objects < 4000 || (hidden == 0 && objects < 100000)) {  // few objects are hidden
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    Diagnostics diagnostics;
    const Lowered lowered = lower(*policy, diagnostics);
    if (diagnostics.has_errors()) continue;
    const Evaluator evaluator(*policy);
    differential::RandomWorld made = differential::random_world(random, 10);
    for (reference::Object& object : made.objects) {
      object.mark.reset();
      object.registry.read = true;
      const ObjectState state = testing::object_state(*policy, 0, object, made.now);
      const Evaluator::Worlds worlds = evaluator.worlds(state, made.now, 64, When::ever);
      if (!worlds.complete) continue;
      for (const ObjectState& known : worlds.objects) {
        ++objects;
        const Future future = future_of(evaluator, lowered, known, made.now);
        CHECK(std::is_sorted(future.events.begin(), future.events.end(), [](const FateEvent& a, const FateEvent& b) { return a.at < b.at; }));
        // Each end of a keep that the events tell, before anybody acts, is one of the changes.
        const std::optional<FateEvent>& end = future.deleted ? future.deleted : future.gone;
        for (const FateEvent& event : future.events) {
          if (event.kind != EventKind::keep_ends || (end && event.at >= end->at)) continue;
          const Verdict& after = at(future.changes, event.at).verdict;
          CHECK(std::find(after.kept_by.begin(), after.kept_by.end(), *event.statement) == after.kept_by.end());
        }
        // S3 may hide what somebody locked, but its bytes stay as long as the lock does.
        hidden += std::count_if(future.events.begin(), future.events.end(), [](const FateEvent& e) { return e.kind == EventKind::hidden; });
        if (future.gone) {
          const ObjectState last = aged(known, future.gone->at - made.now);
          if (last.legal_hold || last.locked_for.value_or(0) > 0) FAIL(text << to_text(*policy, known) << "\nbytes gone at " << instant_text(future.gone->at));
        }
        if (!future.deleted) continue;
        ++deleted;
        by_cloud += future.deleted->who == Who::cloud ? 1 : 0;
        ObjectState then = aged(known, future.deleted->at - made.now);
        for (const FateEvent& event : future.events)
          if (event.kind == EventKind::marked && event.at <= future.deleted->at) then.marked = future.deleted->at - event.at;
        const Verdict verdict = judge(*policy, then, evaluator.speaking(then, future.deleted->at));
        if (!verdict.may_be_deleted) FAIL(text << to_text(*policy, known) << "\ndeleted at " << instant_text(future.deleted->at));
        if (future.gone) CHECK(future.gone->at >= future.deleted->at);
      }
    }
  }
  CHECK(deleted > 500);
  CHECK(by_cloud > 50);
  CHECK(hidden > 0);
}
