#include <fmt/format.h>

#include <algorithm>

#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule early_delete_billed = {
    .info = {.name = "early-delete-billed",
             .id = "SL1501",
             .severity = Severity::warning,
             .title = "a move to a class that bills its objects for longer than they live",
             .help = "delete later, move sooner, or leave the objects where they are"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "Colder classes have a minimum: 30 days for STANDARD_IA, Cool and NEARLINE, 90 for GLACIER_IR, GLACIER, Cold and COLDLINE,\n"
           "180 for DEEP_ARCHIVE and Azure's Archive, 365 for ARCHIVE on GCS. What is deleted before is billed to the end of it. The days in\n"
           "which a delete can be undone count as days in the class, since the bytes are still there. On GCS the minimum runs from the\n"
           "writing of the object.\n\n"
           "Where the move costs more than it saves, this is a warning; where it still saves, a note: a less cold tier may save more.\n"
           "The figures are list prices of one region (S3 us-east-1, Azure East US 2, GCS us-central1) for a TB.",
    .bad = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    off
  public_access off
}
rule logs "a month to look back" by "ml-platform" where key starts with "logs/" {
  move   to cold after 20 days
  delete after 30 days
}
)",
    .good = R"(store runs on s3 "acme-runs" {
  region        "eu-central-1"
  versioning    off
  public_access off
}
rule logs "a month to look back" by "ml-platform" where key starts with "logs/" {
  delete after 30 days
}
)",
    .source = "https://aws.amazon.com/s3/storage-classes/\nhttps://learn.microsoft.com/azure/storage/blobs/access-tiers-overview\nhttps://cloud.google.com/storage/docs/storage-classes",
    .check = check,
};

namespace {

struct End {
  StatementRef by;
  StoreId store = 0;
  std::uint32_t day = 0;
};

// The day, counted from creation, on which the bytes of what is moved are gone for good, by the soonest delete.
End end_of(const Context& context, StatementRef move) {
  End end;
  context.engine.meeting(move, [&](StatementRef other, StoreId store) {
    const Statement& s = context.statement(other);
    if (s.kind != StatementKind::remove || s.clock.kind != ClockKind::created || context.engine.idle(other)) return false;
    const std::uint32_t stay = context.policy.stores[store].versioned() ? context.policy.stores[store].recoverable_days() : soft_delete_days(context.policy, store);
    if (end.day == 0 || s.duration.days + stay < end.day) end = {other, store, s.duration.days + stay};
    return false;
  });
  return end;
}

void look(const Context& context, Sink& sink, StatementRef ref, const Statement& move) {
  const End end = end_of(context, ref);
  if (end.day <= move.duration.days) return;
  const Store& store = context.policy.stores[end.store];
  const StorageClass* const cold = storage_class(context.policy, store, move.tier);
  const StorageClass* const hot = storage_class(context.policy, store, Tier::hot);
  if (cold == nullptr || hot == nullptr) return;
  const std::uint32_t in_class = end.day - move.duration.days;
  const std::uint32_t counted = minimum_counts_from_creation(store.provider) ? end.day : in_class;
  if (counted >= cold->minimum_days) return;
  const std::uint32_t unused = cold->minimum_days - counted;
  const double paid = dollars_a_tb(*cold, in_class + unused), stayed = dollars_a_tb(*hot, in_class);
  const bool loses = paid >= stayed;
  const std::string worth = loses ? fmt::format("; a TB costs {} there, and {} in {}", dollars_text(paid), dollars_text(stayed), hot->name)
                                  : fmt::format("; of {} a TB, {} are for days after", dollars_text(paid), dollars_text(dollars_a_tb(*cold, unused)));
  const char* const since = counted == in_class ? "the move" : "they were written";
  Diagnostic& found = sink.report(move.origin.span, fmt::format("{} bills {} of {}, and the bytes leave {} after {}: {} too few{}", said(context.policy, ref), days_text(cold->minimum_days), cold->name,
                                                                days_text(counted), since, days_text(unused), worth));
  if (!loses) found.severity = Severity::note;
  const std::uint32_t stay = end.day - context.statement(end.by).duration.days;
  found.related.push_back({context.statement(end.by).origin.span, stay == 0 ? said(context.policy, end.by) + " is here" : fmt::format("{} is here, and the bytes stay {} longer", said(context.policy, end.by), days_text(stay))});
}

void check(const Context& context, Sink& sink) {
  for_statements(context.policy, [&](StatementRef ref, const Rule&, const Statement& statement) {
    if (statement.kind == StatementKind::move && statement.clock.kind == ClockKind::created && !context.engine.idle(ref)) look(context, sink, ref, statement);
  });
}

}  // namespace

}  // namespace shelflife::lint
