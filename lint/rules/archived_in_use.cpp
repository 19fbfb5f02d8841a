#include <fmt/format.h>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule archived_in_use = {
    .info = {.name = "archived-in-use",
             .id = "SL1509",
             .severity = Severity::note,
             .title = "a move to an archive that takes along what is in use",
             .help = "move to `cold`, which can be read at once, or move only what is `retired`"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "An object in GLACIER, DEEP_ARCHIVE or Azure's Archive cannot be read: it must be restored first, which takes hours and is billed\n"
           "by the byte. The policy keeps some of these objects for ever because they are promoted or referred to, so a model that serves\n"
           "goes to the archive with the rest, and the next pod that loads it fails. GLACIER_IR and Cold cost little more and are read at\n"
           "once; GCS reads its ARCHIVE at once too.",
    .bad = R"(rule releases "ten years" by "ml-platform" where stage == production {
  keep forever where promoted
  keep for 10 years
  move to archive after 365 days
}
rule referenced "in use" by "ml-platform" { keep forever where referenced }
)",
    .good = R"(rule releases "ten years" by "ml-platform" where stage == production {
  keep forever where promoted
  keep for 10 years
  move to cold after 365 days
}
rule referenced "in use" by "ml-platform" { keep forever where referenced }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html\nhttps://learn.microsoft.com/azure/storage/blobs/archive-rehydrate-overview",
    .check = check,
};

namespace {

// The condition says something of use already.
bool asks_use(const Predicate& predicate) {
  bool found = asks_flag(predicate, Flag::promoted) || asks_flag(predicate, Flag::referenced) || asks_flag(predicate, Flag::retired) || asks_flag(predicate, Flag::orphan);
  for_literals(predicate, [&](const Predicate& literal, bool) { found = found || literal.kind == PredicateKind::accessed_within; });
  return found;
}

bool in_use(const Policy& policy, StatementRef keep) {
  const Statement& s = policy.rules[keep.rule].statements[keep.statement];
  return s.kind == StatementKind::keep_forever && asks_flag(condition(policy, keep), Flag::promoted);
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule&, const Statement& move) {
    if (move.kind != StatementKind::move || move.clock.kind == ClockKind::accessed || move.clock.kind == ClockKind::retired || asks_use(condition(policy, ref)) || context.engine.idle(ref)) return;
    const StorageClass* cold = nullptr;
    StatementRef keep;
    StoreId store = no_id;
    context.engine.meeting(ref, [&](StatementRef other, StoreId id) {
      const StorageClass* const there = storage_class(policy, policy.stores[id], move.tier);
      if (there == nullptr || there->restore_hours == 0 || !in_use(policy, other)) return false;
      cold = there;
      keep = other;
      store = id;
      return true;
    });
    if (cold == nullptr) return;
    Diagnostic& found = sink.report(move.origin.span, fmt::format("{} takes promoted objects along: a read from {} waits up to {} hours", said(policy, ref), cold->name, cold->restore_hours));
    found.related.push_back({context.statement(keep).origin.span, said(policy, keep) + " says that they are in use"});
    if (const auto object = context.engine.example(ref, keep, store, move.clock, move.duration.days)) found.witness = to_text(policy, *object);
  });
}

}  // namespace

}  // namespace shelflife::lint
