#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule unused_label = {
    .info = {.name = "unused-label",
             .id = "SL1010",
             .severity = Severity::note,
             .title = "a label that nothing asks for",
             .help = "use it, or remove it"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A label that no rule, hold or require asks for changes nothing: no object is kept or deleted by it. It is often what a condition was to ask\n"
           "for and does not: the keep for `legal_hold` that was never written.",
    .bad = R"(label pinned in yes, no from tag
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(label pinned in yes, no from tag
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep forever where pinned == yes or pinned is missing
  delete after 14 days
}
)",
    .source = "docs/language.md (label)",
    .check = check,
};

namespace {

std::vector<bool> used_fields(const Policy& policy) {
  std::vector<bool> used(policy.fields.size(), false);
  const auto mark = [&](FieldId field) {
    if (field != no_id) used[field] = true;
  };
  const auto ask = [&](const Predicate& where) { for_literals(where, [&](const Predicate& literal, bool) { mark(literal.field); }); };
  for (const Rule& rule : policy.rules) ask(rule.where);
  for_statements(policy, [&](StatementRef, const Rule&, const Statement& statement) {
    ask(statement.where);
    mark(statement.clock.field);
    mark(statement.ranking.by);
  });
  for (const Hold& hold : policy.holds) ask(hold.where);
  for (const Require& require : policy.requires_) {
    ask(require.where);
    for (const Obligation& obligation : require.obligations) {
      mark(obligation.field);
      mark(obligation.clock.field);
    }
  }
  for (const Role& role : policy.roles)
    for (const Allow& allow : role.allows) ask(allow.where);
  for (const Manifest& manifest : policy.manifests)
    for (const FieldId field : manifest.required_fields) mark(field);
  return used;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const std::vector<bool> used = used_fields(policy);
  for (FieldId id = 0; id < policy.fields.size(); ++id) {
    const Field& field = policy.fields[id];
    // `required` says something by itself, and a field of the path is there anyway.
    if (used[id] || field.required || field.builtin || field.source == FieldSource::path) continue;
    sink.report(name_span(context, field.origin.span), "nothing asks for `" + field.name + "`");
  }
}

}  // namespace

}  // namespace shelflife::lint
