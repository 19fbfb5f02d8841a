#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule value_unspoken = {
    .info = {.code = Code::value_unspoken,
             .name = "value-unspoken",
             .id = "SL0505",
             .severity = Severity::note,
             .title = "a value of a label that no rule speaks of",
             .help = "what no rule speaks of stays for ever; say so where other values have a rule"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "What no rule speaks of stays for ever. That is safe, and it is billed: where the policy says of one stage that it is deleted and of another\n"
           "that it stays, a third of which it says nothing is usually forgotten.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule production "in use" by "ml-platform" where stage == production {
  keep forever
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage in (dev, staging) {
  delete after 14 days
}
rule production "in use" by "ml-platform" where stage == production {
  keep forever
}
)",
    .source = "docs/language.md (what no rule matches is kept)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
