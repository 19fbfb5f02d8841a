#include <optional>
#include <set>
#include <utility>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule access_unread = {
    .info = {.name = "access-unread",
             .id = "SL1118",
             .severity = Severity::warning,
             .title = "last access asked of a store that does not record it",
             .help = "record it: `access_log to \"...\"`, or `access_tracking on` on Azure; or count from `created`"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "Where reads are not recorded, nobody can say when an object was read last. Shelflife then decides nothing: a delete since the last access is\n"
           "never due, and what `accessed within` would keep or let go stays. S3 and GCS know of reads only by their access logs, Azure by its\n"
           "access tracking.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
}
safeguard {
  at most 5% per run
  inventory within 1 day
}
rule dev "nobody reads these" by "ml-platform" where stage == dev {
  delete after 90 days since accessed
}
)",
    .good = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 14 days
  access_log  to "acme-audit-logs"
}
safeguard {
  at most 5% per run
  inventory within 1 day
}
rule dev "nobody reads these" by "ml-platform" where stage == dev {
  delete after 90 days since accessed
}
)",
    .source = "docs/language.md (accessed)\n"
              "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html\n"
              "https://learn.microsoft.com/en-us/azure/storage/blobs/lifecycle-management-overview",
    .check = check,
};

namespace {

// Where the statement asks for the last access; nothing when it does not.
std::optional<Span> asks_access(const Context& context, const Statement& statement, const Predicate& where) {
  const bool clocked = statement.kind == StatementKind::remove || statement.kind == StatementKind::move || statement.kind == StatementKind::keep_for;
  if (clocked && statement.clock.kind == ClockKind::accessed) return find_in(context, statement.origin.span, "accessed");
  std::optional<Span> found;
  for_literals(where, [&](const Predicate& literal, bool) {
    if (literal.kind == PredicateKind::accessed_within && !found) found = literal.origin.span;
  });
  return found;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  std::set<std::pair<FileId, std::uint32_t>> done;  // a rule's condition stands over several statements
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& statement) {
    const std::optional<Span> place = asks_access(context, statement, condition(policy, ref));
    if (!place || context.engine.idle(ref)) return;
    for (const StoreId id : rule.stores) {
      const Store& store = policy.stores[id];
      if (store.access_log || store.access_tracking.value_or(false) || !done.emplace(place->file, place->begin).second) continue;
      Diagnostic& found = sink.report(*place, "`" + store.name + "` does not record reads, so that the last access of its objects is never known");
      found.related.push_back({name_span(context, store.origin.span), "the store is here"});
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
