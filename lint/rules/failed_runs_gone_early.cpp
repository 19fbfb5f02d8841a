#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule failed_runs_gone_early = {
    .info = {.name = "failed-runs-gone-early",
             .id = "SL1105",
             .severity = Severity::warning,
             .title = "failed runs that are deleted before anybody can resume them",
             .help = "give them three days or more: a run that fails on Friday is looked at on Monday"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A failed run is often resumed from its last checkpoint, and its logs say why it failed. A scheduler's retry, a full quota or a\n"
           "weekend easily take two days; what was deleted in between has to be trained again from the beginning.",
    .bad = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule failed "failed runs are of no use" by "ml-platform" where stage == dev {
  delete after 1 day where status == failed
}
)",
    .good = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule failed "failed runs are of no use" by "ml-platform" where stage == dev {
  delete after 3 days where status == failed
}
)",
    .source = "https://docs.ray.io/en/latest/train/user-guides/fault-tolerance.html\n"
              "https://lightning.ai/docs/pytorch/stable/common/checkpointing_basic.html",
    .check = check,
};

namespace {

// The condition is true of failed runs alone, and of which value.
std::string failed_value(const Policy& policy, const Predicate& where) {
  for (FieldId field = 0; field < policy.fields.size(); ++field) {
    const std::vector<std::string> values = values_bound(where, field);
    if (!values.empty() && std::all_of(values.begin(), values.end(), is_failed)) return values.front();
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    const bool due = statement.kind == StatementKind::remove && (statement.clock.kind == ClockKind::created || statement.clock.kind == ClockKind::accessed);
    if (!due || statement.duration.days >= 3 || context.engine.idle(ref)) return;
    const std::string value = failed_value(policy, condition(policy, ref));
    if (value.empty()) return;
    sink.report(find_in(context, statement.origin.span, to_text(statement.duration)),
                "what is `" + value + "` is deleted " + days_text(statement.duration.days) + " after it was written, before a weekend is over");
  });
}

}  // namespace

}  // namespace shelflife::lint
