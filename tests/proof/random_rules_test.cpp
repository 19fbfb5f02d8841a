// Random policies against random native rules: the verdict is compared with what the reference evaluator says of many
// objects, and every witness is judged by it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "compiler/verify/verify.hpp"
#include "emitters/reading/document.hpp"
#include "tests/differential/pipeline.hpp"
#include "tests/differential/worlds.hpp"
#include "tests/proof/random_rules.hpp"
#include "tests/proof/witness_world.hpp"
#include "tests/reference/clouds/native_model.hpp"

using namespace shelflife;
using namespace shelflife::proofs;
using differential::Built;
using differential::Random;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string said(const NativeRule& rule) {
  std::string text = rule.id + ":";
  for (const std::string& p : rule.filter.prefixes) text += " prefix " + p;
  for (const std::string& s : rule.filter.suffixes) text += " suffix " + s;
  for (const auto& [key, value] : rule.filter.tags) text += " tag " + key + "=" + value;
  if (rule.filter.size_min) text += " size>=" + std::to_string(*rule.filter.size_min);
  if (rule.filter.size_max) text += " size<=" + std::to_string(*rule.filter.size_max);
  for (const NativeAction& a : rule.actions) {
    text += fmt::format(" | action {} clock {} days {} newer {} {}{}", static_cast<int>(a.kind), static_cast<int>(a.clock), a.days, a.newer_noncurrent, a.storage_class, a.partial ? " partial" : "");
  }
  return text;
}

class Case {
 public:
  Case(const Built& built, const std::vector<NativeRule>& rules) : built_(built), rules_(rules), proof_(verify(built.policy, 0, built.lowered, rules, nullptr)) {}

  const Verification& proof() const { return proof_; }

  // What contradicts the verdict; empty: nothing does.
  std::string contradicted(const differential::RandomWorld& random) const {
    reference::World world(built_.policy, 0);
    world.objects = random.objects;
    world.now = random.now;
    const std::vector<reference::Decision> decisions = decide(world), later = softly(world);
    bool all_read = true;
    for (const reference::Object& o : world.objects) all_read = all_read && reference::views(world, o).size() == 1;
    const std::vector<reference::EngineVerdict> plan = all_read ? built_.plan->run(world.objects, world.now) : std::vector<reference::EngineVerdict>{};
    for (std::size_t i = 0; i < world.objects.size(); ++i) {
      const reference::Object& o = world.objects[i];
      const NativeDeed deed = natively(built_.policy, 0, rules_, world, i);
      const bool others = o.locked_until > world.now || o.legal_hold;
      const std::string object = differential::describe(o, world.now);
      const int floor = reference::coldness(class_of(decisions[i].floor));
      const bool wrong_delete = (deed.deletes || deed.may_delete || deed.deletes_snapshot) && !others && !(o.current ? decisions[i] : later[i]).may_be_deleted;
      const bool wrong_move = std::max(deed.moved_to, deed.may_move_to) > floor;
      if ((wrong_delete || wrong_move) && proof_.verdict != VerifyVerdict::unsafe && proof_.verdict != VerifyVerdict::undecided)
        return (wrong_delete ? "wrongly deleted: " : "wrongly moved: ") + object;
      if (proof_.verdict != VerifyVerdict::safe || !all_read || (!o.current && !built_.policy.stores[0].versioned())) continue;
      if (decisions[i].may_be_deleted && !deed.deletes && plan[i].deleted_by.empty()) return "left though it is due: " + object;
      if (!decisions[i].may_be_deleted && decisions[i].floor != Tier::hot && deed.moved_to < floor && reference::coldness(plan[i].moved_to) < floor)
        return "not moved though it is due: " + object;
    }
    return {};
  }

  std::string unconfirmed() const {
    for (const Violation& v : proof_.violations) {
      const reference::World world = world_of(built_.policy, v.witness, true);
      const NativeDeed deed = natively(built_.policy, 0, rules_, world, 0, v.rule_id);
      const reference::Decision said = (v.witness.noncurrent ? softly(world) : decide(world))[0];
      const bool moves = v.action.kind == ActionKind::transition || v.action.kind == ActionKind::transition_noncurrent;
      const bool acts = moves ? std::max(deed.moved_to, deed.may_move_to) >= reference::coldness(v.action.storage_class) : v.action.kind == ActionKind::expire_snapshots ? deed.deletes_snapshot : deed.deletes || deed.may_delete;
      const bool wrong = moves ? !a_tier(v.action.storage_class) || reference::coldness(v.action.storage_class) > reference::coldness(class_of(said.floor)) : !said.may_be_deleted;
      if (!acts || !wrong) return fmt::format("violation not confirmed (acts {}, wrong {}): {}: {}", acts, wrong, v.what, to_text(built_.policy, v.witness));
    }
    for (const Gap& gap : proof_.gaps) {
      if (!gap.witness) continue;
      const reference::World world = world_of(built_.policy, *gap.witness, false);
      const reference::Decision asked = decide(world)[0];
      const NativeDeed deed = natively(built_.policy, 0, rules_, world, 0);
      const reference::EngineVerdict plan = built_.plan->run(world.objects, world.now)[0];
      const bool moves = gap.kind == Gap::Kind::move;
      const int floor = reference::coldness(class_of(asked.floor));
      const bool due = moves ? asked.floor != Tier::hot : asked.may_be_deleted;
      const bool snapshot = gap.what.find("snapshots") != std::string::npos;
      const bool done = moves ? deed.moved_to >= floor || reference::coldness(plan.moved_to) >= floor : (!snapshot && deed.deletes) || !plan.deleted_by.empty();
      if (!due || done) return fmt::format("gap not confirmed (due {}, done {}): {}: {}", due, done, gap.what, to_text(built_.policy, *gap.witness));
    }
    return {};
  }

