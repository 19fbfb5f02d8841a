#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule keep_needs_label = {
    .info = {.code = Code::keep_needs_label,
             .name = "keep-needs-label",
             .id = "SL0511",
             .severity = Severity::warning,
             .title = "a keep that lets go of objects whose label is missing",
             .help = "declare the label `required`, or keep what is without it too"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A comparison with a tag that an object does not have is unknown, and a keep holds only where its condition is true. An upload that forgot\n"
           "the tag, or a copy that lost it, is not kept, and the delete beside it takes the object. On many uploads tags are set a moment later\n"
           "by another call, or not at all.",
    .bad = R"(layout "ml/{stage}/{project}/{model}/{version}/"

label stage in dev, production required
label owner from tag

store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}

safeguard {
  at most 5% per run
  inventory within 1 day
}

rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever where owner != bob
  delete after 40 days
}
)",
    .good = R"(layout "ml/{stage}/{project}/{model}/{version}/"

label stage in dev, production required
label owner required from tag

store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}

safeguard {
  at most 5% per run
  inventory within 1 day
}

rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   forever where owner != bob
  delete after 40 days
}
)",
    .source = "docs/language.md (missing and unread)\n"
              "docs/findings.md (what it means, exactly)",
};

}  // namespace shelflife::lint
