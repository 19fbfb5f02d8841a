#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"
#include "lint/storage_classes.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule hot_period_archived = {
    .info = {.name = "hot-period-archived",
             .id = "SL1307",
             .severity = Severity::warning,
             .title = "records in an archive within the time in which they must be at hand",
             .help = "move to `cold`, which is read at once, or later"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "SEC Rule 17a-4 wants records in an easily accessible place for the first two years, PCI DSS three months of audit logs available at\n"
           "once. GLACIER, DEEP_ARCHIVE and Azure's Archive are read after a restore of hours, for each object. GLACIER_IR, Cold and every class\n"
           "of GCS are read at once.",
    .bad = R"(rule logs "PCI DSS 4.0.1, 10.5.1" by "security" where stage == production {
  keep for 12 months
  move to archive after 30 days
}
)",
    .good = R"(rule logs "PCI DSS 4.0.1, 10.5.1" by "security" where stage == production {
  keep for 12 months
  move to cold after 30 days
}
)",
    .source = "https://www.ecfr.gov/current/title-17/chapter-II/part-240/section-240.17a-4 (paragraphs (a) and (b))\nhttps://www.pcisecuritystandards.org/document_library/ (PCI DSS 4.0.1, 10.5.1)\nhttps://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for_statements(policy, [&](StatementRef ref, const Rule& rule, const Statement& move) {
    const Standard* const standard = move.kind == StatementKind::move ? standard_named(rule.reason) : nullptr;
    if (standard == nullptr || (standard->hot_years == 0 && standard->hot_months == 0) || move.clock.kind != ClockKind::created) return;
    const Duration hot = standard->hot_years > 0 ? Duration{longest_days(standard->hot_years, Unit::years), standard->hot_years, Unit::years}
                                                 : Duration{longest_days(standard->hot_months, Unit::months), standard->hot_months, Unit::months};
    if (move.duration.days >= hot.days) return;
    for (const StoreId id : rule.stores) {
      const StorageClass* const there = storage_class(policy, policy.stores[id], move.tier);
      if (there == nullptr || there->restore_hours == 0) continue;
      sink.report(move.origin.span, said(policy, ref) + " puts them where a read waits up to " + std::to_string(there->restore_hours) + " hours, " + days_text(hot.days - move.duration.days) + " before the " + to_text(hot) +
                                        " are over in which " + std::string(standard->name) + " wants them at hand")
          .related.push_back({string_span(context, rule.origin.span, rule.reason), "named here"});
      return;
    }
  });
}

}  // namespace

}  // namespace shelflife::lint
