#include "lint/rule.hpp"

namespace shelflife::lint {

extern const LintRule clouds_differ = {
    .info = {.code = Code::clouds_differ,
             .name = "clouds-differ",
             .id = "SL0510",
             .severity = Severity::note,
             .title = "a statement that one cloud does by itself and another does not",
             .help = "where the pruner does it, it holds as long as the pruner runs"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "One cloud's rules can say the condition and another's cannot: tags are a filter on S3 and on Azure and not on GCS, sizes are none on Azure,\n"
           "the end of a key is one on GCS alone. Where the cloud cannot, the pruner does it, and it holds as long as the pruner runs there.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"

label stage in dev, production required

store aws on s3 "acme-ml" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}

store google on gcs "acme-ml-tpu" {
  region      "europe-west4"
  versioning  on
  recoverable for 14 days
}

safeguard {
  at most 5% per run
  inventory within 1 day
}

rule dev "left by crashed uploads" by "ml-platform" where stage == dev {
  delete after 14 days where key ends with ".tmp"
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"

label stage in dev, production required

store aws on s3 "acme-ml" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}

store google on gcs "acme-ml-tpu" {
  region      "europe-west4"
  versioning  on
  recoverable for 14 days
}

safeguard {
  at most 5% per run
  inventory within 1 day
}

rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "https://cloud.google.com/storage/docs/lifecycle\n"
              "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html\n"
              "https://learn.microsoft.com/en-us/azure/storage/blobs/lifecycle-management-policy-structure",
};

}  // namespace shelflife::lint
