#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule orphans_deleted_at_once = {
    .info = {.name = "orphans-deleted-at-once",
             .id = "SL1119",
             .severity = Severity::warning,
             .title = "orphans that are deleted without a quarantine",
             .help = "mark them first: `quarantine for 7 days then delete`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "An orphan is what the registry does not know: of a run that nobody registered, and of every run on the day on which the registry was\n"
           "restored from an old copy, or is asked for the wrong experiment. A delete by age takes them all in one run. A quarantine marks them,\n"
           "looks again on each day, takes the mark off what turned up, and deletes only what was an orphan all along.",
    .bad = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule orphans "in no registry" by "ml-platform" where orphan {
  delete whole run_id after 30 days
}
)",
    .good = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule orphans "in no registry" by "ml-platform" where orphan {
  quarantine whole run_id for 7 days then delete
}
)",
    .source = "docs/language.md (quarantine)\n"
              "https://github.com/mlflow/mlflow/issues/17240",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind != StatementKind::remove || context.engine.idle(ref)) return;
    bool orphans = false;
    for_conjuncts(condition(policy, ref), [&](const Predicate& part) { orphans = orphans || (part.kind == PredicateKind::flag && part.flag == Flag::orphan); });
    if (!orphans) return;
    Diagnostic& found = sink.report(statement.origin.span, said(policy, ref) + " takes what the registry does not know today, without a second look");
    const std::string whole = statement.whole == no_id ? "" : " whole " + policy.fields[statement.whole].name;
    const Span duration = find_in(context, statement.origin.span, to_text(statement.duration));
    if (duration == statement.origin.span || statement.clock.kind != ClockKind::created) return;
    // How old an orphan has to be, the store's `orphan after` says; the age that the delete asked for is left out.
    found.fixes.push_back({FixKind::shown, "write `quarantine" + whole + " for 7 days then delete`",
                           {{{duration.file, statement.origin.span.begin, duration.end}, "quarantine" + whole + " for 7 days then delete"}}});
  });
}

}  // namespace

}  // namespace shelflife::lint
