#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule short_recovery = {
    .info = {.name = "short-recovery",
             .id = "SL1103",
             .severity = Severity::warning,
             .title = "a delete that can be undone for less than a week",
             .help = "say `recoverable for 7 days` or more"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A wrong delete on a Friday evening is noticed on Monday, and somebody has to find out what to bring back before the bytes go. On S3\n"
           "there is a second reason: restoring an object by deleting its marker races with the rule for noncurrent versions, which may take\n"
           "the restored bytes on its next run. GCS keeps for a week by itself what was deleted for good.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 2 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 7 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId id = 0; id < policy.stores.size(); ++id) {
    const Store& store = policy.stores[id];
    if (!store.recoverable || store.recoverable->days >= 7 || soft_delete_days(policy, id) >= 7) continue;
    if (!any_statement(context, id, [](const Statement& statement) { return deletes_current(statement.kind); })) continue;
    const std::string written = to_text(*store.recoverable);
    const Span setting = find_in(context, store.origin.span, "recoverable");
    Span days = find_in(context, {setting.file, setting.begin, store.origin.span.end}, written);
    if (days.begin == setting.begin) days = setting;  // a let, or blanks within
    Diagnostic& found = sink.report(days, "what is deleted in `" + store.name + "` can be brought back for only " + days_text(store.recoverable->days));
    if (days != setting) found.fixes.push_back({FixKind::safe, "write `7 days`", {{days, "7 days"}}});
  }
}

}  // namespace

}  // namespace shelflife::lint
