#include <algorithm>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule registry_facts_unguarded = {
    .info = {.name = "registry-facts-unguarded",
             .id = "SL1101",
             .severity = Severity::warning,
             .title = "a policy that asks the registry and does not keep what the registry refers to",
             .help = "add `rule referenced { keep forever where referenced }`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A model that is served, or an artifact that a later run was trained from, is known to the registry alone. The pruner asks\n"
           "before each delete, but a cloud's own lifecycle rules cannot: without a keep for what is referenced they delete it on their\n"
           "day. MLflow users have lost the artifacts of registered models in this way.",
    .bad = R"(rule failed "failed runs are of no use" by "ml-platform" where stage == dev {
  delete after 7 days where status == failed
}
)",
    .good = R"(rule referenced "the registry needs it" by "ml-platform" {
  keep forever where referenced
}
rule failed "failed runs are of no use" by "ml-platform" where stage == dev {
  delete after 7 days where status == failed
}
)",
    .source = "https://github.com/mlflow/mlflow/issues/3160\nhttps://github.com/mlflow/mlflow/issues/17240",
    .check = check,
};

namespace {

// `keep forever where referenced` without any further condition, on the store.
bool guarded(const Policy& policy, StoreId store) {
  for (const Rule& rule : policy.rules) {
    if (!speaks_of(rule, store)) continue;
    for (const Statement& statement : rule.statements) {
      const Predicate where = both(rule.where, statement.where);
      if (statement.kind == StatementKind::keep_forever && where.kind == PredicateKind::flag && where.flag == Flag::referenced) return true;
    }
  }
  return false;
}

// An orphan is referenced by nobody: the keep would guard nothing.
bool deletes_more_than_orphans(const Policy& policy, StoreId store) {
  const auto orphans_only = [](const Predicate& where) {
    const auto is_orphan = [](const Predicate& p) { return p.kind == PredicateKind::flag && p.flag == Flag::orphan; };
    return is_orphan(where) || (where.kind == PredicateKind::all && std::any_of(where.children.begin(), where.children.end(), is_orphan));
  };
  return std::any_of(policy.rules.begin(), policy.rules.end(), [&](const Rule& rule) {
    return speaks_of(rule, store) && std::any_of(rule.statements.begin(), rule.statements.end(), [&](const Statement& s) { return is_delete(s.kind) && !orphans_only(both(rule.where, s.where)); });
  });
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId store = 0; store < policy.stores.size(); ++store) {
    if (!deletes_more_than_orphans(policy, store) || guarded(policy, store)) continue;
    for (std::uint32_t r = 0; r < policy.rules.size(); ++r) {
      const Rule& rule = policy.rules[r];
      if (!speaks_of(rule, store)) continue;
      for (std::uint32_t s = 0; s < rule.statements.size(); ++s) {
        const Statement& statement = rule.statements[s];
        const Predicate where = both(rule.where, statement.where);
        if (!asks_registry(policy, where)) continue;
        if (statement.kind == StatementKind::keep_forever && asks_flag(where, Flag::referenced)) continue;  // a guard of a part asks for nothing more
        sink.report(statement.origin.span, said(policy, {r, s}) + " asks the registry, and nothing keeps what is referenced in `" + policy.stores[store].name + "`");
        return;  // once: it is a matter of the policy
      }
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
