#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule production_without_object_lock = {
    .info = {.name = "production-without-object-lock",
             .id = "SL1201",
             .severity = Severity::warning,
             .title = "a store of production models whose bucket cannot lock them",
             .help = "say `object_lock on`, and `lock ... for ...` what must stay"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "Keeps bind what Shelflife emits. Whoever may delete in the bucket still can: a job with wide rights, a stolen key, a console.\n"
           "With object lock a revision stays until its date whatever anybody asks for. It is cheapest to have from the first object on: a\n"
           "default lock does not reach back to what is there already.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  object_lock   on
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html\nhttps://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html (S3.15)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (StoreId id = 0; id < context.policy.stores.size(); ++id) {
    const Store& store = context.policy.stores[id];
    const Origin* const production = store.object_lock ? nullptr : context.production[id];
    if (production == nullptr || (store.provider == Provider::azure && store.access_tracking.value_or(false))) continue;  // Azure has one or the other
    // Azure and GCS lock a whole store without the setting.
    if (any_statement(context, id, [](const Statement& s) { return s.kind == StatementKind::lock; })) continue;
    sink.report(name_span(context, store.origin.span), "nothing in `" + store.name + "` is locked, and it holds production")
        .related.push_back({name_span(context, production->span), "speaks of production"});
  }
}

}  // namespace

}  // namespace shelflife::lint
