#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule lock_beyond_undo = {
    .info = {.name = "lock-beyond-undo",
             .id = "SL1205",
             .severity = Severity::note,
             .title = "a compliance lock of more than ten years",
             .help = "lock for what the law asks, and keep for the rest"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "Until its day nobody can shorten a compliance lock or delete what it holds; the only way out is to close the account. Every object\n"
           "that is written meanwhile, by mistake too, is paid for to the end: a TB in STANDARD for 25 years is about $6400. A keep holds as\n"
           "long, and can be changed when the world has.",
    .bad = R"(rule releases "for ever, more or less" by "ml-platform" where stage == production { lock compliance for 25 years }
)",
    .good = R"(rule releases "for ever, more or less" by "ml-platform" where stage == production {
  keep forever
  lock compliance for 1 year
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes\nhttps://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const std::uint32_t most = longest_days(10, Unit::years);
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& lock) {
    if (lock.kind != StatementKind::lock || lock.mode != LockMode::compliance || lock.duration.days <= most) return;
    sink.report(period_span(context, lock.origin.span, lock.duration, "for"), said(context.policy, ref) + " can be lifted by nobody for " + days_text(lock.duration.days));
  });
}

}  // namespace

}  // namespace shelflife::lint
