#include <optional>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule delete_without_undo = {
    .info = {.name = "delete-without-undo",
             .id = "SL1102",
             .severity = Severity::warning,
             .title = "a delete that nobody can undo",
             .help = "set `versioning on` and `recoverable for` so many days, or let `quarantine` come before the delete"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A bucket without versions has no way back: what its lifecycle rule or the pruner deletes is gone in that second. A wrong prefix, a\n"
           "label set by mistake or a clock that was misread is found days later. With versions, a delete only hides the object, and its bytes\n"
           "stay for `recoverable for` days. GCS and Azure have a soft delete of their own, so only S3 is spoken of.",
    .bad = R"(layout "scratch/{project}/{run_id}/"
store scratch on s3 "acme-scratch" {
  region     "eu-central-1"
  versioning off
}
rule runs "a run can be repeated" by "ml-platform" where run_id is not missing {
  delete after 30 days
}
)",
    .good = R"(layout "scratch/{project}/{run_id}/"
store scratch on s3 "acme-scratch" {
  region      "eu-central-1"
  versioning  on
  recoverable for 7 days
}
rule runs "a run can be repeated" by "ml-platform" where run_id is not missing {
  delete after 30 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjects.html\n"
              "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (store.provider != Provider::s3 || store.versioned()) continue;
    const std::optional<StatementRef> first = find_statement(context, id, [&](StatementRef ref, const Rule&, const Statement& statement) {
      return statement.kind == StatementKind::remove && !context.engine.idle(ref);
    });
    if (!first) continue;
    const Span off = find_in(context, store.origin.span, "versioning");
    Diagnostic& found = sink.report(off == store.origin.span ? name_span(context, off) : off,
                                    "`" + store.name + "` has no versions, and " + said(policy, *first) + " deletes its objects for good");
    found.related.push_back({context.statement(*first).origin.span, said(policy, *first) + " is here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
