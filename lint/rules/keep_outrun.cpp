#include <optional>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule keep_outrun = {
    .info = {.name = "keep-outrun",
             .id = "SL1116",
             .severity = Severity::warning,
             .title = "a ranked keep that is over before any delete is due",
             .help = "let `for at most` be longer than the deletes, or leave the keep out"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "`for at most` bounds a ranked keep by the age of the version. Where every delete of the same objects is due later than that, the keep\n"
           "is over before it could hold anything up: a reader counts on five versions, and none is kept.",
    .bad = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 5 versions per model for at most 30 days
  delete after 60 days
}
)",
    .good = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 5 versions per model for at most 180 days
  delete after 60 days
}
)",
    .source = "docs/language.md (keep latest, for at most)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& keep) {
    if (keep.kind != StatementKind::keep_ranked || !keep.ranking.at_most || context.engine.idle(ref)) return;
    const std::uint32_t most = keep.ranking.at_most->days;
    std::optional<StatementRef> soonest;
    bool holds = false;  // some delete is due while it holds
    context.engine.meeting(ref, [&](StatementRef other, StoreId) {
      const Statement& statement = context.statement(other);
      if (!is_delete(statement.kind)) return false;
      holds = statement.kind != StatementKind::remove || statement.clock.kind != ClockKind::created || statement.duration.days < most;
      if (!soonest || statement.duration.days < context.statement(*soonest).duration.days) soonest = other;
      return holds;
    });
    if (holds || !soonest) return;
    Diagnostic& found = sink.report(find_in(context, keep.origin.span, to_text(*keep.ranking.at_most)),
                                    said(policy, ref) + " is over after " + days_text(most) + ", and no delete of these objects is due before " + days_text(context.statement(*soonest).duration.days));
    found.related.push_back({context.statement(*soonest).origin.span, said(policy, *soonest) + " is here"});
  });
}

}  // namespace

}  // namespace shelflife::lint
