#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule move_not_colder = {
    .info = {.code = Code::move_not_colder,
             .name = "move-not-colder",
             .id = "SL0509",
             .severity = Severity::warning,
             .title = "a move to a tier that its objects have reached by then",
             .help = "later moves go to colder tiers"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A move is a floor: an object becomes as cold as its coldest due move and never warmer. A later move to a tier that an earlier one has\n"
           "reached or passed does nothing; no statement makes an object warm again.",
    .bad = R"(rule releases "EU AI Act, article 18" by "model-risk" where stage == production {
  keep for 10 years
  move to archive after 90 days
  move to cool after 365 days
}
)",
    .good = R"(rule releases "EU AI Act, article 18" by "model-risk" where stage == production {
  keep for 10 years
  move to cool after 90 days
  move to archive after 365 days
}
)",
    .source = "docs/language.md (move)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
