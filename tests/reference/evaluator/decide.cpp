#include "tests/reference/evaluator/decide.hpp"

#include <algorithm>

#include "tests/reference/evaluator/ranks.hpp"

namespace shelflife::reference {
namespace {

constexpr std::uint64_t s3_smallest_move = 128 * 1024;

bool names_size(const Predicate& p) {
  if (p.kind == PredicateKind::size) return true;
  return std::any_of(p.children.begin(), p.children.end(), names_size);
}

// All that is known of one world while its objects are decided.
class Decider {
 public:
  explicit Decider(const World& world) : world_(world), statements_(in_effect(world)) {
    for (const Object& object : world.objects)
      all_.push_back({&object, walk(*world.policy, world.store, object.key), views(world, object)});
    for (const InEffect& s : statements_) {
      if (s.statement->kind != StatementKind::keep_ranked) continue;
      std::vector<bool> counts;
      for (const Seen& seen : all_) counts.push_back(always(seen, [&](const View& v) { return applies(s, v); }));
      ranks_.emplace(s.statement, Ranks(world, all_, s.statement->ranking, std::move(counts)));
    }
    for (const Seen& seen : all_)
      free_.push_back(always(seen, [&](const View& v) { return protection(seen, v).empty(); }));
  }

  Decision decide(std::size_t index) const {
    const Seen& seen = all_[index];
    Decision decision;
    decision.may_be_deleted = true;
    for (const View& view : seen.views) {
      const std::string protector = protection(seen, view);
      if (!protector.empty() && decision.kept_by.empty()) decision.kept_by = protector;
      if (!protector.empty() || due_delete(seen, view).empty()) decision.may_be_deleted = false;
    }
    for (const InEffect& s : statements_) {
      if (decision.due.empty() && always(seen, [&](const View& v) { return is_due(s, seen, v); })) decision.due = s.id;
    }
    if (decision.may_be_deleted && decision.due.empty()) decision.due = due_delete(seen, seen.views[0]);
    decision.floor = floor(seen);
    decision.lock = lock(seen);
    decide_mark(seen, free_[index], decision);
    return decision;
  }

 private:
  template <class Test>
  static bool always(const Seen& seen, const Test& test) {
    return std::all_of(seen.views.begin(), seen.views.end(), test);
  }

  bool applies(const InEffect& s, const View& v) const {
    return evaluate(world_, s.rule->where, v) == Truth::yes && evaluate(world_, s.statement->where, v) == Truth::yes;
  }
  bool has_run(const Clock& clock, const Duration& duration, const View& v) const {
    const std::optional<Time> elapsed = age(world_, clock, v);
    return elapsed && *elapsed >= duration.days * day;
  }

  // The keep, hold or lock that protects this object; "" when none does.
  std::string protection(const Seen& seen, const View& v) const {
    for (const InEffect& s : statements_) {
      if (keeps(s, seen, v)) return s.id;
    }
    for (const Hold& hold : world_.policy->holds) {
      if (hold.until) {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", hold.until->year, hold.until->month, hold.until->day);
        const std::optional<Time> over = date_of(text);
        if (over && world_.now >= *over) continue;
      }
      if (evaluate(world_, hold.where, v) == Truth::yes) return "hold " + hold.name;
    }
    if (seen.object->locked_until > world_.now) return "lock found";
    if (seen.object->legal_hold) return "hold found";
    return "";
  }

  bool keeps(const InEffect& s, const Seen& seen, const View& v) const {
    const Statement& st = *s.statement;
    switch (st.kind) {
      case StatementKind::keep_forever: return applies(s, v);
      case StatementKind::keep_for: return applies(s, v) && !has_run(st.clock, st.duration, v);
      case StatementKind::keep_ranked:
        if (!applies(s, v)) return false;
        if (st.ranking.at_most && has_run(Clock{}, *st.ranking.at_most, v)) return false;
        return ranks_.at(&st).holds(seen);
      case StatementKind::lock: return applies(s, v) && !has_run(Clock{}, st.duration, v);
      default: return false;
    }
  }

  // Is a delete due by this statement?
  bool is_due(const InEffect& s, const Seen& seen, const View& v) const {
    const Statement& st = *s.statement;
    if (!is_delete(st.kind)) return false;
    if (!seen.object->current) return is_due_noncurrent(s, seen, v);
    if (st.kind == StatementKind::remove_noncurrent || !applies(s, v)) return false;
    if (st.whole != no_id && !whole_may_go(s, seen)) return false;
    return clock_ran(s, v);
  }

  bool clock_ran(const InEffect& s, const View& v) const {
    const Statement& st = *s.statement;
    if (st.kind != StatementKind::quarantine) return has_run(st.clock, st.duration, v);
    const std::optional<Mark>& mark = v.object->mark;
    return mark && mark->statement == s.id && world_.now - mark->written >= st.duration.days * day;
  }

  bool is_due_noncurrent(const InEffect& s, const Seen& seen, const View& v) const {
    const Time gone_for = world_.now - seen.object->noncurrent_since;
    if (s.statement->kind == StatementKind::remove_noncurrent) {
      return applies(s, v) && gone_for >= s.statement->duration.days * day &&
             newer_noncurrent(*seen.object) >= s.statement->keeping_newer;
    }
    for (const InEffect& other : statements_) {
      // A `delete noncurrent` that speaks of the revision takes the place of the span that applies without one.
      if (other.statement->kind == StatementKind::remove_noncurrent && applies(other, v)) return false;
    }
    if (!applies(s, v) || gone_for < world_.policy->stores[world_.store].recoverable_days() * day) return false;
    return s.statement->whole == no_id || whole_is_free(s, seen);
  }

