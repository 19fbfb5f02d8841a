#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule gdpr_without_ceiling = {
    .info = {.name = "gdpr-without-ceiling",
             .id = "SL1308",
             .severity = Severity::note,
             .title = "a rule that names the GDPR and only keeps",
             .help = "delete when the purpose ends, or name the law that asks to keep"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "The GDPR has no period for which personal data must be kept; it has a limit: no longer than the purpose needs. A rule that names it\n"
           "and only keeps has the wrong law in its reason, or lacks its delete. A duty to keep comes from another law, which is then the\n"
           "better reason.",
    .bad = R"(rule people "GDPR" by "dpo@acme" where stage == production { keep for 2 years }
)",
    .good = R"shelf(rule people "GDPR, article 5(1)(e)" by "dpo@acme" where stage == production { delete after 2 years }
)shelf",
    .source = "https://eur-lex.europa.eu/eli/reg/2016/679/oj (articles 5(1)(e) and 17)",
    .check = check,
};

namespace {

void check(const Context& context, Sink& sink) {
  for (std::uint32_t r = 0; r < context.policy.rules.size(); ++r) {
    const Rule& rule = context.policy.rules[r];
    const auto keep = std::find_if(rule.statements.begin(), rule.statements.end(), [](const Statement& s) { return s.kind == StatementKind::keep_forever || s.kind == StatementKind::keep_for; });
    if (keep == rule.statements.end() || !names_storage_limitation(rule.reason)) continue;
    const StatementRef ref{r, static_cast<std::uint32_t>(keep - rule.statements.begin())};
    bool ends = false;
    context.engine.meeting(ref, [&](StatementRef other, StoreId) {
      ends = ends || deletes_current(context.statement(other).kind);
      return ends;
    });
    if (!ends) sink.report(keep->origin.span, said(context.policy, ref) + " has the GDPR as its reason, and nothing ever deletes these objects").related.push_back({string_span(context, rule.origin.span, rule.reason), "named here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
