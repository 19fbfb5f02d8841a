#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule reason_missing = {
    .info = {.name = "reason-missing",
             .id = "SL1606",
             .severity = Severity::note,
             .title = "a rule that deletes and gives no reason",
             .help = "say why these objects may go: `rule dev \"experiments are cheap\" ...`"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "The reason stands in every report, in the provenance of each native rule and before the auditor. Whoever asks next year why an object is\n"
           "gone finds it there, and whoever wants to change the rule knows what to ask for.",
    .bad = R"(rule dev by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (rule)",
    .on = false,
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (const Rule& rule : context.policy.rules) {
    const bool deletes = std::any_of(rule.statements.begin(), rule.statements.end(), [](const Statement& statement) { return is_delete(statement.kind); });
    if (deletes && rule.reason.empty()) sink.report(name_span(context, rule.origin.span), "rule `" + rule.name + "` deletes, and does not say why");
  }
}

}  // namespace

}  // namespace shelflife::lint
