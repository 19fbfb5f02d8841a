#include "compiler/proof.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/native_pieces.hpp"
#include "compiler/print.hpp"

namespace shelflife {

namespace {

bool noncurrent_action(ActionKind kind) {
  return kind == ActionKind::expire_noncurrent || kind == ActionKind::expire_snapshots || kind == ActionKind::transition_noncurrent;
}

// What a native filter matches, as a box over the policy's attributes.
Box region_of(const StoreView& view, const NativeFilter& filter, const std::string& prefix, bool noncurrent) {
  Box box;
  if (!prefix.empty()) box.key.push_back({true, false, prefix});
  if (filter.suffixes.size() == 1) box.key.push_back({false, false, filter.suffixes[0]});
  std::sort(box.key.begin(), box.key.end());
  for (const auto& [key, value] : filter.tags) {
    for (FieldId f = 0; f < view.policy.fields.size(); ++f) {
      const Field& field = view.policy.fields[f];
      if (field.source != FieldSource::tag || field.external != key || field.type == FieldType::number) continue;
      const bool known = field.values.empty() || std::find(field.values.begin(), field.values.end(), value) != field.values.end();
      TextSet set{false, !known, {}, {}};
      if (known) set.values.push_back(value);
      box.set_text(f, std::move(set));
    }
  }
  box.size = {filter.size_min.value_or(0), filter.size_max.value_or(~std::uint64_t{0})};
  (noncurrent ? box.flags.may_be_false : box.flags.may_be_true) &= static_cast<std::uint8_t>(~bit(Flag::noncurrent));
  return view.keys.refine(box);
}

bool within(const Region& certain, const Box& box) {
  return std::any_of(certain.boxes.begin(), certain.boxes.end(), [&](const Box& b) { return contains(b, box); });
}

// A statement that may allow a native action, with the objects for which its condition is true for certain.
struct Permit {
  StatementRef ref;
  Region certain;
};

class Prover {
 public:
  Prover(const StoreView& view, std::vector<ProofFailure>& failures) : view_(view), failures_(failures) {
    for (const std::uint32_t r : view.rules) {
      const Rule& rule = view.policy.rules[r];
      for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
        if (is_keep(rule.statements[s].kind) || rule.statements[s].kind == StatementKind::lock) continue;
        Permit permit{{r, s}, truth(view.policy, both(rule.where, rule.statements[s].where), Reading::certain)};
        for (const Box& box : permit.certain.boxes) index_.add(box, view.keys.anchors(box), static_cast<std::uint32_t>(permits_.size()));
        permits_.push_back(std::move(permit));
      }
    }
    index_.finish();
  }

  void check(const NativeRule& rule) {
    const std::vector<std::string> everywhere{""};
    for (const std::string& prefix : rule.filter.prefixes.empty() ? everywhere : rule.filter.prefixes) {
      for (const NativeAction& action : rule.actions) {
        if (action.kind == ActionKind::expired_markers) continue;  // a marker with nothing behind it may always go
        if (sweep(rule, action)) continue;
        Box box = region_of(view_, rule.filter, prefix, noncurrent_action(action.kind));
        if (action.kind == ActionKind::abort_uploads) box.flags = {};  // an upload is no revision
        if (empty(box)) continue;
        std::optional<StatementRef> near_miss;
        if (!allowed(action, box, near_miss)) fail(rule, action, prefix, near_miss, "no statement allows it for all that the rule matches");
        if (action.kind == ActionKind::abort_uploads || !deletes(action.kind)) continue;
        for (const Protection* p : view_.protections.touching(box)) {
          if (over(*p, action.clock == NativeClock::accessed, action.days)) continue;
          fail(rule, action, prefix, p->kind == Protection::Kind::hold ? std::nullopt : std::optional(p->statement),
               describe(view_.policy, view_.sources, *p));
        }
        if (action.kind != ActionKind::expire) check_explicit(rule, action, prefix, box);
      }
    }
  }

 private:
  // The mark is the decision: the pruner tags only what may be deleted at once.
  bool sweep(const NativeRule& rule, const NativeAction& action) const {
    if (view_.store.sweep != Sweep::marked || action.kind != ActionKind::expire) return false;
    return std::find(rule.filter.tags.begin(), rule.filter.tags.end(), std::pair<std::string, std::string>("shelflife-sweep", "now")) != rule.filter.tags.end();
  }

