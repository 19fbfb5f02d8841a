#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule personal_data_unbounded = {
    .info = {.name = "personal-data-unbounded",
             .id = "SL1301",
             .severity = Severity::warning,
             .title = "personal data that nothing ever deletes",
             .help = "add a delete for it, or `require \"...\" where ... { deleted within ... }`"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "Personal data may be kept no longer than its purpose needs, and the purpose of a training set ends. A policy that has a label for\n"
           "personal data and no delete that reads it treats it like everything else: where other objects stay, it stays. The upper bound is\n"
           "what a supervisory authority asks for first.",
    .bad = R"(label pii in yes, no from tag
rule releases "ten years" by "ml-platform" where stage == production { keep for 10 years }
)",
    .good = R"shelf(label pii in yes, no from tag
rule releases "ten years" by "ml-platform" where stage == production { keep for 10 years }
rule people "GDPR, article 5(1)(e)" by "dpo@acme" where stage == dev and pii == yes { delete after 6 months }
)shelf",
    .source = "https://eur-lex.europa.eu/eli/reg/2016/679/oj (articles 5(1)(e), 17 and 25)",
    .check = check,
};

namespace {

bool bounds(const Policy& policy, FieldId field) {
  bool found = false;
  for_statements(policy, [&](StatementRef, const Rule& rule, const Statement& s) {
    found = found || (deletes_current(s.kind) && (asks_field(rule.where, field) || asks_field(s.where, field)));
  });
  for (const Require& require : policy.requires_) {
    const bool within = std::any_of(require.obligations.begin(), require.obligations.end(), [](const Obligation& o) { return o.kind == ObligationKind::deleted_within; });
    found = found || (within && (require.where.kind == PredicateKind::always || asks_field(require.where, field)));
  }
  return found;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  if (policy.rules.empty() || policy.stores.empty()) return;
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    if (!is_personal_data(field.name) || field.builtin || bounds(policy, id)) continue;
    sink.report(name_span(context, field.origin.span), "no delete and no `deleted within` reads `" + field.name + "`: what bears it stays as long as anything else");
  }
}

}  // namespace

}  // namespace shelflife::lint
