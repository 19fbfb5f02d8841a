#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule lock_shorter_than_floor = {
    .info = {.name = "lock-shorter-than-floor",
             .id = "SL1202",
             .severity = Severity::warning,
             .title = "a lock that ends before the time for which its objects must stay",
             .help = "lock for as long as the objects must stay"},
    .category = Category::immutability,
    .since = "0.1.0",
    .why = "A lock is what stops people; a keep stops Shelflife alone. Where a `require` says that objects are never deleted before a day,\n"
           "and the lock that covers them ends sooner, they are in the hands of whoever may delete in the time between. A record under a\n"
           "rule for broker-dealers must be in a form that nobody can rewrite or erase for all of its period, not for a part of it: there this\n"
           "is a warning.",
    .bad = R"shelf(rule orders "SEC Rule 17a-4(b)(4)" by "compliance" where stage == production {
  keep for 3 years
  lock compliance for 1 year
}
)shelf",
    .good = R"shelf(rule orders "SEC Rule 17a-4(b)(4)" by "compliance" where stage == production {
  lock compliance for 3 years
}
)shelf",
    .source = "https://www.ecfr.gov/current/title-17/chapter-II/part-240/section-240.17a-4 (paragraph (f)(2))\nhttps://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    .check = check,
};

namespace {

struct Lock {
  StatementRef ref;
  const Rule* rule = nullptr;
  const Statement* statement = nullptr;
  Predicate where;
};

Diagnostic& tell(const Context& context, Sink& sink, const Lock& lock, const Duration& floor, const Span& place, const std::string& before) {
  const Span period = period_span(context, lock.statement->origin.span, lock.statement->duration, "for");
  const std::uint32_t open = floor.days - lock.statement->duration.days;
  Diagnostic& found = sink.report(period, said(context.policy, lock.ref) + " ends " + days_text(open) + " before " + before, "lock for " + to_text(floor));
  found.related.push_back({place, "they must stay for " + to_text(floor)});
  if (period != lock.statement->origin.span) found.fixes.push_back({FixKind::suggestion, "write `" + to_text(floor) + "`", {{period, to_text(floor)}}});
  return found;
}

bool same_store(const Rule& rule, const Require& require) {
  if (rule.every_store || require.every_store) return true;
  return std::any_of(rule.stores.begin(), rule.stores.end(), [&](StoreId id) { return speaks_of(require, id); });
}

// The rule's own keep, where its reason names a standard that wants records nobody can erase.
bool told_by_reason(const Context& context, Sink& sink, const Lock& lock) {
  const Standard* const standard = standard_named(lock.rule->reason);
  if (standard == nullptr || !standard->write_once) return false;
  for (const Statement& keep : lock.rule->statements) {
    if (keep.kind != StatementKind::keep_for || keep.clock.kind != ClockKind::created || keep.duration.days <= lock.statement->duration.days) continue;
    if (!within(both(lock.rule->where, keep.where), lock.where)) continue;
    tell(context, sink, lock, keep.duration, keep.origin.span, "the period of " + std::string(standard->name) + " does");
    return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  std::vector<Lock> locks;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& s) {
    if (s.kind == StatementKind::lock) locks.push_back({ref, &rule, &s, condition(policy, ref)});
  });
  std::vector<bool> told;
  for (const Lock& lock : locks) told.push_back(told_by_reason(context, sink, lock));
  for (const Require& require : policy.requires_) {
    for (const Obligation& obligation : require.obligations) {
      if (obligation.kind != ObligationKind::never_deleted_before || obligation.clock.kind != ClockKind::created) continue;
      std::size_t longest = locks.size();  // of the locks over all that must stay the longest counts
      for (std::size_t i = 0; i < locks.size(); ++i) {
        if (!same_store(*locks[i].rule, require) || !within(require.where, locks[i].where)) continue;
        if (longest == locks.size() || locks[i].statement->duration.days > locks[longest].statement->duration.days) longest = i;
      }
      if (longest == locks.size() || told[longest] || locks[longest].statement->duration.days >= obligation.duration.days) continue;
      told[longest] = true;
      tell(context, sink, locks[longest], obligation.duration, obligation.origin.span, "a `require` lets its objects go").severity = Severity::note;
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
