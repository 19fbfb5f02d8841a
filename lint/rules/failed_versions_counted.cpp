#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule failed_versions_counted = {
    .info = {.name = "failed-versions-counted",
             .id = "SL1107",
             .severity = Severity::warning,
             .title = "failed versions that take the places of good ones",
             .help = "count only what is worth keeping: `where status != failed`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "`keep latest 5` counts every version. Where failed runs leave versions behind, five failures in a row push every good version out of\n"
           "the five, and the deletes take them; the failed ones, which another statement means to delete early, are kept in their place.",
    .bad = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model
  delete after 14 days
  delete after 3 days where status == failed
}
)",
    .good = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model where status != failed
  delete after 14 days
  delete after 3 days where status == failed
}
)",
    .source = "docs/language.md (ranks: counted are versions for which both conditions are true)",
    .check = check,
};

namespace {

// What the comparison of the field excludes.
Predicate but(const Predicate& where, FieldId field) {
  Predicate out;
  out.kind = PredicateKind::negation;
  for_literals(where, [&](const Predicate& literal, bool) {
    if (literal.kind == PredicateKind::one_of && literal.field == field) out.children = {literal};
  });
  return out;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& keep) {
    if (keep.kind != StatementKind::keep_ranked || keep.ranking.best || keep.ranking.period != Period::none) return;
    if (policy.fields[keep.ranking.unit].name != "version" || context.engine.idle(ref)) return;
    const Condition whole_counted = condition(policy, ref);
    const Predicate& counted = whole_counted;
    for (const Statement& other : rule.statements) {
      if (!deletes_current(other.kind)) continue;
      for (FieldId field = 0; field < policy.fields.size(); ++field) {
        const std::vector<std::string> values = values_bound(other.where, field);
        if (values.empty() || !std::all_of(values.begin(), values.end(), is_failed) || asks_field(counted, field)) continue;
        const std::string only = to_text(policy, but(other.where, field));
        Diagnostic& found = sink.report(keep.origin.span, said(policy, ref) + " counts versions that failed, which `" + to_text(policy, other) + "` means to delete",
                                        "count only what is worth keeping: `where " + only + "`");
        found.related.push_back({other.origin.span, "what failed is deleted here"});
        if (keep.where.kind == PredicateKind::any) return;
        const Span end{keep.origin.span.file, keep.origin.span.end, keep.origin.span.end};
        const bool none = keep.where.kind == PredicateKind::always;
        found.fixes.push_back({FixKind::shown, "count only `" + only + "`", {{end, (none ? " where " : " and ") + only}}});
        return;
      }
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
