// One case a fact that the proof models: what the clouds document, what the policy's words mean, and the laws between an
// object's attributes. Each witness is judged by the reference evaluator too.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compiler/resolve/resolve.hpp"
#include "compiler/verify/verify.hpp"
#include "tests/proof/witness_world.hpp"

using namespace shelflife;
using namespace shelflife::proofs;

namespace {

// A native rule in words: `expire 30 ml/dev/`, one clause a line.
NativeRule native(ActionKind kind, std::uint32_t days, const std::string& prefix = {}, NativeClock clock = NativeClock::created) {
  NativeRule rule;
  rule.id = "n";
  rule.store = 0;
  if (!prefix.empty()) rule.filter.prefixes = {prefix};
  NativeAction action;
  action.kind = kind;
  action.days = days;
  action.clock = clock;
  rule.actions.push_back(action);
  return rule;
}
NativeRule expire(std::uint32_t days, const std::string& prefix = {}) { return native(ActionKind::expire, days, prefix); }
NativeRule old_ones(std::uint32_t days, const std::string& prefix = {}, std::uint32_t newer = 0) {
  NativeRule rule = native(ActionKind::expire_noncurrent, days, prefix, NativeClock::noncurrent);
  rule.actions[0].newer_noncurrent = newer;
  return rule;
}
NativeRule to_class(const std::string& name, std::uint32_t days, const std::string& prefix = {}) {
  NativeRule rule = native(ActionKind::transition, days, prefix);
  rule.actions[0].storage_class = name;
  return rule;
}
NativeRule tagged(NativeRule rule, const std::string& key, const std::string& value) {
  rule.filter.tags.emplace_back(key, value);
  return rule;
}

const std::string layout = "layout \"ml/{stage}/{model}/{version}/\"\nlabel stage in dev, staging, production required\n";
std::string s3(const std::string& rest, const std::string& settings = {}) { return layout + "store st on s3 \"acme-ml\" { " + settings + " }\n" + rest; }
std::string azure(const std::string& rest, const std::string& settings = {}) { return layout + "store st on azure \"acmeml/models\" { " + settings + " }\n" + rest; }
std::string gcs(const std::string& rest, const std::string& settings = {}) { return layout + "store st on gcs \"acme-ml\" { " + settings + " }\n" + rest; }

struct Answer {
  VerifyVerdict verdict = VerifyVerdict::safe;
  std::string text;  // what is said, with the witness
  bool confirmed = true;
};

Answer ask(const std::string& text, const std::vector<NativeRule>& rules) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("policy.shelf", text);
  const Policy policy = resolve(sources, root, [](const std::string&) { return std::nullopt; }, diagnostics);
  const Lowered lowered = lower(policy, diagnostics, &sources);
  for (const Diagnostic& d : diagnostics.all()) {
    CAPTURE(d.message);
    REQUIRE(d.severity != Severity::error);
  }
  const Verification proof = verify(policy, 0, lowered, rules, &sources);
  Answer out{proof.verdict, {}, true};
  for (const Violation& v : proof.violations) {
    out.text += v.what + ": " + to_text(policy, v.witness) + "\n";
    reference::World world = world_of(policy, v.witness, true);
    const NativeDeed deed = natively(policy, 0, rules, world, 0, v.rule_id);
    const bool moves = v.action.kind == ActionKind::transition || v.action.kind == ActionKind::transition_noncurrent;
    if (v.witness.noncurrent) {
      for (reference::Object& o : world.objects) o.noncurrent_since -= soft_delete_days(policy, 0) * reference::day;
    }
    const bool allowed = !moves && reference::decide(world)[0].may_be_deleted;
    out.confirmed = out.confirmed && !allowed && (deed.deletes || deed.may_delete || deed.deletes_snapshot || deed.moved_to > 0 || deed.may_move_to > 0);
  }
  for (const Gap& gap : proof.gaps) {
    out.text += gap.what + (gap.witness ? ": " + to_text(policy, *gap.witness) : "") + "\n";
    if (gap.witness && gap.kind == Gap::Kind::remove) out.confirmed = out.confirmed && reference::decide(world_of(policy, *gap.witness, false))[0].may_be_deleted;
  }
  for (const Undecided& u : proof.undecided) out.text += u.what + "\n";
  for (const std::string& note : proof.notes) out.text += note + "\n";
  return out;
}

