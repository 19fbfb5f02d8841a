#include <fmt/format.h>

#include "compiler/model/capability.hpp"
#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule soft_delete_outlives = {
    .info = {.name = "soft-delete-outlives",
             .id = "SL1510",
             .severity = Severity::note,
             .title = "objects that are billed longer after their delete than before it",
             .help = "delete after a week at the soonest, or write such files to a bucket without soft delete, outside this policy"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "GCS keeps what was deleted for seven days unless a bucket says otherwise, and bills it as if it were there. Scratch files that\n"
           "live for two days are billed for nine. The undo is worth it for models; for shuffle files it is most of the bill.",
    .bad = R"(store scratch on gcs "acme-scratch" {
  region        "europe-west4"
  versioning    off
  public_access off
}
rule shuffle "made again at any time" by "data-platform" where key starts with "tmp/" { delete after 2 days }
)",
    .good = R"(store scratch on gcs "acme-scratch" {
  region        "europe-west4"
  versioning    off
  public_access off
}
rule shuffle "made again at any time" by "data-platform" where key starts with "tmp/" { delete after 14 days }
)",
    .source = "https://cloud.google.com/storage/docs/soft-delete",
    .on = false,
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (statement.kind != StatementKind::remove || statement.clock.kind != ClockKind::created || context.engine.idle(ref)) return;
    for (const StoreId id : rule.stores) {
      const Store& store = policy.stores[id];
      if (store.provider != Provider::gcs || store.versioned()) continue;
      const std::uint32_t soft = soft_delete_days(policy, id);
      if (statement.duration.days >= soft) continue;
      sink.report(period_span(context, statement.origin.span, statement.duration, "after"),
                  fmt::format("{} frees nothing for {} more: soft delete of `{}` bills {} for {} of use", said(policy, ref), days_text(soft), store.name, days_text(statement.duration.days + soft), days_text(statement.duration.days)));
      return;
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
