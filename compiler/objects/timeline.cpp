#include "compiler/objects/timeline.hpp"

#include <algorithm>

namespace shelflife {

namespace {

// Gathers the instants at which an answer about the object can differ: each bound of each clock is one.
class Instants {
 public:
  Instants(const Evaluator& evaluator, const ObjectState& object, Instant now) : policy_(evaluator.policy()), object_(object), now_(now) {
    all.push_back(now);
    const Evaluator::Concerned concerned = evaluator.concerned(object, now, When::ever);
    for (const StatementRef ref : concerned.statements) {
      add(policy_.rules[ref.rule].where);
      add(policy_.rules[ref.rule].statements[ref.statement]);
    }
    for (const std::uint32_t h : concerned.holds) {
      add(policy_.holds[h].where);
      if (policy_.holds[h].until) all.push_back(midnight(*policy_.holds[h].until));
    }
    if (object.locked_for) all.push_back(now + *object.locked_for);
    reach(object.created, policy_.stores[object.store].orphan_after.days);
    if (object.noncurrent) reach(object.noncurrent_since, policy_.stores[object.store].recoverable_days());
    std::erase_if(all, [&](Instant at) { return at < now_; });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  std::vector<Instant> all;

 private:
  void reach(const std::optional<Seconds>& age, std::uint32_t count) {
    if (age) all.push_back(now_ + days(count) - *age);
  }
  void add(const Predicate& p) {
    if (p.kind == PredicateKind::accessed_within) {
      reach(object_.accessed, p.duration.days);
      reach(object_.created, p.duration.days);  // where the last access is not known, writing was one
    }
    for (const Predicate& child : p.children) add(child);
  }
  void add(const Statement& s) {
    add(s.where);
    reach(age_on(policy_, s.clock, object_), s.duration.days);
    if (s.kind == StatementKind::lock) reach(object_.created, s.duration.days);
    if (s.ranking.at_most) reach(object_.created, s.ranking.at_most->days);
    if (s.kind == StatementKind::quarantine) reach(object_.marked, s.duration.days);
    if (s.whole != no_id) reach(object_.newest_of_whole, s.duration.days);
  }

  const Policy& policy_;
  const ObjectState& object_;
  Instant now_;
};

bool same(const VerdictChange& a, const VerdictChange& b) {
  const Verdict &x = a.verdict, &y = b.verdict;
  return a.speaking == b.speaking && x.may_be_deleted == y.may_be_deleted && x.due == y.due && x.kept_by == y.kept_by &&
         x.held_by == y.held_by && x.lock_found == y.lock_found && x.floor == y.floor && x.floor_by == y.floor_by && x.mark == y.mark;
}

}  // namespace

ObjectState aged(const ObjectState& object, Seconds by) {
  ObjectState out = object;
  const auto grow = [&](std::optional<Seconds>& age) {
    if (age) *age += by;
  };
  out.created += by;
  if (out.noncurrent) out.noncurrent_since += by;
  for (LabelState& label : out.labels) grow(label.age);
  for (std::optional<Seconds>* age : {&out.accessed, &out.promoted_since, &out.retired_since, &out.marked, &out.newest_of_whole}) grow(*age);
  if (out.locked_for) *out.locked_for -= by;
  return out;
}

std::vector<VerdictChange> timeline(const Evaluator& evaluator, const ObjectState& object, Instant now) {
  std::vector<VerdictChange> changes;
  for (const Instant at : Instants(evaluator, object, now).all) {
    const ObjectState then = aged(object, at - now);
    VerdictChange change{at, evaluator.speaking(then, at), {}};
    change.verdict = judge(evaluator.policy(), then, change.speaking);
    if (changes.empty() || !same(changes.back(), change)) changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace shelflife
