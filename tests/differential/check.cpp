#include "tests/differential/check.hpp"

#include <algorithm>

#include "tests/reference/evaluator/decide.hpp"

namespace shelflife::differential {
namespace {

using namespace shelflife::reference;

CloudObject seen_by_cloud(const Store& store, const std::vector<Object>& all, const Object& o) {
  CloudObject c;
  c.key = o.key;
  c.container = store.bucket;
  c.created = o.created;
  c.noncurrent_since = o.noncurrent_since;
  c.accessed = o.accessed.value;
  c.current = o.current;
  c.size = o.size;
  c.storage_class = store.provider == Provider::azure ? "Hot" : "STANDARD";
  if (store.provider != Provider::gcs) c.tags = o.tags;
  for (const Object& other : all) {
    if (other.key != o.key || &other == &o) continue;
    if (!other.current && (o.current || other.noncurrent_since > o.noncurrent_since)) {
      if (!o.current) ++c.newer_noncurrent;
    }
    if (o.current && !other.current) c.has_older = true;
    if (!o.current && other.current) ++c.newer;
  }
  c.newer += c.newer_noncurrent;
  return c;
}

class Checker {
 public:
  Checker(const Built& built, const RandomWorld& world)
      : built_(built), store_(built.policy.stores[0]), world_(built.policy, 0) {
    world_.objects = world.objects;
    world_.now = world.now;
    decisions_ = decide(world_);
    for (const Object& object : world_.objects) fully_read_ = fully_read_ && views(world_, object).size() == 1;
    // Soft delete gives the recoverable span at Azure: a version that goes today leaves that many days later.
    if (store_.provider == Provider::azure && built.cloud != nullptr) {
      World later = world_;
      for (Object& object : later.objects) object.noncurrent_since -= built.soft_delete_days * day;
      azure_ = decide(later);
    }
    if (fully_read_) engine_ = built.plan->run(world_.objects, world_.now);
  }

  std::optional<Failure> run(bool complete) const {
    for (std::size_t i = 0; i < world_.objects.size(); ++i) {
      const CloudObject object = seen_by_cloud(store_, world_.objects, world_.objects[i]);
      const CloudAction now = built_.cloud != nullptr ? built_.cloud->act(object, world_.now) : CloudAction{};
      if (auto failure = too_much(i, now)) return failure;
      if (!fully_read_ || !complete) continue;
      if (auto failure = too_little(i, object)) return failure;
    }
    return std::nullopt;
  }

 private:
  Failure fail(const char* kind, std::size_t i, const CloudAction& cloud) const {
    const Decision& d = decisions_[i];
    std::string text = "evaluator: " + std::string(d.may_be_deleted ? "may be deleted by " + d.due : "stays") +
                       (d.kept_by.empty() ? "" : ", kept by " + d.kept_by) + ", floor " +
                       std::to_string(static_cast<int>(d.floor)) + "\ncloud: " +
                       (cloud.deleted_by.empty() ? "no delete" : "deletes by " + cloud.deleted_by) +
                       (cloud.moved_to.empty() ? "" : ", moves to " + cloud.moved_to + " by " + cloud.moved_by);
    if (fully_read_) {
      const EngineVerdict& e = engine_[i];
      text += "\nplan: " + (e.deleted_by.empty() ? "no delete" : "deletes by " + e.deleted_by) +
              (e.kept_by.empty() ? "" : ", kept by " + e.kept_by) + (e.moved_to.empty() ? "" : ", moves to " + e.moved_to);
    }
    return {kind, i, text};
  }

  std::string class_of(Tier tier) const {
    return built_.policy.tiers[static_cast<std::size_t>(store_.provider)].classes[static_cast<std::size_t>(tier)];
  }

  std::optional<Failure> too_much(std::size_t i, const CloudAction& cloud) const {
    const Object& object = world_.objects[i];
    const bool others_protect = object.locked_until > world_.now || object.legal_hold;
    const Decision& allowed = !object.current && !azure_.empty() ? azure_[i] : decisions_[i];
    if (!cloud.deleted_by.empty() && !allowed.may_be_deleted && !others_protect)
      return fail("the cloud deletes what the policy keeps", i, cloud);
    if (!cloud.moved_to.empty() && coldness(cloud.moved_to) > coldness(class_of(decisions_[i].floor)))
      return fail("the cloud moves colder than the policy", i, cloud);
    if (fully_read_ && !engine_[i].deleted_by.empty() && !decisions_[i].may_be_deleted)
      return fail("the plan deletes what the policy keeps", i, cloud);
    if (fully_read_ && coldness(engine_[i].moved_to) > coldness(class_of(decisions_[i].floor)))
      return fail("the plan moves colder than the policy", i, cloud);
    return std::nullopt;
  }

