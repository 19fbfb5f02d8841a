#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule replica_without_lock = {
    .info = {.name = "replica-without-lock",
             .id = "SL1207",
             .severity = Severity::warning,
             .title = "a copy that is not locked while its source is",
             .help = "say `object_lock on` in the store that receives the copies"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "S3 does not replicate from a bucket with object lock into one without, so either there are no copies, or the policy says less than\n"
           "the bucket has. And a copy that anybody can delete is no copy of a record: the day it is needed is the day somebody has been there.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  replicate     to "copies"
  public_access off
}
store copies on s3 "acme-models-dr" {
  region        "eu-west-1"
  versioning    on
  public_access off
}
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  replicate     to "copies"
  public_access off
}
store copies on s3 "acme-models-dr" {
  region        "eu-west-1"
  versioning    on
  object_lock   on
  public_access off
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html (replication)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (const Store& store : context.policy.stores) {
    if (!store.object_lock || store.replicate_store == no_id) continue;
    const Store& copies = context.policy.stores[store.replicate_store];
    if (copies.object_lock) continue;
    sink.report(setting_span(context, store, "replicate"), "store `" + store.name + "` has `object_lock on`, and its copies in `" + copies.name + "` are not locked")
        .related.push_back({name_span(context, copies.origin.span), "does not say `object_lock on`"});
  }
}

}  // namespace

}  // namespace shelflife::lint
