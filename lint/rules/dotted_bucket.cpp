#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule dotted_bucket = {
    .info = {.name = "dotted-bucket",
             .id = "SL1403",
             .severity = Severity::note,
             .title = "a bucket name with a dot in it",
             .help = "use dashes in new buckets"},
    .category = Category::limits,
    .since = "0.1.0",
    .why = "S3's certificate is for one name before the domain: `https://acme.models.s3.amazonaws.com` does not verify, so clients fall back to\n"
           "path style, switch verification off, or fail, and transfer acceleration is refused. On GCS a name with a dot must be a domain that\n"
           "its owner has proved to own.",
    .bad = R"(store models on s3 "acme.models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html\nhttps://cloud.google.com/storage/docs/domain-name-verification",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (const Store& store : context.policy.stores) {
    if (store.provider == Provider::azure || store.bucket.find('.') == std::string::npos) continue;
    const bool aws = store.provider == Provider::s3;
    sink.report(string_span(context, store.origin.span, store.bucket), aws ? "`https://" + store.bucket + ".s3.amazonaws.com` does not verify: the certificate covers one name" : "`" + store.bucket + "` must be a domain that is proved to be yours");
  }
}

}  // namespace

}  // namespace shelflife::lint
