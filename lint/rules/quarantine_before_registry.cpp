#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule quarantine_before_registry = {
    .info = {.name = "quarantine-before-registry",
             .id = "SL1104",
             .severity = Severity::warning,
             .title = "a quarantine that may be over before the registry is read again",
             .help = "let the quarantine last longer than `registry within`, or read the registry more often"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A quarantine is there so that an object whose run or model turns up in the registry late is found again before it is deleted. Each run\n"
           "decides on a registry that may be as old as `registry within` says: when the quarantine is no longer than that, the mark and the\n"
           "delete may be decided on one and the same state of the registry, and the waiting was for nothing. The same holds of `orphan after`:\n"
           "a run that is uploaded before it is registered counts as an orphan too soon.",
    .bad = R"(layout "runs/{project}/{run_id}/"
store runs on s3 "acme-runs" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
safeguard {
  at most 5% per run
  registry within 7 days
}
rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule orphans "in no registry" by "ml-platform" where orphan {
  quarantine whole run_id for 3 days then delete
}
)",
    .good = R"(layout "runs/{project}/{run_id}/"
store runs on s3 "acme-runs" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
safeguard {
  at most 5% per run
  registry within 1 day
}
rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule orphans "in no registry" by "ml-platform" where orphan {
  quarantine whole run_id for 3 days then delete
}
)",
    .source = "docs/language.md (quarantine, safeguard)\n"
              "https://github.com/mlflow/mlflow/issues/12917",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const Duration& age = policy.safeguards.registry_age;
  const std::string within = "the registry may be " + days_text(age.days) + " old";
  bool orphans = false;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (!is_delete(statement.kind)) return;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    orphans = orphans || asks_flag(where, Flag::orphan);
    if (statement.kind != StatementKind::quarantine || !asks_registry(policy, where) || statement.duration.days > age.days) return;
    sink.report(find_in(context, statement.origin.span, to_text(statement.duration)),
                "the quarantine lasts " + days_text(statement.duration.days) + ", and " + within + " when a run decides");
  });
  for (const Store& store : policy.stores) {
    if (!orphans || store.orphan_after.days > age.days) continue;
    const Span setting = find_in(context, store.origin.span, "orphan");
    sink.report(setting == store.origin.span ? name_span(context, setting) : setting,
                "objects of `" + store.name + "` count as orphans after " + days_text(store.orphan_after.days) + ", and " + within + " when a run decides",
                "let `orphan after` be longer than `registry within`");
  }
}

}  // namespace

}  // namespace shelflife::lint
