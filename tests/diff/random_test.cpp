// Random policies: written otherwise they have no changes; changed, every difference that the independent evaluator finds on
// random objects is told, and every witness is one. SHELFLIFE_SEED picks the seed, SHELFLIFE_ROUNDS how many policies.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>

#include "tests/diff/policies.hpp"
#include "tests/diff/witness.hpp"
#include "tests/differential/policy_text.hpp"
#include "tests/differential/worlds.hpp"

namespace {

using namespace shelflife;
using namespace shelflife::test;
using differential::PolicyText;
using differential::Random;
using differential::RuleText;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

// One world has one day: a hold with a date is a hold or none.
PolicyText policy_of(Random& random) {
  PolicyText text = differential::random_policy(random);
  for (std::string& hold : text.holds) {
    const std::size_t until = hold.find(" until ");
    if (until != std::string::npos) hold.erase(until, 17);
  }
  return text;
}

std::unique_ptr<Loaded> load(const PolicyText& text) { return std::make_unique<Loaded>(text.root(), Files{{"team.shelf", text.team()}}); }

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

// The condition of a header or statement, written at greater length.
std::string reworded(Random& random, std::string text) {
  const std::size_t at = text.find(" where ");
  if (at == std::string::npos) return text;
  const std::string before = text.substr(0, at), where = text.substr(at + 7);
  switch (random.below(4)) {
    case 0: return before + " where not (not (" + where + "))";
    case 1: return before + " where (" + where + ") and (" + where + ")";
    case 2: return before + " where (" + where + ") or (" + where + ")";
    default: return before + " where (" + where + ") and (size < 7 KiB or size >= 7 KiB)";
  }
}

// The same meaning in other words.
PolicyText rewritten(Random& random, PolicyText text) {
  for (std::size_t r = 0; r < text.rules.size(); ++r) {
    RuleText& rule = text.rules[r];
    for (std::string& statement : rule.statements) {
      // On S3 a move that names a size speaks of small objects too.
      const bool moves = statement.starts_with("move");
      if (!moves && random.percent(40)) statement = reworded(random, statement);
      if (random.percent(30)) statement = replaced(statement, " 14 days", " 2 weeks");
    }
    const bool moves = std::any_of(rule.statements.begin(), rule.statements.end(), [](const std::string& s) { return s.starts_with("move"); });
    if (!moves && random.percent(40)) rule.header = reworded(random, rule.header);
    if (random.percent(40)) std::reverse(rule.statements.begin(), rule.statements.end());
    if (random.percent(30)) rule.statements.push_back(rule.statements[random.below(rule.statements.size())]);
    if (random.percent(30) && rule.statements.size() > 1) {  // a rule of its own
      RuleText apart = rule;
      apart.header = replaced(rule.header, "rule r", "rule s");
      apart.statements = {rule.statements.back()};
      rule.statements.pop_back();
      text.rules.push_back(std::move(apart));
    }
  }
  if (random.percent(50)) std::reverse(text.rules.begin(), text.rules.end());
  return text;
}

// Another meaning, most of the time.
PolicyText mutated(Random& random, PolicyText text) {
  RuleText& rule = random.of(text.rules).statements.empty() ? text.rules[0] : text.rules[random.below(text.rules.size())];
  std::string& statement = rule.statements[random.below(rule.statements.size())];
  switch (random.below(6)) {
    case 0: statement = replaced(statement, " days", "0 days"); break;
    case 1: statement = replaced(replaced(statement, " 14 days", " 9 days"), " 30 days", " 21 days"); break;
    case 2: rule.header = replaced(replaced(rule.header, "dev", "staging"), " == ", " != "); break;
    case 3: statement = statement.find(" where ") == std::string::npos ? statement + (statement.starts_with("abort") ? "" : " where size >= 1 MiB") : statement.substr(0, statement.find(" where ")); break;
    case 4: if (rule.statements.size() > 1) rule.statements.pop_back(); else statement = "keep for 21 days"; break;
    default: rule.statements.push_back("delete after 5 days where size < 100 KiB"); break;
  }
  return text;
}

std::set<ChangeKind> kinds_of(const PolicyDiff& diff) {
  std::set<ChangeKind> out;
  for (const Change& c : diff.changes) out.insert(c.kind);
  return out;
}

// What the evaluator finds different about one object must be among the kinds.
std::string unexplained(const reference::Decision& was, const reference::Decision& now, const std::set<ChangeKind>& kinds) {
  const auto told = [&](std::initializer_list<ChangeKind> any) {
    return kinds.contains(ChangeKind::undecided) || std::any_of(any.begin(), any.end(), [&](ChangeKind k) { return kinds.contains(k); });
  };
  if (!was.may_be_deleted && now.may_be_deleted && !told({ChangeKind::more_deleted, ChangeKind::sooner})) return "deleted now by " + now.due;
  if (was.may_be_deleted && !now.may_be_deleted && !told({ChangeKind::less_deleted, ChangeKind::later})) return "deleted no more by " + was.due;
  if (was.may_be_deleted && now.may_be_deleted) return "";
  if (was.may_be_deleted == now.may_be_deleted && was.floor != now.floor && !told({ChangeKind::moves})) return "moved otherwise";
  const auto until = [](const reference::Decision& d) { return d.lock ? d.lock->until : reference::Time{0}; };
  if (until(now) < until(was) && !told({ChangeKind::less_locked})) return "locked for less";
  if (until(now) > until(was) && !told({ChangeKind::more_locked})) return "locked for more";
  return "";
}

std::string sampled(Random& random, const Policy& before, const Policy& after, const std::set<ChangeKind>& kinds) {
  for (int w = 0; w < 6; ++w) {
    differential::RandomWorld random_world = differential::random_world(random, 8);
    // A mark belongs to one quarantine by its name, and rules have other names here.
    // What somebody else locked is the same to both policies, and is not looked at apart.
    for (reference::Object& object : random_world.objects) {
      object.mark.reset();
      object.locked_until = 0;
      object.legal_hold = false;
    }
    reference::World was(before, 0), now(after, 0);
    was.objects = now.objects = random_world.objects;
    was.now = now.now = random_world.now;
    const auto old_decisions = reference::decide(was), new_decisions = reference::decide(now);
    for (std::size_t i = 0; i < old_decisions.size(); ++i) {
      // Without versions there are no revisions that are not current.
      if (!was.objects[i].current && !before.stores[0].versioned() && !after.stores[0].versioned()) continue;
      const std::string why = unexplained(old_decisions[i], new_decisions[i], kinds);
      if (!why.empty()) return why + ": " + differential::describe(was.objects[i], was.now);
    }
  }
  return "";
}

// "": it is one; nothing: it cannot be shown with one object.
std::optional<std::string> witnessed(const Policy& before, const Policy& after, const Change& c) {
  if (!c.object || !c.old_object) return std::nullopt;
  const auto was_object = object_of(before, *c.old_object), now_object = object_of(after, *c.object);
  if (!was_object || !now_object) return std::nullopt;
  const reference::Decision was = decide_alone(before, 0, *was_object), now = decide_alone(after, 0, *now_object);
  const auto fail = [&](bool right) { return right ? std::string() : std::string(name_of(c.kind)) + " is not shown by " + *c.witness; };
  switch (c.kind) {
    case ChangeKind::more_deleted:
    case ChangeKind::sooner: return fail(!was.may_be_deleted && now.may_be_deleted);
    case ChangeKind::less_deleted:
    case ChangeKind::later: return fail(was.may_be_deleted && !now.may_be_deleted);
    case ChangeKind::less_kept: return fail(!was.kept_by.empty() && now.kept_by.empty() && !now.may_be_deleted);
    case ChangeKind::more_kept: return fail(was.kept_by.empty() && !now.kept_by.empty() && !was.may_be_deleted);
    case ChangeKind::less_locked: return fail(was.lock && (!now.lock || now.lock->until < was.lock->until || now.lock->mode < was.lock->mode));
    case ChangeKind::more_locked: return fail(now.lock && (!was.lock || was.lock->until < now.lock->until || was.lock->mode < now.lock->mode));
    case ChangeKind::moves: return fail(was.floor != now.floor);
    default: return std::nullopt;
  }
}

}  // namespace

