#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule versions_without_end = {
    .info = {.name = "versions-without-end",
             .id = "SL1511",
             .severity = Severity::note,
             .title = "a versioned store in which nothing is ever deleted",
             .help = "add `delete noncurrent after ...`, or say `keep forever` where every revision is meant to stay"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "On a versioned store an overwrite or a delete frees nothing: the bytes stay as a noncurrent revision, billed like any other, and on\n"
           "S3 each delete leaves a marker on top, which makes listings slow. A job that writes the same key every night costs a year of\n"
           "copies in a year. One team found 80 million objects in such a bucket. Where any delete speaks of a store, Shelflife also deletes\n"
           "the revisions behind what it deletes, and cleans the markers; here none does.",
    .bad = R"(store features on s3 "acme-features" {
  region        "eu-central-1"
  versioning    on
  encryption    managed
  public_access off
}
rule uploads "invisible and billed" by "ml-platform" { abort uploads after 7 days }
)",
    .good = R"(store features on s3 "acme-features" {
  region        "eu-central-1"
  versioning    on
  encryption    managed
  public_access off
}
rule overwritten "a month to look back" by "ml-platform" where key starts with "features/" {
  delete noncurrent after 30 days
}
rule uploads "invisible and billed" by "ml-platform" { abort uploads after 7 days }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-lifecycle.html\n"
              "https://github.com/wellcomecollection/platform/issues/4316",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (!store.versioning.value_or(false) || store.object_lock) continue;  // whoever locks, keeps on purpose
    // Nobody speaks of the store's objects: another policy may.
    if (!any_statement(context, id, [](const Statement&) { return true; })) continue;
    const auto decides = [](const Statement& s) { return is_delete(s.kind) || s.kind == StatementKind::keep_forever || s.kind == StatementKind::lock; };
    if (any_statement(context, id, decides)) continue;
    sink.report(name_span(context, store.origin.span), "nothing is ever deleted in `" + store.name + "`, and `versioning on` keeps whatever is overwritten");
  }
}

}  // namespace

}  // namespace shelflife::lint