void check(const std::string& policy, const std::vector<NativeRule>& rules, VerifyVerdict verdict, std::initializer_list<const char*> said) {
  const Answer answer = ask(policy, rules);
  CAPTURE(policy);
  CAPTURE(answer.text);
  CHECK(static_cast<int>(answer.verdict) == static_cast<int>(verdict));
  CHECK(answer.confirmed);
  for (const char* text : said) CHECK(answer.text.find(text) != std::string::npos);
  if (said.size() == 0) CHECK(answer.text.empty());
}

constexpr VerifyVerdict safe = VerifyVerdict::safe, incomplete = VerifyVerdict::incomplete, unsafe = VerifyVerdict::unsafe, undecided = VerifyVerdict::undecided;

}  // namespace

TEST_CASE("several statements allow one rule together, and several rules do one statement's work") {
  const std::string halves = s3("rule a where size < 1 MiB { delete after 10 days }\nrule b where size >= 1 MiB { delete after 5 days }\n");
  check(halves, {expire(10)}, incomplete, {"`delete after 5 days` (5) is due, but S3 deletes only after 10 days", "size=1048576"});
  check(halves, {expire(5)}, unsafe, {"`delete after 10 days` (4) is not due then", "size=0 created=5d"});
  const std::string one = s3("rule a where stage in (dev, staging) { delete after 10 days }\n");
  check(one, {expire(10, "ml/dev/"), expire(10, "ml/staging/")}, safe, {});
  check(one, {expire(10, "ml/dev/")}, incomplete, {"neither S3 nor the plan deletes it", "key=ml/staging/"});
  check(one, {expire(10, "ml/dev/"), expire(10, "ml/staging/"), expire(99, "ml/dev/x/")}, safe, {});
}

TEST_CASE("a prefix is literal: it may end inside a segment and match what no layout binds") {
  const std::string dev = s3("rule dev where stage == dev { delete after 10 days }\n");
  check(dev, {expire(10, "ml/dev/")}, safe, {});
  check(dev, {expire(10, "ml/dev")}, unsafe, {"no delete asks for it", "key=ml/dev"});
  check(dev, {expire(10, "ml/d")}, unsafe, {"no delete asks for it"});
  check(dev, {expire(10, "ml/dev/"), expire(10, "logs/")}, unsafe, {"under `logs/`", "key=logs/"});
  check(dev, {expire(10, "ml/dev/"), expire(12, "ml/dev/m")}, safe, {});
  check(dev, {expire(10, "ml/dev/m")}, incomplete, {"neither S3 nor the plan"});
  const std::string model = s3("rule m where model starts with \"tmp-\" and stage == dev { delete after 10 days }\n");
  check(model, {expire(10, "ml/dev/tmp-")}, unsafe, {"key=ml/dev/tmp-"});  // a file that is no model yet
}

TEST_CASE("clocks: an age that is read later proves the ages that are never less") {
  const std::string accessed = azure("rule d where stage == dev { delete after 30 days since accessed }\n", "access_tracking on");
  const std::vector<NativeRule> snapshots{native(ActionKind::expire_snapshots, 30, "ml/dev/")};
  std::vector<NativeRule> rules = snapshots;
  rules.push_back(native(ActionKind::expire, 30, "ml/dev/", NativeClock::accessed));
  check(accessed, rules, safe, {});
  rules.back().actions[0].clock = NativeClock::created;
  check(accessed, rules, unsafe, {"`delete after 30 days since accessed` (4) is not due then", "created=30d accessed=0d"});
  const std::string kept = azure("rule d where stage == dev { delete after 30 days keep for 30 days since accessed }\n", "access_tracking on");
  check(kept, {native(ActionKind::expire, 30, "ml/dev/", NativeClock::accessed)}, safe, {});  // created <= accessed
  check(kept, {expire(30, "ml/dev/")}, unsafe, {"`keep for 30 days since accessed` (4) reads the last access"});
}

