#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule owner_missing = {
    .info = {.name = "owner-missing",
             .id = "SL1607",
             .severity = Severity::note,
             .title = "a rule that deletes and names no owner, where others do",
             .help = "say whose it is: `by \"team\"`"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "Where several teams have their rules in one policy, the owner is who is asked before the rule changes, and after something is gone. A rule\n"
           "without one is nobody's.",
    .bad = R"(rule releases "in use" by "model-risk" where stage == production {
  keep for 10 years
}
rule staging "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
}
rule dev "experiments are cheap" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(rule releases "in use" by "model-risk" where stage == production {
  keep for 10 years
}
rule staging "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (rule)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const std::vector<Rule>& rules = context.policy.rules;
  std::set<std::string> owners;
  for (const Rule& rule : rules)
    if (!rule.owner.empty()) owners.insert(rule.owner);
  if (owners.size() < 2) return;  // of one team it is plain whose rule it is
  for (const Rule& rule : rules) {
    const bool deletes = std::any_of(rule.statements.begin(), rule.statements.end(), [](const Statement& statement) { return is_delete(statement.kind); });
    if (deletes && rule.owner.empty()) sink.report(name_span(context, rule.origin.span), "rule `" + rule.name + "` deletes and is nobody's, among rules of " + std::to_string(owners.size()) + " owners");
  }
}

}  // namespace

}  // namespace shelflife::lint
