#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule statement_shadowed = {
    .info = {.code = Code::statement_shadowed,
             .name = "statement-shadowed",
             .id = "SL0503",
             .severity = Severity::warning,
             .title = "a statement that does nothing which others do not do already",
             .help = "remove it; a delete that is sooner, or a keep that is longer, on all of its objects decides alone"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "Rules have no order: of two deletes the sooner one acts, of two keeps the longer one holds. A statement whose objects are\n"
           "all in the hands of a stronger one never decides anything, though a reader takes it for the period that counts.",
    .bad = R"(rule everything-in-dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule fraud "longer for fraud" by "fraud-team" where stage == dev and project == fraud {
  delete after 30 days
}
)",
    .good = R"(rule everything-in-dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule fraud "longer for fraud" by "fraud-team" where stage == dev and project == fraud {
  keep for 30 days
}
)",
    .source = "docs/language.md (keeps beat deletes; rules have no order)",
};

}  // namespace shelflife::lint
