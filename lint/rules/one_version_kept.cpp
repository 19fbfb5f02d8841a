#include <algorithm>
#include <optional>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule one_version_kept = {
    .info = {.name = "one-version-kept",
             .id = "SL1106",
             .severity = Severity::warning,
             .title = "one version kept, which leaves nothing to go back to",
             .help = "keep two versions or more"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "`keep latest 1` holds the newest version alone. As soon as the next one is uploaded, complete or not, good or not, the version that is\n"
           "in use falls to the deletes: the first bad upload leaves nothing to roll back to.",
    .bad = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 1 version per model
  delete after 60 days
}
)",
    .good = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 3 versions per model
  delete after 60 days
}
)",
    .source = "docs/language.md (ranks)\n"
              "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy (keep most recent versions)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    const Ranking& ranking = statement.ranking;
    const bool one = statement.kind == StatementKind::keep_ranked && !ranking.best && ranking.count == 1 && ranking.period == Period::none;
    if (!one || policy.fields[ranking.unit].name != "version" || context.engine.idle(ref)) return;
    // Another keep of the rule is a guard of its own; so is one for some of the versions.
    const auto keeps = std::count_if(rule.statements.begin(), rule.statements.end(), [](const Statement& other) { return is_keep(other.kind); });
    if (keeps > 1) return;
    std::optional<StatementRef> deletes;
    context.engine.meeting(ref, [&](StatementRef other, StoreId store) {
      if (is_keep(context.statement(other).kind)) return false;
      const Statement& remove = context.statement(other);
      if (remove.kind == StatementKind::remove && context.engine.example(ref, other, store, remove.clock, remove.duration.days)) deletes = other;
      return deletes.has_value();
    });
    if (!deletes) return;
    Diagnostic& found = sink.report(find_in(context, statement.origin.span, "latest 1"), "only the newest version is kept: once another is uploaded, the one in use falls to " + said(policy, *deletes));
    found.related.push_back({context.statement(*deletes).origin.span, said(policy, *deletes) + " is here"});
  });
}

}  // namespace

}  // namespace shelflife::lint
