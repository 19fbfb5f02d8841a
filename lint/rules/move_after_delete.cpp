#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule move_after_delete = {
    .info = {.code = Code::move_after_delete,
             .name = "move-after-delete",
             .id = "SL0508",
             .severity = Severity::warning,
             .title = "a move of objects that are deleted by then",
             .help = "move sooner than the delete"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "The objects are gone on the day of the move. The colder tier that was to save money never holds anything, and the warm one is paid until\n"
           "the delete; often the two periods were meant the other way round.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, staging required
store models on gcs "acme-models" {
  region      "europe-west4"
  versioning  on
  recoverable for 14 days
}

rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 60 days
  move   to archive after 90 days
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, staging required
store models on gcs "acme-models" {
  region      "europe-west4"
  versioning  on
  recoverable for 14 days
}

rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  move   to cool after 30 days
  delete after 90 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
