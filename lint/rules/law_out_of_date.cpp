#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule law_out_of_date = {
    .info = {.name = "law-out-of-date",
             .id = "SL1306",
             .severity = Severity::note,
             .title = "a reason that names a law which is no longer the law",
             .help = "name what is in force, and look whether the period is still the same"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "Periods outlive their reasons. A rule that names a repealed law is either no longer needed, and keeps or deletes for nobody, or it\n"
           "follows a newer law that may ask for another period. What is known here: PCI DSS 3 (until 31 March 2024), 21 CFR 820.180 (until\n"
           "2 February 2026), Directive 95/46/EC (until 25 May 2018), the EU-US Privacy Shield (void since 16 July 2020), Colorado SB 24-205\n"
           "(repealed by SB 26-189). The date is the day of the check.",
    .bad = R"(rule logs "PCI DSS 3.2.1, 10.7" by "security" where stage == production { keep for 12 months }
)",
    .good = R"(rule logs "PCI DSS 4.0.1, 10.5.1" by "security" where stage == production { keep for 12 months }
)",
    .source = "https://www.pcisecuritystandards.org/document_library/\nhttps://www.ecfr.gov/current/title-21/chapter-I/subchapter-H/part-820\nhttps://eur-lex.europa.eu/eli/reg/2016/679/oj (article 94)\nhttps://curia.europa.eu/juris/liste.jsf?num=C-311/18\nhttps://leg.colorado.gov/bills/sb26-189",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  const auto look = [&](const Span& declaration, const std::string& reason) {
    const Superseded* const old = superseded_named(reason, context.today);
    if (old != nullptr && !from_pack(context, declaration)) sink.report(string_span(context, declaration, reason), std::string(old->name) + " is out of date: " + std::string(old->instead));
  };
  for (const Rule& rule : context.policy.rules) look(rule.origin.span, rule.reason);
  for (const Require& require : context.policy.requires_) look(require.origin.span, require.reason);
}

}  // namespace

}  // namespace shelflife::lint
