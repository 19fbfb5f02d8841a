#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule years_in_days = {
    .info = {.name = "years-in-days",
             .id = "SL1304",
             .severity = Severity::warning,
             .title = "years written as days, which are some days short of the years",
             .help = "write years: they count as the longest that so many can be"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "Seven years have 2556 or 2557 days, not 2555: leap days count. A period of 2555 days ends before seven calendar years are\n"
           "over, and a rule that asks for seven years is broken for every object. Clouds take days only, so the shortfall is invisible\n"
           "there; Shelflife rounds `7 years` up.",
    .bad = R"(rule records "17 CFR 210.2-06" by "audit" where stage == production {
  keep for 2555 days
  lock compliance for 2555 days
}
)",
    .good = R"(rule records "17 CFR 210.2-06" by "audit" where stage == production {
  keep for 7 years
  lock compliance for 7 years
}
)",
    .source = "https://www.ecfr.gov/current/title-17/chapter-II/part-210/section-210.2-06 (seven years)",
    .check = check,
};

namespace {

// How many years are meant; 0: none. One year of 365 days is what everybody says.
std::uint32_t years_meant(const Duration& duration) {
  if (duration.unit != Unit::days || duration.count < 730 || duration.count % 365 != 0) return 0;
  return duration.count / 365;
}

void check(const Context& context, Sink& sink) {
  const auto look = [&](const Span& span, const Duration& duration) {
    const std::uint32_t years = years_meant(duration);
    if (years == 0) return;
    const std::uint32_t short_of = longest_days(years, Unit::years) - duration.days;
    const std::string better = std::to_string(years) + " years";
    const Span written = find_in(context, span, std::to_string(duration.count) + " days");
    Diagnostic& found = sink.report(written == span ? span : written, "`" + to_text(duration) + "` is up to " + days_text(short_of) + " short of " + better);
    if (written != span) found.fixes.push_back({FixKind::safe, "write `" + better + "`", {{written, better}}});
  };
  for_statements(context.policy, [&](StatementRef, const Rule&, const Statement& statement) {
    if (statement.kind == StatementKind::keep_for || statement.kind == StatementKind::lock) look(statement.origin.span, statement.duration);
  });
  for (const Require& require : context.policy.requires_) {
    for (const Obligation& obligation : require.obligations) {
      const bool floor = obligation.kind == ObligationKind::never_deleted_before || obligation.kind == ObligationKind::locked || obligation.kind == ObligationKind::locked_compliance;
      if (floor) look(obligation.origin.span, obligation.duration);
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