 private:
  std::string class_of(Tier tier) const { return built_.policy.tiers[static_cast<std::size_t>(built_.policy.stores[0].provider)].classes[static_cast<std::size_t>(tier)]; }

  bool a_tier(const std::string& storage_class) const {
    const TierMap& map = built_.policy.tiers[static_cast<std::size_t>(built_.policy.stores[0].provider)];
    return std::find(std::begin(map.classes), std::end(map.classes), storage_class) != std::end(map.classes);
  }

  // A version that is deleted at Azure today stays by soft delete for as many days.
  std::vector<reference::Decision> softly(reference::World world) const {
    for (reference::Object& o : world.objects) o.noncurrent_since -= soft_delete_days(built_.policy, 0) * reference::day;
    return decide(world);
  }

  const Built& built_;
  const std::vector<NativeRule>& rules_;
  Verification proof_;
};

}  // namespace

TEST_CASE("no sampled object contradicts a verdict, and every witness is confirmed by the reference evaluator") {
  const std::uint64_t rounds = from_environment("SHELFLIFE_ROUNDS", 400), most = from_environment("SHELFLIFE_FAILURES", 2), seed = from_environment("SHELFLIFE_SEED", 1);
  constexpr std::size_t documents = 4, worlds = 6, objects = 12;
  std::uint64_t failures = 0, sampled = 0, witnesses = 0;
  std::map<VerifyVerdict, std::uint64_t> verdicts;
  std::string undecided;
  for (std::uint64_t round = 0; round < rounds && failures < most; ++round) {
    Random random(seed * 31000007 + round);
    const differential::PolicyText text = differential::random_policy(random);
    const std::unique_ptr<Built> built = differential::build(text);
    if (!built) continue;
    std::vector<NativeRule> own;
    if (!built->lifecycle.empty()) {
      const DocumentReading reading = read_lifecycle(built->lifecycle, built->policy.stores[0].provider);
      REQUIRE(reading.documents.size() == 1);
      own = rules_of(reading.documents[0], built->policy.stores[0], 0);
    }
    for (std::size_t d = 0; d < documents; ++d) {
      const std::vector<NativeRule> rules = random_rules(random, built->policy, own);
      const Case the_case(*built, rules);
      ++verdicts[the_case.proof().verdict];
      if (the_case.proof().verdict == VerifyVerdict::undecided) undecided = text.root() + "--- team\n" + text.team() + (the_case.proof().undecided[0].what);
      witnesses += the_case.proof().violations.size() + the_case.proof().gaps.size();
      std::string wrong = the_case.unconfirmed();
      for (std::size_t w = 0; w < worlds && wrong.empty(); ++w) {
        wrong = the_case.contradicted(differential::random_world(random, objects));
        sampled += objects;
      }
      if (wrong.empty()) continue;
      ++failures;
      std::string list;
      for (const NativeRule& rule : rules) list += said(rule) + "\n";
      for (const Placement& p : built->lowered.placements) list += fmt::format("{}/{} {}: {}\n", p.statement.rule, p.statement.statement, to_text(p.who), p.because);
      FAIL_CHECK("round ", round, ": verdict ", static_cast<int>(the_case.proof().verdict), ", ", wrong, "\n", text.root(), "--- team\n", text.team(), "---\n", list);
      break;
    }
  }
  MESSAGE(sampled, " objects, ", witnesses, " witnesses; safe ", verdicts[VerifyVerdict::safe], ", incomplete ", verdicts[VerifyVerdict::incomplete], ", unsafe ", verdicts[VerifyVerdict::unsafe],
          ", undecided ", verdicts[VerifyVerdict::undecided]);
  if (!undecided.empty() && std::getenv("SHELFLIFE_FAILURES") != nullptr) MESSAGE(undecided);
  CHECK(verdicts[VerifyVerdict::safe] > 0);
  CHECK(verdicts[VerifyVerdict::incomplete] > 0);
  CHECK(verdicts[VerifyVerdict::unsafe] > 0);
}