TEST_CASE("old revisions: their own span, keeps that run from creation, and the word of delete noncurrent") {
  const std::string kept = s3("rule d where stage == dev { delete after 10 days keep for 90 days }\n", "versioning on recoverable for 7 days");
  const NativeRule markers = native(ActionKind::expired_markers, 0);
  check(kept, {expire(90, "ml/dev/"), old_ones(90, "ml/dev/"), markers}, safe, {});  // and the plan has what is free sooner
  check(kept, {expire(90, "ml/dev/"), old_ones(30, "ml/dev/"), markers}, unsafe, {"deletes noncurrent revisions", "noncurrent=30d", "`keep for 90 days`"});
  const std::string said = s3("rule d where stage == dev { delete after 10 days delete noncurrent after 40 days keeping 2 newer }\n", "versioning on");
  check(said, {expire(10, "ml/dev/"), old_ones(40, "ml/dev/", 2), markers}, safe, {});
  check(said, {expire(10, "ml/dev/"), old_ones(40, "ml/dev/", 1), markers}, unsafe, {"newer=1"});
  check(said, {expire(10, "ml/dev/"), old_ones(40, "ml/dev/", 3), markers}, incomplete, {"on noncurrent revisions is due", "newer=2"});
  check(said, {expire(10, "ml/dev/"), old_ones(7, "ml/dev/", 2), markers}, unsafe, {"is not due then"});
  check(said, {expire(10, "ml/dev/"), markers}, incomplete, {"on noncurrent revisions is due, but neither"});
}

TEST_CASE("what no cloud sees: ranks, the registry, holds, locks") {
  const auto with = [](const std::string& keep) { return s3("rule d where stage == dev { delete after 10 days }\n" + keep); };
  check(with("rule k { keep latest 3 versions per model }\n"), {expire(10, "ml/dev/")}, unsafe, {"counts versions", "rank=1"});
  check(with("rule k { keep forever where promoted }\n"), {expire(10, "ml/dev/")}, unsafe, {"promoted=0d", "asks the registry"});
  check(with("rule k { keep for 5 days since promoted }\n"), {expire(10, "ml/dev/")}, unsafe, {"promoted=no"});
  check(with("hold \"case\" by \"legal\" until 2027-06-30 where model == m\n"), {expire(10, "ml/dev/")}, unsafe, {"`hold \"case\"`", "key=ml/dev/m/"});
  const std::string locked = s3("rule d where stage == dev { delete after 10 days }\nrule l { lock compliance for 20 days }\n", "object_lock on");
  check(locked, {expire(10, "ml/dev/"), old_ones(20, "ml/dev/"), native(ActionKind::expired_markers, 0)}, unsafe, {"`lock compliance for 20 days`"});
}

TEST_CASE("tags: a value outside the list is missing, an unknown tag is free, a missing required label is unread") {
  const std::string owner = layout + "label owner in a, b from tag\nstore st on s3 \"acme-ml\" {}\nrule d where owner == a { delete after 10 days }\n";
  check(owner, {tagged(expire(10), "owner", "a")}, safe, {});
  check(owner, {tagged(expire(10), "owner", "z")}, unsafe, {"label.owner=z"});
  check(owner, {tagged(tagged(expire(10), "owner", "a"), "other", "x")}, incomplete, {"neither S3 nor the plan"});
  check(owner, {tagged(expire(10), "other", "x")}, unsafe, {"no delete asks for it"});
  const std::string required = layout + "label owner in a, b required from tag\nstore st on s3 \"acme-ml\" {}\nrule d where stage == dev { delete after 10 days }\n" +
                               "rule k where owner == b { keep forever }\n";
  check(required, {expire(10, "ml/dev/")}, unsafe, {"`keep forever`"});
  check(required, {tagged(expire(10, "ml/dev/"), "owner", "a")}, safe, {});
}

TEST_CASE("moves: no colder than the policy's floor, no small objects on S3 unless a size is named") {
  const std::string cool = s3("rule m where stage == dev { move to cool after 30 days move to archive after 90 days }\n");
  check(cool, {to_class("STANDARD_IA", 30, "ml/dev/"), to_class("GLACIER", 90, "ml/dev/")}, safe, {});
  check(cool, {to_class("STANDARD_IA", 30, "ml/dev/"), to_class("GLACIER", 60, "ml/dev/")}, unsafe, {"moves objects to GLACIER", "created=60d"});
  check(cool, {to_class("GLACIER_IR", 90, "ml/dev/"), to_class("GLACIER", 90, "ml/dev/")}, incomplete, {"`move to cool after 30 days`"});
  check(cool, {to_class("ONEZONE_IA", 90, "ml/dev/")}, unsafe, {"`ONEZONE_IA` is the class of no tier"});
  NativeRule sized = to_class("STANDARD_IA", 30, "ml/dev/");
  sized.filter.size_min = 1;  // a size filter lifts S3's floor of 128 KiB
  check(cool, {sized, to_class("GLACIER", 90, "ml/dev/")}, unsafe, {"size=1 "});
  check(cool, {to_class("STANDARD_IA", 30, "ml/dev/")}, incomplete, {"`move to archive after 90 days`"});
}

