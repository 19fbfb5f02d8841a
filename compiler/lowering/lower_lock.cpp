// Locks and marked sweeps: the parts of lowering that write settings and tags rather than day rules.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/lowering/lower_statement.hpp"
#include "compiler/model/print.hpp"

namespace shelflife {

namespace {

bool over_everything(const Policy& policy, const Predicate& where) {
  const Region region = truth(policy, where, Reading::certain);
  return std::any_of(region.boxes.begin(), region.boxes.end(), [](const Box& box) { return box == Box{}; });
}

bool reads_tag(const Policy& policy, const Predicate& p, FieldId& which) {
  if (p.field != no_id && policy.fields[p.field].source == FieldSource::tag) {
    which = p.field;
    return true;
  }
  return std::any_of(p.children.begin(), p.children.end(), [&](const Predicate& c) { return reads_tag(policy, c, which); });
}

}  // namespace

// Of several locks over all of a store the latest end and the stricter mode count.
void StoreLowering::find_default_lock() {
  for (const std::uint32_t r : view_.rules) {
    const Rule& rule = view_.policy.rules[r];
    for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
      const Statement& statement = rule.statements[s];
      if (statement.kind != StatementKind::lock) continue;
      if (!over_everything(view_.policy, both(rule.where, statement.where))) continue;
      if (!default_lock_) {
        default_lock_ = DefaultLock{view_.id, {r, s}, statement.mode, statement.duration};
        continue;
      }
      if (statement.duration.days > default_lock_->duration.days) {
        default_lock_->duration = statement.duration;
        default_lock_->statement = {r, s};
      }
      default_lock_->mode = std::max(default_lock_->mode, statement.mode);
    }
  }
}

void StoreLowering::lower_lock(StatementRef ref) {
  const Statement& s = statement(ref);
  const bool whole = over_everything(view_.policy, where(ref));
  if (!view_.store.object_lock && view_.store.provider == Provider::s3) {
    diagnostics_.add(Code::lock_needs_object_lock, s.origin.span,
                     fmt::format("`{}` on store `{}`, whose bucket has no object lock", to_text(view_.policy, s), view_.store.name),
                     "say `object_lock on` in the store");
  } else if (!view_.store.object_lock && !whole) {
    diagnostics_.add(Code::lock_needs_setting, s.origin.span,
                     fmt::format("`{}` speaks of a part of store `{}`, which does not say `object_lock on`", to_text(view_.policy, s), view_.store.name),
                     fmt::format("per-object retention must be enabled on the {}; say `object_lock on` in the store", view_.can.container_word));
  }
  if (whole) {
    if (view_.can.immutable_blocks_delete && view_.store.access_tracking.value_or(false)) {
      diagnostics_.add(Code::lock_with_access_tracking, s.origin.span,
                       fmt::format("`{}` over all of store `{}`, which says `access_tracking on`", to_text(view_.policy, s), view_.store.name),
                       "Azure refuses an immutability policy together with last-access tracking; drop one of the two");
    }
    row(ref, Who::setting, fmt::format("the {}'s default retention; the plan sets it on what is already there", view_.can.container_word));
    return;
  }
  diagnostics_.add(Code::lock_window, s.origin.span,
                   fmt::format("`{}` speaks of a part of store `{}`: an object is open until the pruner has set its retention",
                               to_text(view_.policy, s), view_.store.name),
                   fmt::format("give what must be locked a {} of its own, so that it is locked as it is written", view_.can.container_word));
  row(ref, Who::plan, fmt::format("part of a {}: open until the pruner has run", view_.can.container_word));
}

// A mark is a tag: a keep that reads tags would race with the pruner, which writes the whole set at once.
void StoreLowering::refuse_tag_reading_keeps() {
  const auto refuse = [&](const Span& span, FieldId field) {
    diagnostics_.add(Code::sweep_reads_tag, span,
                     fmt::format("a keep reads the tag `{}` on store `{}`, which says `sweep marked`", view_.policy.fields[field].name, view_.store.name),
                     "writing a mark replaces all tags of an object; take the label from the path or the registry, or say `sweep direct`");
  };
  for (const Protection& p : view_.protections.all()) {
    FieldId field = no_id;
    if (p.kind == Protection::Kind::hold) {
      const Hold& hold = view_.policy.holds[p.hold];
      if (reads_tag(view_.policy, hold.where, field)) refuse(hold.origin.span, field);
    } else if (p.kind == Protection::Kind::keep && reads_tag(view_.policy, where(p.statement), field)) {
      refuse(statement(p.statement).origin.span, field);
    }
  }
}

void StoreLowering::by_mark() {
  for (std::size_t i = first_row_; i < lowered_.placements.size(); ++i) {
    Placement& placement = lowered_.placements[i];
    const StatementKind kind = statement(placement.statement).kind;
    const bool sweeps = kind == StatementKind::remove || kind == StatementKind::quarantine;
    if (!sweeps || !placement.in_plan()) continue;
    placement.who = Who::mark;
    placement.because += view_.store.versioned() ? "; marked objects expire, their noncurrent revisions by the plan" : "; marked objects expire";
    marked_.push_back(placement.statement);
  }
  if (!marked_.empty()) refuse_tag_reading_keeps();
}

std::optional<NativeRule> StoreLowering::sweep_rule() const {
  if (marked_.empty()) return std::nullopt;
  NativeRule rule;
  rule.id = "shelflife-sweep";
  rule.store = view_.id;
  rule.filter.tags = {{"shelflife-sweep", "now"}};
  NativeAction action;
  action.kind = ActionKind::expire;
  action.days = 1;
  action.from = marked_;
  rule.actions.push_back(std::move(action));
  return rule;
}

}  // namespace shelflife
