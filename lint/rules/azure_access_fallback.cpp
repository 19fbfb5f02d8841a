#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule azure_access_fallback = {
    .info = {.name = "azure-access-fallback",
             .id = "SL1112",
             .severity = Severity::warning,
             .title = "a delete by last access on Azure, where many objects have no last access",
             .help = "count from `created`, or keep for a while what is promoted, referenced or new"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "Azure notes when a blob is read only from the day on which access tracking is switched on. A blob that was not read since has no such date,\n"
           "and a lifecycle rule then counts from the day of the switch: everything that was written before and not read since falls due\n"
           "together, however important it is that it can be read at all. A backup that nobody had to read is such a blob.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on azure "acmemodels/models" {
  region          "westeurope"
  versioning      on
  recoverable     for 14 days
  access_tracking on
}
rule dev "nobody reads these" by "ml-platform" where stage == dev {
  delete after 90 days since accessed
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on azure "acmemodels/models" {
  region          "westeurope"
  versioning      on
  recoverable     for 14 days
}
rule dev "nobody reads these" by "ml-platform" where stage == dev {
  delete after 180 days
}
)",
    .source = "https://github.com/MicrosoftDocs/azure-docs/issues/110269\n"
              "https://learn.microsoft.com/en-us/azure/storage/blobs/lifecycle-management-overview",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    if (statement.kind != StatementKind::remove || statement.clock.kind != ClockKind::accessed || context.engine.idle(ref)) return;
    for (const StoreId id : rule.stores) {
      const Store& store = policy.stores[id];
      if (store.provider != Provider::azure) continue;
      const Span since = find_in(context, statement.origin.span, "since");
      const Span place = since == statement.origin.span ? since : Span{since.file, since.begin, find_in(context, statement.origin.span, "accessed").end};
      Diagnostic& found = sink.report(place, "in `" + store.name + "` what was never read counts from the day on which tracking was switched on, and is due " + days_text(statement.duration.days) + " after it, all at once");
      if (const Span tracking = find_in(context, store.origin.span, "access_tracking"); tracking != store.origin.span) found.related.push_back({tracking, "tracking is switched on here"});
      return;
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
