#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule encryption_unsaid = {
    .info = {.name = "encryption-unsaid",
             .id = "SL1706",
             .severity = Severity::note,
             .title = "a store of production models that does not say how it is encrypted",
             .help = "say `encryption managed`, or `encryption kms \"...\"`"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "Every cloud encrypts with a key of its own when nothing is said. With a key of yours, taking the key away makes every copy unreadable\n"
           "at once, backups and replicas included; and whoever reads needs the right to the key as well as to the bucket. Saying which it is\n"
           "keeps a change from going unseen.",
    .bad = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .good = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  encryption    managed
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html\nhttps://cloud.google.com/storage/docs/encryption",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (StoreId id = 0; id < context.policy.stores.size(); ++id) {
    const Store& store = context.policy.stores[id];
    if (store.encryption == Encryption::unsaid && context.production[id] != nullptr) sink.report(name_span(context, store.origin.span), "`" + store.name + "` has the encryption that its cloud happens to give");
  }
}

}  // namespace

}  // namespace shelflife::lint
