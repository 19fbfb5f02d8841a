#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule below_legal_floor = {
    .info = {.name = "below-legal-floor",
             .id = "SL1305",
             .severity = Severity::warning,
             .title = "a period that is shorter than the law which its reason names",
             .help = "keep for the period of the law, or name the law that asks for this one"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "The reason of a rule is what an auditor reads. Where it names a law with a figure, and the rule keeps for less, either the figure or\n"
           "the reason is wrong. A month has up to 31 days and a year up to 366: `180 days` are not six months. The figures that are known here:\n"
           "SEC Rule 17a-4 6 years (a) and 3 years (b), FINRA Rule 4511 6 years, 17 CFR 210.2-06 (SOX) 7 years, HIPAA 6 years, AI Act 10 years\n"
           "(article 18) and 6 months (articles 19 and 26), PCI DSS 12 months, Regulation B 25 months (business credit 12), Colorado SB 26-189 3 years. This is no\n"
           "legal advice: what a law asks of these objects is the owner's to say.",
    .bad = R"(rule logs "EU AI Act, article 19" by "model-risk" where stage == production { keep for 180 days }
)",
    .good = R"(rule logs "EU AI Act, article 19" by "model-risk" where stage == production { keep for 6 months }
)",
    .source = "https://www.ecfr.gov/current/title-17/chapter-II/part-240/section-240.17a-4\nhttps://www.finra.org/rules-guidance/rulebooks/finra-rules/4511\nhttps://www.ecfr.gov/current/title-17/chapter-II/part-210/section-210.2-06\nhttps://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C/section-164.316\nhttps://eur-lex.europa.eu/eli/reg/2024/1689/oj (articles 18, 19 and 26(6))\nhttps://www.pcisecuritystandards.org/document_library/ (PCI DSS 4.0.1, 10.5.1)\nhttps://www.ecfr.gov/current/title-12/chapter-X/part-1002/section-1002.12",
    .check = check,
};

namespace {

// Days of 365-day years are reported by `years-in-days`.
bool years_as_days(const Duration& duration, const Standard& standard) {
  return duration.unit == Unit::days && duration.count >= 730 && duration.count % 365 == 0 && longest_days(duration.count / 365, Unit::years) >= standard.floor.days;
}

void tell(const Context& context, Sink& sink, const Span& declaration, const std::string& reason, const Standard& standard, const Span& written, const Duration& duration, std::string_view word) {
  if (duration.days >= standard.floor.days || years_as_days(duration, standard)) return;
  const Span period = period_span(context, written, duration, word);
  const std::string better = to_text(standard.floor);
  const bool nearly = std::uint64_t{duration.days} * 100 >= std::uint64_t{standard.floor.days} * 95;  // the period is meant
  Diagnostic& found = sink.report(period, "`" + to_text(duration) + "` is " + days_text(standard.floor.days - duration.days) + " short of the " + better + " of " + std::string(standard.name), "keep for " + better + ", or name the law that asks for less");
  found.related.push_back({string_span(context, declaration, reason), "named here"});
  if (period != written) found.fixes.push_back({nearly ? FixKind::safe : FixKind::suggestion, "write `" + better + "`", {{period, better}}});
}

void check(const Context& context, Sink& sink) {
  for (const Rule& rule : context.policy.rules) {
    const Statement* longest = nullptr;
    bool more = false;  // something of the rule keeps in another way
    for (const Statement& s : rule.statements) {
      more = more || (is_keep(s.kind) && s.kind != StatementKind::keep_for);
      if ((s.kind == StatementKind::keep_for || s.kind == StatementKind::lock) && (longest == nullptr || s.duration.days > longest->duration.days)) longest = &s;
    }
    const Standard* const standard = longest != nullptr && !more ? standard_named(rule.reason) : nullptr;
    if (standard != nullptr) tell(context, sink, rule.origin.span, rule.reason, *standard, longest->origin.span, longest->duration, "for");
  }
  for (const Require& require : context.policy.requires_) {
    const Standard* const standard = from_pack(context, require.origin.span) ? nullptr : standard_named(require.reason);
    if (standard == nullptr) continue;
    for (const Obligation& obligation : require.obligations)
      if (obligation.kind == ObligationKind::never_deleted_before) tell(context, sink, require.origin.span, require.reason, *standard, obligation.origin.span, obligation.duration, "before");
  }
}

}  // namespace

}  // namespace shelflife::lint
