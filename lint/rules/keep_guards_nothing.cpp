#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule keep_guards_nothing = {
    .info = {.code = Code::keep_guards_nothing,
             .name = "keep-guards-nothing",
             .id = "SL0506",
             .severity = Severity::warning,
             .title = "a keep beside deletes none of which could touch its objects",
             .help = "keep what a delete speaks of; what no delete speaks of stays by itself"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A keep stands beside deletes, and none of them speaks of its objects. It reads as a guard, and the objects that were to be guarded are\n"
           "others: a project was misspelt, or the delete was narrowed since.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever where project == fraud
  delete after 14 days where project == cards
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever where project == fraud
  delete after 14 days
}
)",
    .source = "docs/language.md (keep)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
