#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule deletes_unlogged = {
    .info = {.name = "deletes-unlogged",
             .id = "SL1705",
             .severity = Severity::note,
             .title = "a bucket of production models that deletes and writes no access log",
             .help = "add `access_log to \"...\"`"},
    .category = Category::access,
    .since = "0.1.0",
    .why = "What a lifecycle rule of S3 deletes is not in CloudTrail, and a bucket policy does not stop it: the server access log is where it is\n"
           "written. Without one nobody can say afterwards which rule took an object, or whether a rule did.",
    .bad = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
rule old "a month" by "ml-platform" where stage == staging { delete after 30 days }
)",
    .good = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    on
  access_log    to "acme-logs"
  public_access off
}
label stage in staging, production required from tag
rule releases "what serves customers" by "ml-platform" where stage == production { keep forever }
rule old "a month" by "ml-platform" where stage == staging { delete after 30 days }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html\nhttps://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-lifecycle.html",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (StoreId id = 0; id < context.policy.stores.size(); ++id) {
    const Store& store = context.policy.stores[id];
    if (store.access_log || context.production[id] == nullptr || !any_statement(context, id, [](const Statement& s) { return is_delete(s.kind); })) continue;
    sink.report(name_span(context, store.origin.span), "`" + store.name + "` deletes, and nothing logs what was deleted and by whom");
  }
}

}  // namespace

}  // namespace shelflife::lint
