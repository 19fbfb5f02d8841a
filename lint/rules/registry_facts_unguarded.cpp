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

// `keep forever where referenced` without any further condition.
bool guards(const Predicate& where, const Statement& statement) {
  return statement.kind == StatementKind::keep_forever && where.kind == PredicateKind::flag && where.flag == Flag::referenced;
}

// An orphan is referenced by nobody: the keep would guard nothing.
bool deletes_more_than_orphans(const Predicate& where, const Statement& statement) {
  const auto is_orphan = [](const Predicate& p) { return p.kind == PredicateKind::flag && p.flag == Flag::orphan; };
  const bool orphans_only = is_orphan(where) || (where.kind == PredicateKind::all && std::any_of(where.children.begin(), where.children.end(), is_orphan));
  return is_delete(statement.kind) && !orphans_only;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId store = 0; store < policy.stores.size(); ++store) {
    const auto find = [&](const auto& is) {
      return find_statement(context, store, [&](StatementRef, const Rule& rule, const Statement& statement) { return is(both(rule.where, statement.where), statement); });
    };
    if (!find(deletes_more_than_orphans) || find(guards)) continue;
    const auto asking = find([&](const Predicate& where, const Statement& statement) {
      const bool guards_a_part = statement.kind == StatementKind::keep_forever && asks_flag(where, Flag::referenced);  // asks for nothing more
      return !guards_a_part && asks_registry(policy, where);
    });
    if (!asking) continue;
    sink.report(context.statement(*asking).origin.span, said(policy, *asking) + " asks the registry, and nothing keeps what is referenced in `" + policy.stores[store].name + "`");
    return;  // once: it is a matter of the policy
  }
}

}  // namespace

}  // namespace shelflife::lint
