#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule promoted_deleted = {
    .info = {.name = "promoted-deleted",
             .id = "SL1115",
             .severity = Severity::warning,
             .title = "a delete of what was promoted",
             .help = "wait for the end of its use: `since retired`, or `where retired`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "`promoted` is true from the first promotion on, for ever: of the version that serves today as well. A delete that asks for it deletes the\n"
           "best there is as soon as it is old enough. What is meant is usually the time after its use, which `retired` says.",
    .bad = R"(rule everything "in use" by "ml-platform" { keep forever where referenced }
rule releases "two years of service" by "ml-platform" where stage == production {
  delete after 2 years where promoted
}
)",
    .good = R"(rule everything "in use" by "ml-platform" { keep forever where referenced }
rule releases "two years of service" by "ml-platform" where stage == production {
  delete after 2 years since retired where promoted
}
)",
    .source = "docs/language.md (promoted, retired)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (!deletes_current(statement.kind) || context.engine.idle(ref)) return;
    if (statement.kind == StatementKind::remove && (statement.clock.kind == ClockKind::retired || statement.clock.kind == ClockKind::field)) return;
    const Predicate* promoted = nullptr;
    bool retired = false;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    for_conjuncts(where, [&](const Predicate& part) {
      if (part.kind != PredicateKind::flag) return;
      if (part.flag == Flag::promoted) promoted = &part;
      retired = retired || part.flag == Flag::retired;
    });
    const bool clock = statement.kind == StatementKind::remove && statement.clock.kind == ClockKind::promoted;
    if ((promoted == nullptr && !clock) || retired) return;
    sink.report(promoted != nullptr ? promoted->origin.span : find_in(context, statement.origin.span, "promoted"),
                said(policy, ref) + " deletes what was promoted, also while it is in use");
  });
}

}  // namespace

}  // namespace shelflife::lint