TEST_CASE("Azure: versions age from their creation, soft delete gives the span, an immutable container deletes nothing") {
  const auto versions = [](std::uint32_t days) { return native(ActionKind::expire_noncurrent, days, "ml/dev/"); };
  const NativeRule snapshots = native(ActionKind::expire_snapshots, 14, "ml/dev/");
  const std::string implicit = azure("rule d where stage == dev { delete after 14 days }\n", "versioning on recoverable for 7 days");
  check(implicit, {expire(14, "ml/dev/"), versions(7), snapshots}, safe, {});
  check(implicit, {expire(14, "ml/dev/"), versions(0), snapshots}, safe, {});
  check(implicit, {expire(14, "ml/dev/"), versions(8), snapshots}, incomplete, {"on noncurrent revisions", "only after 8 days"});
  check(implicit, {expire(14, "ml/dev/"), versions(7)}, incomplete, {"on snapshots"});
  const std::string longer = azure("rule d where stage == dev { delete after 14 days delete noncurrent after 30 days }\n", "versioning on recoverable for 7 days");
  check(longer, {expire(14, "ml/dev/"), versions(30), snapshots}, unsafe, {"`delete noncurrent after 30 days` (4) is not due then"});
  const std::string immutable = azure("rule d where stage == dev { delete after 14 days }\nrule l { lock governance for 5 days }\n", "object_lock on");
  const Answer answer = ask(immutable, {expire(14, "ml/dev/")});
  CHECK(answer.verdict == safe);  // the plan has it: Azure would delete nothing
}

TEST_CASE("uploads, delete markers and marks") {
  const std::string uploads = s3("rule u where stage == dev { abort uploads after 7 days }\n");
  check(uploads, {native(ActionKind::abort_uploads, 7, "ml/dev/")}, safe, {});
  check(uploads, {native(ActionKind::abort_uploads, 8, "ml/dev/")}, incomplete, {"does not abort all of these uploads by then"});
  check(uploads, {native(ActionKind::abort_uploads, 3, "ml/dev/")}, safe, {"aborts uploads under `ml/dev/` after 3 days, which no `abort uploads` asks for"});
  check(uploads, {}, incomplete, {"abort uploads after 7 days"});
  const std::string versioned = s3("rule d where stage == dev { delete after 14 days where promoted }\n", "versioning on");
  check(versioned, {}, incomplete, {"delete markers with nothing behind them stay"});
  check(versioned, {native(ActionKind::expired_markers, 0, "ml/dev/")}, safe, {});
  check(versioned, {native(ActionKind::expired_markers, 0, "ml/dev/m")}, incomplete, {"delete markers"});
  const std::string swept = s3("rule d where stage == dev { delete after 14 days where promoted }\n", "sweep marked");
  check(swept, {}, incomplete, {"what the pruner marks"});
  check(swept, {tagged(expire(1), "shelflife-sweep", "now")}, safe, {});
  check(swept, {tagged(expire(1, "ml/dev/"), "shelflife-sweep", "now")}, incomplete, {"what the pruner marks"});
}

TEST_CASE("a partial action is judged as if on all, and does no work") {
  const std::string dev = s3("rule dev where stage == dev { delete after 10 days }\n");
  NativeRule some = expire(10, "ml/dev/");
  some.actions[0].partial = true;
  check(dev, {some}, incomplete, {"neither S3 nor the plan"});
  some.actions[0].days = 9;
  check(dev, {some}, unsafe, {"may, on what matches it"});
}

TEST_CASE("suffixes and orphans: laws of keys and of the registry") {
  const std::string ends = gcs("rule t where key ends with \".tmp\" { delete after 3 days }\n", "versioning off");
  NativeRule rule = expire(3);
  rule.filter.suffixes = {".tmp"};
  check(ends, {rule}, safe, {});
  rule.filter.suffixes = {".tmp", ".log"};
  check(ends, {rule}, unsafe, {".log"});
  // an orphan has a version and is older than `orphan after`: nothing under logs/ is one
  const std::string orphans = s3("rule a where key starts with \"logs/\" { delete after 3 days }\nrule k { keep forever where orphan }\n", "orphan after 14 days");
  check(orphans, {expire(3, "logs/")}, safe, {});
}

TEST_CASE("what contradicts itself on an unread label is undecided, which counts as refused") {
  const std::string never = s3("rule d where key starts with \"ml/\" { delete after 2 days }\nrule k { keep forever where stage == dev and stage in (staging, production) }\n");
  check(never, {expire(2, "ml/")}, undecided, {"undecided, which counts as refused"});
}