  std::optional<Failure> too_little(std::size_t i, CloudObject object) const {
    // The language speaks of old revisions on versioned stores; elsewhere they may exist, and nobody must touch them.
    if (!object.current && !store_.versioned()) return std::nullopt;
    object.has_older = false;  // what stands behind a blob goes first, by its own rules
    const CloudAction soon = built_.cloud != nullptr ? built_.cloud->act(object, world_.now + 2 * day) : CloudAction{};
    const Decision& asked = decisions_[i];
    if (one_more_stays_at_gcs(i, object) || lacks_a_required_label(i)) return std::nullopt;
    if (asked.may_be_deleted && soon.deleted_by.empty() && engine_[i].deleted_by.empty())
      return fail("nobody deletes what is due", i, soon);
    const int floor = asked.floor == Tier::hot ? 0 : coldness(class_of(asked.floor));
    if (!asked.may_be_deleted && coldness(soon.moved_to) < floor && coldness(engine_[i].moved_to) < floor)
      return fail("nobody moves what is due", i, soon);
    if (asked.lock && engine_[i].retain_until < asked.lock->until) return fail("nobody locks what is due", i, soon);
    return std::nullopt;
  }

  // `keeping N newer` is numNewerVersions N+1 at GCS, which counts the live revision: where that is gone, one more
  // stays than was asked, which errs towards keeping.
  bool one_more_stays_at_gcs(std::size_t i, const CloudObject& object) const {
    if (store_.provider != Provider::gcs || object.current || object.newer > object.newer_noncurrent) return false;
    for (const InEffect& s : in_effect(world_)) {
      if (s.id == decisions_[i].due && s.statement->keeping_newer > 0) return true;
    }
    return false;
  }

  // With `required` labels a condition is expanded over their values only; `check` finds the objects without one.
  bool lacks_a_required_label(std::size_t i) const {
    const Walk path = walk(built_.policy, 0, world_.objects[i].key);
    const std::vector<View> seen = views(world_, world_.objects[i]);
    for (FieldId id = 0; id < built_.policy.fields.size(); ++id) {
      const Field& field = built_.policy.fields[id];
      if (!field.required || (field.source == FieldSource::path && !path.managed)) continue;
      if (seen.size() > 1 || !seen[0].fields[id]) return true;
    }
    return false;
  }

  const Built& built_;
  const Store& store_;
  World world_;
  std::vector<Decision> decisions_, azure_;
  std::vector<EngineVerdict> engine_;
  bool fully_read_ = true;
};

}  // namespace

std::optional<Failure> check(const Built& built, const RandomWorld& world, bool complete) {
  return Checker(built, world).run(complete);
}

std::string smallest(PolicyText text, RandomWorld world, Failure failure, bool complete) {
  for (bool shrunk = true; shrunk;) {
    shrunk = false;
    for (PolicyText& candidate : smaller(text)) {
      const std::unique_ptr<Built> built = build(candidate);
      const std::optional<Failure> same = built ? check(*built, world, complete) : std::nullopt;
      if (!same || same->kind != failure.kind) continue;
      text = std::move(candidate);
      failure = *same;
      shrunk = true;
      break;
    }
  }
  const std::unique_ptr<Built> built = build(text);
  for (std::size_t i = world.objects.size(); i-- > 0;) {
    RandomWorld fewer = world;
    fewer.objects.erase(fewer.objects.begin() + static_cast<std::ptrdiff_t>(i));
    const std::optional<Failure> same = check(*built, fewer, complete);
    if (!same || same->kind != failure.kind) continue;
    world = std::move(fewer);
    failure = *same;
  }
  std::string report = failure.kind + "\n--- policy.shelf\n" + text.root();
  if (!text.team().empty()) report += "--- team.shelf\n" + text.team();
  report += "--- objects (the first is the one)\n" + describe(world.objects[failure.object], world.now) + "\n";
  for (std::size_t i = 0; i < world.objects.size(); ++i) {
    if (i != failure.object) report += describe(world.objects[i], world.now) + "\n";
  }
  report += "--- verdicts\n" + failure.verdicts + "\n";
  for (const Placement& p : built->lowered.placements) report += "placement: " + to_text(p.who) + ": " + p.because + "\n";
  return report + "--- the cloud's document\n" + built->lifecycle + "\n";
}

}  // namespace shelflife::differential