  bool allowed(const NativeAction& action, const Box& box, std::optional<StatementRef>& near_miss) const {
    for (const std::uint32_t at : index_.near(box, view_.keys.anchors(box))) {
      const Permit& permit = permits_[at];
      const Statement& statement = view_.policy.rules[permit.ref.rule].statements[permit.ref.statement];
      if (!same_work(action, statement) || !within(permit.certain, box)) continue;
      near_miss = permit.ref;
      if (in_time(action, statement)) return true;
    }
    return false;
  }

  bool same_work(const NativeAction& action, const Statement& s) const {
    const auto class_of = [&](Tier tier) { return view_.policy.tiers[static_cast<std::size_t>(view_.store.provider)].classes[static_cast<std::size_t>(tier)]; };
    switch (action.kind) {
      case ActionKind::transition: return s.kind == StatementKind::move && class_of(s.tier) == action.storage_class;
      case ActionKind::transition_noncurrent: return s.kind == StatementKind::move_noncurrent && class_of(s.tier) == action.storage_class;
      case ActionKind::expire: return s.kind == StatementKind::remove && s.whole == no_id;
      case ActionKind::expire_noncurrent:
      case ActionKind::expire_snapshots: return s.kind == StatementKind::remove_noncurrent || (s.kind == StatementKind::remove && s.whole == no_id);
      case ActionKind::abort_uploads: return s.kind == StatementKind::abort_uploads;
      case ActionKind::expired_markers: return false;
    }
    return false;
  }

  bool in_time(const NativeAction& action, const Statement& s) const {
    const std::uint32_t recoverable = view_.store.recoverable_days();
    switch (action.kind) {
      case ActionKind::expire:
      case ActionKind::transition:
        if (action.days < s.duration.days) return false;
        // created <= accessed: an age since access is never more than the age since creation
        return s.clock.kind == ClockKind::created || (s.clock.kind == ClockKind::accessed && action.clock == NativeClock::accessed);
      case ActionKind::transition_noncurrent: return action.clock == NativeClock::noncurrent && action.days >= s.duration.days;
      case ActionKind::expire_noncurrent:
      case ActionKind::expire_snapshots:
        if (s.kind == StatementKind::remove_noncurrent && action.newer_noncurrent < s.keeping_newer) return false;
        // Version ages from creation prove nothing of the noncurrent span: soft delete gives it after the delete.
        if (action.clock != NativeClock::noncurrent) return s.kind == StatementKind::remove || s.duration.days <= recoverable;
        return action.days >= (s.kind == StatementKind::remove ? recoverable : s.duration.days);
      case ActionKind::abort_uploads: return action.days >= s.duration.days;
      default: return false;
    }
  }

  // Where a `delete noncurrent` may speak, only one that does speak may act.
  void check_explicit(const NativeRule& rule, const NativeAction& action, const std::string& prefix, const Box& box) {
    for (const Protection* p : view_.protections.explicit_noncurrent(box)) {
      const Statement& s = view_.policy.rules[p->statement.rule].statements[p->statement.statement];
      if (in_time(action, s)) continue;
      // another `delete noncurrent` that covers all of it may act sooner
      const bool other = std::any_of(view_.protections.all().begin(), view_.protections.all().end(), [&](const Protection& q) {
        if (q.kind != Protection::Kind::explicit_noncurrent) return false;
        const Statement& t = view_.policy.rules[q.statement.rule].statements[q.statement.statement];
        return in_time(action, t) && std::any_of(q.certain.boxes.begin(), q.certain.boxes.end(), [&](const Box& b) { return contains(b, box); });
      });
      if (!other) fail(rule, action, prefix, p->statement, describe(view_.policy, view_.sources, *p));
    }
  }

  void fail(const NativeRule& rule, const NativeAction& action, const std::string& prefix, std::optional<StatementRef> statement, const std::string& why) {
    failures_.push_back({view_.id, rule.id,
                         fmt::format("rule `{}` {} after {} days under `{}`, but {}", rule.id, deletes(action.kind) ? "deletes" : "moves", action.days, prefix, why),
                         statement, prefix + "x"});
  }

  const StoreView& view_;
  std::vector<ProofFailure>& failures_;
  std::vector<Permit> permits_;
  BoxIndex index_;
};

}  // namespace

std::vector<ProofFailure> prove_safe(const Policy& policy, StoreId store, std::vector<std::uint32_t> speaking, const std::vector<NativeRule>& rules,
                                     const SourceManager* sources) {
  const StoreView view(policy, store, std::move(speaking), sources);
  std::vector<ProofFailure> failures;
  Prover prover(view, failures);
  for (const NativeRule& rule : rules) prover.check(rule);
  return failures;
}

}  // namespace shelflife
