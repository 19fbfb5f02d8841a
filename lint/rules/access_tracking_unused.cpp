#include "compiler/model/capability.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule access_tracking_unused = {
    .info = {.name = "access-tracking-unused",
             .id = "SL1508",
             .severity = Severity::note,
             .title = "accesses that are tracked and never asked for",
             .help = "leave `access_tracking` out until a statement says `accessed`"},
    .category = Category::cost,
    .since = "0.1.0",
    .why = "With access tracking Azure writes the time of the last read to each blob: one more operation for every blob that is read on a\n"
           "day, billed as such, and it cannot be had together with immutable storage. No statement of this policy asks for it.",
    .bad = R"(store weights on azure "acmeweights/weights" {
  region          "westeurope"
  versioning      on
  access_tracking on
  public_access   off
}
rule old "a quarter is enough" by "ml-platform" where key starts with "runs/" { delete after 90 days }
)",
    .good = R"(store weights on azure "acmeweights/weights" {
  region          "westeurope"
  versioning      on
  access_tracking on
  public_access   off
}
rule old "a quarter is enough" by "ml-platform" where key starts with "runs/" { delete after 90 days since accessed }
)",
    .source = "https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-access-time-tracking",
    .check = check,
};

namespace {

bool asks_access(const Predicate& predicate) {
  bool found = false;
  for_literals(predicate, [&](const Predicate& literal, bool) { found = found || literal.kind == PredicateKind::accessed_within; });
  return found;
}

// In the whole policy: what one store of an account says holds for the others.
bool anything_asks(const Policy& policy) {
  bool found = false;
  for_statements(policy, [&](StatementRef, const Rule& rule, const Statement& s) { found = found || s.clock.kind == ClockKind::accessed || asks_access(rule.where) || asks_access(s.where); });
  for (const Require& require : policy.requires_) {
    found = found || asks_access(require.where);
    for (const Obligation& obligation : require.obligations) found = found || obligation.clock.kind == ClockKind::accessed;
  }
  for (const Hold& hold : policy.holds) found = found || asks_access(hold.where);
  return found;
}

void check(const Context& context, Sink& sink) {
  if (anything_asks(context.policy)) return;
  for (const Store& store : context.policy.stores) {
    const Span setting = setting_span(context, store, "access_tracking");
    if (store.access_tracking != true || !capability(store.provider).accessed_clock || context.text(setting) != "access_tracking") continue;
    sink.report(setting, "store `" + store.name + "` tracks accesses, and no statement asks for them");
  }
}

}  // namespace

}  // namespace shelflife::lint
