#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule delete_never_fires = {
    .info = {.code = Code::delete_never_fires,
             .name = "delete-never-fires",
             .id = "SL0507",
             .severity = Severity::warning,
             .title = "a delete that never deletes anything",
             .help = "remove it, or give what holds its objects an end"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A keep, a lock or a hold without an end holds all that the delete speaks of. Nothing is ever deleted by it, whatever the number of days\n"
           "says; the space that it was to free is billed for ever.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever where project == fraud
  delete after 14 days
}
)",
    .source = "docs/language.md (keeps beat deletes)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
