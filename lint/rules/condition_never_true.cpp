#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule condition_never_true = {
    .info = {.code = Code::condition_never_true,
             .name = "condition-never-true",
             .id = "SL0504",
             .severity = Severity::warning,
             .title = "a condition that no object meets",
             .help = "an object has one value of each field, one key and one size"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A condition that no object meets is a misunderstanding or a slip: two stages at once, a prefix of another layout, a size above and below.\n"
           "The statement behind it does nothing. A keep or a hold like that is the dangerous one: it is there to be seen, and holds nothing.",
    .bad = R"(rule records "what the audit asks for" by "model-risk" where stage == staging and stage == production {
  keep for 10 years
}
)",
    .good = R"(rule records "what the audit asks for" by "model-risk" where stage in (staging, production) {
  keep for 10 years
}
)",
    .source = "docs/language.md (conditions, layouts)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
