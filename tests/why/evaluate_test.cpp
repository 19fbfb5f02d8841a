// The engine's evaluation against the independent evaluator, over random policies and objects.
#include "compiler/objects/evaluate.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/reference/evaluator/decide.hpp"
#include "tests/reference/evaluator/view.hpp"
#include "tests/why/convert.hpp"
#include "tests/why/random_policy.hpp"

using namespace shelflife;

namespace {

constexpr std::size_t wanted_pairs = 100000;
constexpr std::size_t objects_a_policy = 25;

Truth as_truth(reference::Truth truth) {
  return truth == reference::Truth::yes ? Truth::yes() : truth == reference::Truth::no ? Truth::no() : Truth::unknown();
}
bool may_be(Truth possible, Truth one) {
  return (one.is_yes() && possible.may_be_yes()) || (one.is_no() && possible.may_be_no()) || (one.is_unknown() && possible.may_be_unknown());
}

// The verdict over all that the object could be.
struct Decided {
  bool may_be_deleted = true;
  Tier floor = Tier::deep_archive;
  bool locked = true;
};
Decided decide(const Evaluator& evaluator, const ObjectState& object, Instant now) {
  const Evaluator::Worlds worlds = evaluator.worlds(object, now);
  if (!worlds.complete) return {false, Tier::hot, false};
  Decided all;
  for (const ObjectState& world : worlds.objects) {
    const Verdict verdict = judge(evaluator.policy(), world, evaluator.speaking(world, now));
    all.may_be_deleted = all.may_be_deleted && verdict.may_be_deleted;
    all.floor = std::min(all.floor, verdict.floor);
    all.locked = all.locked && verdict.locked_until.has_value();
  }
  return all;
}

std::size_t count_quarantines(const Policy& policy) {
  std::size_t count = 0;
  for (const Rule& rule : policy.rules)
    for (const Statement& s : rule.statements) count += s.kind == StatementKind::quarantine ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("predicates and verdicts agree with the reference evaluator on random policies and objects") {
  differential::Random random(20260304);
  std::size_t pairs = 0, deleted = 0, unread = 0, not_decided = 0;
  while (pairs < wanted_pairs) {
    std::string text;
    const std::optional<Policy> policy = testing::random_policy(random, text);
    if (!policy) continue;
    const Evaluator evaluator(*policy);
    differential::RandomWorld made = differential::random_world(random, objects_a_policy);
    // A mark names the quarantine that wrote it; ours is of the one there is.
    const std::size_t quarantines = count_quarantines(*policy);
    for (const reference::Object& made_object : made.objects) {
      reference::World world(*policy, 0);
      world.now = made.now;
      world.objects = {made_object};
      reference::Object& object = world.objects[0];
      if (object.mark) {
        object.mark.reset();
        if (quarantines == 1) {
          for (const reference::InEffect& s : reference::in_effect(world))
            if (s.statement->kind == StatementKind::quarantine) object.mark = {made_object.mark->written, s.id};
        }
      }
      ++pairs;
      const ObjectState state = testing::object_state(*policy, 0, object, world.now);
      const std::vector<reference::View> views = reference::views(world, object);
      const ObjectView view(*policy, state);
      for (const reference::InEffect& s : reference::in_effect(world)) {
        for (const Predicate* where : {&s.rule->where, &s.statement->where}) {
          const Truth ours = evaluate(*where, view);
          if (views.size() == 1 && ours.is_read() && ours == as_truth(reference::evaluate(world, *where, views[0]))) continue;
          for (const reference::View& v : views) {
            if (may_be(ours, as_truth(reference::evaluate(world, *where, v)))) continue;
            FAIL(text << differential::describe(object, world.now) << "\nstatement " << s.id << ": a truth value that ours calls impossible");
          }
        }
      }
      const reference::Decision expected = reference::decide(world)[0];
      const Decided ours = decide(evaluator, state, world.now);
      deleted += expected.may_be_deleted ? 1U : 0U;
      unread += views.size() > 1 ? 1U : 0U;
      if (!evaluator.worlds(state, world.now).complete) {
        ++not_decided;
        continue;
      }
      const bool same = ours.may_be_deleted == expected.may_be_deleted && ours.floor == expected.floor &&
                        ours.locked == expected.lock.has_value();
      if (same) continue;
      FAIL(text << differential::describe(object, world.now) << "\n" << to_text(*policy, state) << "\nreference: deleted "
                << expected.may_be_deleted << " by " << expected.due << ", kept by " << expected.kept_by << ", floor "
                << static_cast<int>(expected.floor) << ", ours: deleted " << ours.may_be_deleted << ", floor "
                << static_cast<int>(ours.floor));
    }
  }
  // The comparison says something only where all kinds of objects are among them.
  CHECK(deleted > wanted_pairs / 50);
  CHECK(unread > wanted_pairs / 20);
  CHECK(not_decided < wanted_pairs / 100);
  MESSAGE(pairs << " pairs, " << deleted << " may be deleted, " << unread << " with unread facts, " << not_decided << " beyond the bound");
}
