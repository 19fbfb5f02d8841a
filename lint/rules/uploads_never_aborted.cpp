#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule uploads_never_aborted = {
    .info = {.name = "uploads-never-aborted",
             .id = "SL1505",
             .severity = Severity::note,
             .title = "a store that is cleaned, but not of uploads that were never finished",
             .help = "add `rule uploads { abort uploads after 7 days }`"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "Checkpoints are uploaded in parts. When the job dies in between, the parts stay: no listing shows them, no delete of objects\n"
           "reaches them, and they are billed as STANDARD until somebody aborts the upload. Only a lifecycle rule of its own does that.\n"
           "Azure drops uncommitted blocks by itself after a week and needs nothing.",
    .bad = R"(rule experiments "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(rule experiments "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule uploads "invisible and billed" by "ml-platform" {
  abort uploads after 7 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html\nhttps://cloud.google.com/storage/docs/lifecycle (AbortIncompleteMultipartUpload)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (!capability(store.provider).abort_uploads) continue;
    if (any_statement(context, id, [](const Statement& s) { return s.kind == StatementKind::abort_uploads; })) continue;
    if (!any_statement(context, id, [](const Statement& s) { return is_delete(s.kind) || is_move(s.kind); })) continue;
    sink.report(name_span(context, store.origin.span), "nothing aborts unfinished uploads in `" + store.name + "`, and no other statement sees them");
  }
}

}  // namespace

}  // namespace shelflife::lint
