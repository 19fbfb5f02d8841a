#include <fmt/format.h>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule early_move_billed = {
    .info = {.name = "early-move-billed",
             .id = "SL1502",
             .severity = Severity::warning,
             .title = "a move on to a colder class before the warmer one's minimum is over",
             .help = "leave the warmer tier out, or stay in it for its minimum"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "A class with a minimum duration bills the rest of it when an object leaves, be it deleted or moved on. An object that is 20\n"
           "days in GLACIER_IR and then goes to DEEP_ARCHIVE pays both at once for 70 days, and the fee of the move twice. GCS is left out:\n"
           "its lifecycle moves end a minimum without a charge.",
    .bad = R"(rule releases "rarely read, never lost" by "ml-platform" where stage == production {
  keep forever
  move to cold after 30 days
  move to deep_archive after 60 days
}
)",
    .good = R"(rule releases "rarely read, never lost" by "ml-platform" where stage == production {
  keep forever
  move to cold after 30 days
  move to deep_archive after 120 days
}
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html\nhttps://learn.microsoft.com/azure/storage/blobs/access-tiers-overview",
    .check = check,
};

namespace {

void look(const Context& context, Sink& sink, StatementRef ref, const Statement& warmer) {
  const StorageClass* held = nullptr;
  StatementRef next;
  std::uint32_t stays = 0;
  context.engine.meeting(ref, [&](StatementRef other, StoreId id) {
    const Statement& colder = context.statement(other);
    if (colder.kind != StatementKind::move || colder.clock != warmer.clock || colder.tier <= warmer.tier || context.engine.idle(other)) return false;
    const Store& store = context.policy.stores[id];
    const StorageClass* const here = storage_class(context.policy, store, warmer.tier);
    const StorageClass* const there = storage_class(context.policy, store, colder.tier);
    if (here == nullptr || there == nullptr || here == there || minimum_counts_from_creation(store.provider) || colder.duration.days <= warmer.duration.days) return false;
    const std::uint32_t days = colder.duration.days - warmer.duration.days;
    if (days >= here->minimum_days || (held != nullptr && days >= stays)) return false;
    held = here;
    next = other;
    stays = days;
    return false;
  });
  if (held == nullptr) return;
  const std::uint32_t unused = held->minimum_days - stays;
  Diagnostic& found = sink.report(warmer.origin.span, fmt::format("{} holds objects in {} for {} of the {} that it bills: {} a TB for {} in which they are elsewhere", said(context.policy, ref), held->name,
                                                                  stays, days_text(held->minimum_days), dollars_text(dollars_a_tb(*held, unused)), days_text(unused)));
  found.related.push_back({context.statement(next).origin.span, said(context.policy, next) + " moves them on"});
}

void check(const Context& context, Sink& sink) {
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind == StatementKind::move && !context.engine.idle(ref)) look(context, sink, ref, statement);
  });
}

}  // namespace

}  // namespace shelflife::lint
