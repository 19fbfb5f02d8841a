#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule replica_goes_sooner = {
    .info = {.name = "replica-goes-sooner",
             .id = "SL1208",
             .severity = Severity::warning,
             .title = "a delete in a store of copies that its source does not make",
             .help = "delete the copies when the source goes, not before"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "Copies are for the day on which the source is lost. Lifecycle rules are not replicated: each bucket has its own, and one that\n"
           "deletes in the second bucket alone leaves the first without a copy, though its settings still say that it has one.",
    .bad = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  replicate     to "copies"
  public_access off
}
store copies on s3 "acme-models-dr" {
  region        "eu-west-1"
  versioning    on
  public_access off
}
layout "ml/{stage}/{model}/"
label stage in dev, production required
rule thrift "copies are dear" by "finops" on copies where stage == production { delete after 90 days }
)",
    .good = R"(store models on s3 "acme-models" {
  region        "eu-central-1"
  versioning    on
  replicate     to "copies"
  public_access off
}
store copies on s3 "acme-models-dr" {
  region        "eu-west-1"
  versioning    on
  public_access off
}
layout "ml/{stage}/{model}/"
label stage in dev, production required
rule thrift "copies are dear" by "finops" on copies where stage == production { move to archive after 90 days }
)",
    .source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnt-replicated.html",
    .check = check,
};

namespace {

// A delete of the source takes, by then, what the copies' delete speaks of.
bool goes_at_source(const std::vector<std::pair<Predicate, std::uint32_t>>& at_source, const Predicate& where, std::uint32_t days) {
  return std::any_of(at_source.begin(), at_source.end(), [&](const auto& removal) { return removal.second <= days && within(where, removal.first); });
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (StoreId source = 0; source < policy.stores.size(); ++source) {
    const StoreId copies = policy.stores[source].replicate_store;
    if (copies == no_id) continue;
    std::vector<std::pair<Predicate, std::uint32_t>> at_source;
    for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& s) {
      if (deletes_current(s.kind) && speaks_of(rule, source)) at_source.emplace_back(condition(policy, ref), s.duration.days);
    });
    for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& s) {
      if (!deletes_current(s.kind) || !speaks_of(rule, copies) || speaks_of(rule, source) || context.engine.idle(ref)) return;
      if (goes_at_source(at_source, condition(policy, ref), s.duration.days)) return;
      sink.report(s.origin.span, said(policy, ref) + " takes copies from `" + policy.stores[copies].name + "` whose source in `" + policy.stores[source].name + "` stays")
          .related.push_back({setting_span(context, policy.stores[source], "replicate"), "the copies are made here"});
    });
  }
}

}  // namespace

}  // namespace shelflife::lint
