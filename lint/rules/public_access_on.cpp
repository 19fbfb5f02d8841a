#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule public_access_on = {
    .info = {.name = "public-access-on",
             .id = "SL1701",
             .severity = Severity::warning,
             .title = "a bucket that the public may be let into",
             .help = "write `public_access off`, and give out signed addresses for what is published"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "With `public_access on` the bucket's block is lifted: one ACL or one policy line makes every object readable by all, weights and the\n"
           "training data beside them. What is meant for everybody belongs into a bucket of its own that holds nothing else.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access on
}
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html\nhttps://cloud.google.com/storage/docs/public-access-prevention",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (const Store& store : context.policy.stores) {
    if (store.public_access != true) continue;
    const Span setting = setting_span(context, store, "public_access");
    if (context.text(setting) != "public_access") continue;  // taken over from another store of the account
    sink.report(setting, "objects in `" + store.name + "` can be opened to everybody");
  }
}

}  // namespace

}  // namespace shelflife::lint