TEST_CASE("random policies, written otherwise and changed") {
  const std::uint64_t seed = from_environment("SHELFLIFE_SEED", 1), rounds = from_environment("SHELFLIFE_ROUNDS", 300);
  std::size_t equal = 0, changed = 0, undecided = 0, shown = 0, failures = 0, bounded = 0;
  for (std::uint64_t round = 0; round < rounds && failures == 0; ++round) {
    Random random(seed * 7919 + round);
    const PolicyText text = policy_of(random);
    const auto original = load(text);
    if (!original->errors.empty()) continue;
    const PolicyText same_text = rewritten(random, text), other_text = mutated(random, text);
    CAPTURE(round);
    if (const auto same = load(same_text); same->errors.empty()) {
      PolicyDiff none = diff(original->policy, same->policy);
      // The one bound of these: two kinds of whole units on one object.
      bounded += std::erase_if(none.changes, [](const Change& c) { return c.note == "deletes of several kinds of whole units meet"; }) > 0;
      ++equal;
      CAPTURE(text.root());
      CAPTURE(same_text.root());
      CAPTURE(text.team());
      CHECK_MESSAGE(none.changes.empty(), brief(none));
      failures += !none.changes.empty();
    }
    const auto other = load(other_text);
    if (!other->errors.empty()) continue;
    const PolicyDiff found = diff(original->policy, other->policy);
    changed += !found.changes.empty();
    undecided += kinds_of(found).contains(ChangeKind::undecided);
    CAPTURE(text.root());
    CAPTURE(other_text.root());
    CAPTURE(text.team());
    CAPTURE(brief(found));
    const std::string missed = sampled(random, original->policy, other->policy, kinds_of(found));
    CHECK_MESSAGE(missed.empty(), missed);
    failures += !missed.empty();
    for (const Change& c : found.changes) {
      const std::optional<std::string> wrong = witnessed(original->policy, other->policy, c);
      if (!wrong) continue;
      ++shown;
      CHECK_MESSAGE(wrong->empty(), *wrong);
      failures += !wrong->empty();
    }
  }
  MESSAGE(equal, " rewritten, ", changed, " changed (", undecided, " with something undecided), ", shown, " witnesses confirmed");
  CHECK(bounded < 3 + equal / 50);
  CHECK(equal > rounds / 6);
  CHECK(changed > rounds / 12);
  CHECK(shown > rounds / 12);
  CHECK(undecided < changed / 4);
}
