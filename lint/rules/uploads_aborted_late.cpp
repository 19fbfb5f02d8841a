#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule uploads_aborted_late = {
    .info = {.name = "uploads-aborted-late",
             .id = "SL1506",
             .severity = Severity::note,
             .title = "unfinished uploads that are billed for more than a month",
             .help = "abort after a week: no upload takes longer"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "An upload of many parts is done within hours, or it is dead. Until it is aborted its parts are billed like objects, and no\n"
           "listing shows them: an upload of a 500 GB checkpoint that died costs $11 a month on S3.",
    .bad = R"(rule uploads "invisible and billed" by "ml-platform" {
  abort uploads after 90 days
}
)",
    .good = R"(rule uploads "invisible and billed" by "ml-platform" {
  abort uploads after 7 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html\nhttps://aws.amazon.com/s3/pricing/",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind != StatementKind::abort_uploads || statement.duration.days <= 31 || context.engine.idle(ref)) return;
    const Span period = period_span(context, statement.origin.span, statement.duration, "after");
    Diagnostic& found = sink.report(period, said(context.policy, ref) + " leaves the parts of dead uploads on the bill for " + days_text(statement.duration.days));
    if (period != statement.origin.span) found.fixes.push_back({FixKind::suggestion, "write `7 days`", {{period, "7 days"}}});
  });
}

}  // namespace

}  // namespace shelflife::lint
