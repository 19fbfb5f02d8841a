#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule production_unkept = {
    .info = {.name = "production-unkept",
             .id = "SL1108",
             .severity = Severity::warning,
             .title = "a delete in production within a year that no keep stands against",
             .help = "keep what is in use, such as `keep latest 3 versions per model` or `keep forever where promoted`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "Age says nothing about use: a model that has served for months is old because it is good. A delete by age alone takes the version in\n"
           "production on its day, and with it what is needed to roll back to or to explain a decision with.",
    .bad = R"(rule releases "half a year is enough" by "ml-platform" where stage == production {
  delete after 180 days
}
)",
    .good = R"(rule releases "half a year is enough" by "ml-platform" where stage == production {
  keep   latest 3 versions per model
  delete after 180 days
}
)",
    .source = "https://github.com/mlflow/mlflow/issues/3160\n"
              "https://artificialintelligenceact.eu/article/18/",
    .check = check,
};

namespace {

// The values of production that the condition may be true of; `bound`: it names them.
std::vector<std::string> production_in(const Policy& policy, const Predicate& where, bool& bound) {
  for (FieldId field = 0; field < policy.fields.size(); ++field) {
    if (!is_stage_field(policy.fields[field])) continue;
    std::vector<std::string> values = values_bound(where, field);
    bound = !values.empty();
    if (!bound) {
      // Left open beside another field of the same keys: `project == fraud` is true in every stage.
      bool beside = false;
      for_conjuncts(where, [&](const Predicate& part) { beside = beside || (part.kind == PredicateKind::one_of && policy.fields[part.field].source == FieldSource::path); });
      if (!beside || policy.fields[field].source != FieldSource::path || asks_field(where, field)) continue;
      values = policy.fields[field].values;
    }
    std::erase_if(values, [](const std::string& value) { return !is_production(value); });
    if (!values.empty()) return values;
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    const bool by_age = statement.kind == StatementKind::remove && statement.clock.kind == ClockKind::created;
    if (!by_age || statement.duration.days >= 365 || context.engine.idle(ref)) return;
    const Condition whole = condition(policy, ref);
    const Predicate& where = whole;
    if (asks_registry(policy, where)) return;
    bool bound = false, kept = false;
    const std::vector<std::string> values = production_in(policy, where, bound);
    if (values.empty()) return;
    context.engine.meeting(ref, [&](StatementRef other, StoreId) {
      kept = is_keep(context.statement(other).kind) || context.statement(other).kind == StatementKind::lock;
      return kept;
    });
    if (kept) return;
    sink.report(statement.origin.span, said(policy, ref) + " deletes " + (bound ? "" : "also ") + "what is in " + listed(values) + ", in use or not: no keep speaks of it");
  });
}

}  // namespace

}  // namespace shelflife::lint
