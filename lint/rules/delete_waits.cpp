#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule delete_waits = {
    .info = {.code = Code::delete_waits,
             .name = "delete-waits",
             .id = "SL0501",
             .severity = Severity::warning,
             .title = "a delete that longer keeps or locks hold up on all of its objects",
             .help = "say the day on which it really acts, or keep for less"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A keep beats a delete. Where longer keeps or locks hold all that a delete speaks of, its own number of days is never the day on which\n"
           "anything goes: who reads `delete after 14 days` expects, and budgets for, something that does not happen.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   for 30 days
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   for 30 days
  delete after 45 days
}
)",
    .source = "docs/language.md (keeps beat deletes)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
