#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule delete_waits_in_part = {
    .info = {.code = Code::delete_waits_in_part,
             .name = "delete-waits-in-part",
             .id = "SL0502",
             .severity = Severity::note,
             .title = "a delete that a longer keep of another rule holds up on some objects",
             .help = "nothing is wrong if the keep is meant as an exception"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "Two rules speak of the same objects, and the keep of one is longer than the delete of the other. The keep wins on what they share, which\n"
           "is right if it is an exception and surprising if neither owner knows of the other rule. The finding names both and shows an object.",
    .bad = R"(rule fraud "reviewed each quarter" by "fraud-team" where project == fraud {
  keep for 90 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(rule fraud "reviewed each quarter" by "fraud-team" where project == fraud and stage == production {
  keep for 90 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (keeps beat deletes)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
