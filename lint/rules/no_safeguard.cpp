#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule no_safeguard = {
    .info = {.name = "no-safeguard",
             .id = "SL1109",
             .severity = Severity::note,
             .title = "a pruner that deletes without a declared limit",
             .help = "declare `safeguard { at most 5% per run registry within 1 day inventory within 1 day }`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "What no cloud can decide, the pruner deletes. A registry that came back empty, or a label that was renamed, makes far more due on one\n"
           "day than on any other, and a limit is what stops the run then. Without a `safeguard` block a default of 10 % of a store's objects a\n"
           "run holds, which is much for a large store; and where a change of the policy would trip it, `simulate` only warns.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 7 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model
  delete after 14 days
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 7 days
}
safeguard {
  at most 5% per run
  registry within 1 day
  inventory within 1 day
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model
  delete after 14 days
}
)",
    .source = "docs/language.md (safeguard)\n"
              "docs/plan.md (what refuses a run)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  if (policy.safeguards.declared) return;
  for (const Placement& placement : context.lowered.placements) {
    const Statement& statement = context.statement(placement.statement);
    if (!is_delete(statement.kind) || !placement.in_plan()) continue;
    sink.report(statement.origin.span, said(policy, placement.statement) + " is left to the pruner in `" + policy.stores[placement.store].name + "`, and no `safeguard` says how much a run may delete: the default of 10% holds");
    return;  // once: the block is one for the policy
  }
}

}  // namespace

}  // namespace shelflife::lint
