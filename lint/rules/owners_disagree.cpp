#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule owners_disagree = {
    .info = {.name = "owners-disagree",
             .id = "SL1003",
             .severity = Severity::note,
             .title = "a delete that another owner's delete overtakes",
             .help = "agree on one period; where the longer one is to hold, write it as a keep"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "Of two deletes the sooner one acts. Who owns the rule with the longer period expects its objects to be there until then, and nobody tells\n"
           "them that a rule of somebody else takes some of them before. A period that has to hold is a `keep`, which no delete of anybody beats.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule fraud "reviewed each quarter" by "fraud-team" where project == fraud {
  delete after 90 days
  keep latest 3 versions per model
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev and project != fraud {
  delete after 14 days
}
rule fraud "reviewed each quarter" by "fraud-team" where project == fraud {
  delete after 90 days
  keep latest 3 versions per model
}
)",
    .source = "docs/language.md (rules have no order)",
    .check = check,
};

namespace {

// All that `wide` asks for, `narrow` asks for too: then it is an exception within it, and somebody wrote it as one.
bool within(const Predicate& narrow, const Predicate& wide) {
  std::vector<Predicate> parts;
  for_conjuncts(narrow, [&](const Predicate& part) { parts.push_back(part); });
  bool all = true;
  for_conjuncts(wide, [&](const Predicate& part) { all = all && std::find(parts.begin(), parts.end(), part) != parts.end(); });
  return all;
}

// The rule itself keeps its objects until its own delete.
bool holds_on(const Rule& rule, const Statement& statement) {
  return std::any_of(rule.statements.begin(), rule.statements.end(), [&](const Statement& keep) {
    return keep.where.kind == PredicateKind::always && (keep.kind == StatementKind::keep_forever || (keep.kind == StatementKind::keep_for && keep.duration.days >= statement.duration.days));
  });
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& later) {
    if (later.kind != StatementKind::remove || rule.owner.empty() || context.engine.idle(ref) || holds_on(rule, later)) return;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    if (asks_registry(policy, where)) return;
    std::optional<StatementRef> overtakes;
    StoreId store = no_id;
    context.engine.meeting(ref, [&](StatementRef other, StoreId at) {
      const Statement& sooner = context.statement(other);
      const std::string& owner = context.rule(other).owner;
      if (sooner.kind != StatementKind::remove || sooner.clock != later.clock || sooner.duration.days >= later.duration.days) return false;
      if (owner.empty() || owner == rule.owner || context.engine.idle(other)) return false;
      const Condition whole_of = condition(policy, other);
      const Predicate& of = whole_of;
      if (asks_registry(policy, of) || within(of, where)) return false;
      overtakes = other;
      store = at;
      return true;
    });
    if (!overtakes) return;
    const Statement& sooner = context.statement(*overtakes);
    const auto object = context.engine.example(ref, *overtakes, store, sooner.clock, sooner.duration.days);
    if (!object) return;
    std::string message = said(policy, ref) + " by `" + rule.owner + "` is overtaken: `" + context.rule(*overtakes).owner + "` deletes some of its objects " + days_text(later.duration.days - sooner.duration.days) + " sooner";
    Diagnostic& found = sink.report(later.origin.span, std::move(message));
    found.witness = to_text(policy, *object);
    found.related.push_back({sooner.origin.span, said(policy, *overtakes) + " is here"});
  });
}

}  // namespace

}  // namespace shelflife::lint
