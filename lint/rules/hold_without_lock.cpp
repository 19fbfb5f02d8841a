#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule hold_without_lock = {
    .info = {.name = "hold-without-lock",
             .id = "SL1206",
             .severity = Severity::warning,
             .title = "a legal hold on a bucket that cannot carry one",
             .help = "say `object_lock on` in the store, or move what is held to a bucket that has it"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "A hold stops every delete that Shelflife makes. It does not stop people, jobs or another tool's lifecycle rules, unless it is set\n"
           "on the objects too: S3 takes a legal hold only in a bucket with object lock, Azure one on a version only where the store allows\n"
           "immutability of versions. Whoever is asked for evidence must show that nobody could have removed it.",
    .bad = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
layout "runs/{project}/"
hold "case 4711" by "legal@acme" until 2027-06-30 where project == fraud
)",
    .good = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  public_access off
}
layout "runs/{project}/"
hold "case 4711" by "legal@acme" until 2027-06-30 where project == fraud
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-legal-holds\nhttps://learn.microsoft.com/azure/storage/blobs/immutable-legal-hold-overview",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  const Store* without = nullptr;
  for (const Store& store : policy.stores) {
    if (store.object_lock || store.provider == Provider::gcs) return;  // there it can be borne; on GCS by any object
    if (without == nullptr) without = &store;
  }
  if (without == nullptr) return;
  for (const Hold& hold : policy.holds) {
    if (hold.until && *hold.until <= context.today) continue;  // over
    sink.report(string_span(context, hold.origin.span, hold.name), "objects in `" + without->name + "` cannot bear this hold: it binds Shelflife alone")
        .related.push_back({name_span(context, without->origin.span), "does not say `object_lock on`"});
  }
}

}  // namespace

}  // namespace shelflife::lint