  std::uint32_t newer_noncurrent(const Object& object) const {
    std::uint32_t count = 0;
    for (const Object& other : world_.objects) {
      if (!other.current && other.key == object.key && other.noncurrent_since > object.noncurrent_since) ++count;
    }
    return count;
  }

  // All objects of the same unit, this one included; none when the key does not bind the field.
  std::vector<std::size_t> unit_of(const InEffect& s, const Seen& seen) const {
    std::vector<std::size_t> members;
    const std::optional<Identity> unit = identity(world_, seen, s.statement->whole);
    for (std::size_t i = 0; unit && i < all_.size(); ++i) {
      if (identity(world_, all_[i], s.statement->whole) == unit) members.push_back(i);
    }
    return members;
  }
  bool whole_is_free(const InEffect& s, const Seen& seen) const {
    const std::vector<std::size_t> members = unit_of(s, seen);
    return !members.empty() && std::all_of(members.begin(), members.end(), [&](std::size_t i) { return free_[i]; });
  }
  // One goes only where all go: nothing of the unit is kept, and the statement is due on all that is current in it.
  bool whole_may_go(const InEffect& s, const Seen& seen) const {
    if (!whole_is_free(s, seen)) return false;
    for (std::size_t i : unit_of(s, seen)) {
      const Seen& member = all_[i];
      if (!member.object->current) continue;
      if (!always(member, [&](const View& v) { return applies(s, v) && clock_ran(s, v); })) return false;
    }
    return true;
  }

  std::string due_delete(const Seen& seen, const View& v) const {
    for (const InEffect& s : statements_) {
      if (is_due(s, seen, v)) return s.id;
    }
    return "";
  }

  Tier floor(const Seen& seen) const {
    Tier sure = Tier::deep_archive;
    for (const View& v : seen.views) {
      Tier coldest = Tier::hot;
      for (const InEffect& s : statements_) {
        const Statement& st = *s.statement;
        const StatementKind wanted = seen.object->current ? StatementKind::move : StatementKind::move_noncurrent;
        if (st.kind != wanted || !applies(s, v) || !has_run(st.clock, st.duration, v)) continue;
        const bool small = world_.policy->stores[world_.store].provider == Provider::s3 &&
                           seen.object->size < s3_smallest_move && !names_size(st.where) && !names_size(s.rule->where);
        if (!small) coldest = std::max(coldest, st.tier);
      }
      sure = std::min(sure, coldest);
    }
    return sure;
  }

  std::optional<Lock> lock(const Seen& seen) const {
    std::optional<Lock> sure;
    for (std::size_t i = 0; i < seen.views.size(); ++i) {
      std::optional<Lock> wanted;
      for (const InEffect& s : statements_) {
        if (s.statement->kind != StatementKind::lock || !keeps(s, seen, seen.views[i])) continue;
        const Time until = seen.object->created + s.statement->duration.days * day;
        if (!wanted) wanted = Lock{};
        wanted->until = std::max(wanted->until, until);
        wanted->mode = std::max(wanted->mode, s.statement->mode);
      }
      if (!wanted) return std::nullopt;  // nothing is locked on what was not read
      if (!sure) sure = wanted;
      sure->until = std::min(sure->until, wanted->until);
      sure->mode = std::min(sure->mode, wanted->mode);
    }
    return sure;
  }

  void decide_mark(const Seen& seen, bool is_free, Decision& decision) const {
    if (!seen.object->current) return;
    const std::optional<Mark>& mark = seen.object->mark;
    for (const InEffect& s : statements_) {
      if (s.statement->kind != StatementKind::quarantine) continue;
      const bool so = wanted_whole(s, seen) && is_free && always(seen, [&](const View& v) { return applies(s, v); });
      if (so && mark && mark->statement == s.id) return;  // it stands
      if (so && !mark && decision.mark_by.empty()) {
        decision.mark = MarkAction::write;
        decision.mark_by = s.id;
      }
    }
    if (!mark) return;
    // A mark stays while it is undecided, and is taken off when it is surely no longer so.
    bool could_be_so = false;
    for (const InEffect& s : statements_) {
      if (s.statement->kind != StatementKind::quarantine || s.id != mark->statement) continue;
      for (const View& v : seen.views) could_be_so = could_be_so || (applies(s, v) && protection(seen, v).empty());
    }
    if (!could_be_so) decision.mark = MarkAction::take_off;
  }
  // `quarantine whole F`: the mark too is of all or none.
  bool wanted_whole(const InEffect& s, const Seen& seen) const {
    if (s.statement->whole == no_id) return true;
    if (!whole_is_free(s, seen)) return false;
    for (std::size_t i : unit_of(s, seen)) {
      if (all_[i].object->current && !always(all_[i], [&](const View& v) { return applies(s, v); })) return false;
    }
    return true;
  }

  const World& world_;
  std::vector<InEffect> statements_;
  std::vector<Seen> all_;
  std::map<const Statement*, Ranks> ranks_;
  std::vector<bool> free_;  // nothing keeps, holds or locks it, whatever was not read
};

}  // namespace

std::vector<InEffect> in_effect(const World& world) {
  std::vector<InEffect> list;
  for (const Rule& rule : world.policy->rules) {
    if (std::find(rule.stores.begin(), rule.stores.end(), world.store) == rule.stores.end()) continue;
    for (std::size_t i = 0; i < rule.statements.size(); ++i)
      list.push_back({&rule, &rule.statements[i], rule.id + "/" + std::to_string(i + 1)});
  }
  return list;
}

std::vector<Decision> decide(const World& world) {
  const Decider decider(world);
  std::vector<Decision> decisions;
  for (std::size_t i = 0; i < world.objects.size(); ++i) decisions.push_back(decider.decide(i));
  return decisions;
}

}  // namespace shelflife::reference
