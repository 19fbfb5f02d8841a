#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule retired_gone_early = {
    .info = {.name = "retired-gone-early",
             .id = "SL1120",
             .severity = Severity::warning,
             .title = "retired versions that are deleted before anybody could go back to them",
             .help = "keep them for a week or more after they retire"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A version retires on the day on which another takes its place. If the new one fails, the old one is what a service goes back to; the first\n"
           "week shows most of what is wrong with it. What was deleted by then has to be trained again.",
    .bad = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule releases "replaced" by "ml-platform" where stage == production {
  delete whole version after 2 days since retired
}
)",
    .good = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule releases "replaced" by "ml-platform" where stage == production {
  delete whole version after 30 days since retired
}
)",
    .source = "https://sre.google/sre-book/release-engineering/\n"
              "docs/language.md (retired)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind != StatementKind::remove || statement.clock.kind != ClockKind::retired || statement.duration.days >= 7 || context.engine.idle(ref)) return;
    sink.report(find_in(context, statement.origin.span, to_text(statement.duration)),
                "what was in use is deleted " + days_text(statement.duration.days) + " after it was replaced");
  });
}

}  // namespace

}  // namespace shelflife::lint
