#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"
#include "lint/standards.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule law_counts_from_later = {
    .info = {.name = "law-counts-from-later",
             .id = "SL1303",
             .severity = Severity::note,
             .title = "a legal period that is counted from the writing of the object, and begins later",
             .help = "count from the day the law names (`since` a date label, or `since promoted`), or add the time in between"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "Article 18 of the AI Act counts ten years from the placing on the market, HIPAA six from the day on which a document was last in\n"
           "effect, Regulation B from the notice of the action. An object is written before that: a model that was trained in spring and placed\n"
           "on the market in autumn is let go half a year too early. A keep that is a year longer than the law's figure, or `keep forever where\n"
           "promoted` beside it, is taken as an answer.",
    .bad = R"(rule releases "EU AI Act, article 18" by "ml-platform" where stage == production { keep for 10 years }
)",
    .good = R"(rule referenced "in use" by "ml-platform" { keep forever where referenced }
rule releases "EU AI Act, article 18" by "ml-platform" where stage == production {
  keep for 10 years since promoted
}
)",
    .source = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj (article 18)\nhttps://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C/section-164.316 (b)(2)(i)\nhttps://www.ecfr.gov/current/title-12/chapter-X/part-1002/section-1002.12",
    .check = check,
};

namespace {

constexpr std::uint32_t margin = 365;  // a period so much longer leaves room for the later start

void check(const Context& context, Sink& sink) {
  for (std::uint32_t r = 0; r < context.policy.rules.size(); ++r) {
    const Rule& rule = context.policy.rules[r];
    const bool keeps = std::any_of(rule.statements.begin(), rule.statements.end(), [](const Statement& s) { return is_keep(s.kind); });
    const Standard* const standard = keeps ? standard_named(rule.reason) : nullptr;
    if (standard == nullptr || standard->clock.empty()) continue;
    const Statement* only = nullptr;  // the longest keep from creation, when nothing else answers
    for (const Statement& s : rule.statements) {
      if (!is_keep(s.kind)) continue;
      const bool answers = s.kind != StatementKind::keep_for || s.clock.kind != ClockKind::created || s.duration.days >= standard->floor.days + margin;
      if (answers) {
        only = nullptr;
        break;
      }
      if (only == nullptr || s.duration.days > only->duration.days) only = &s;
    }
    if (only == nullptr || only->duration.days < standard->floor.days) continue;  // too short is another matter
    const StatementRef ref{r, static_cast<std::uint32_t>(only - rule.statements.data())};
    sink.report(only->origin.span, said(context.policy, ref) + " counts from the writing of the object; " + std::string(standard->name) + " counts " + std::string(standard->clock))
        .related.push_back({string_span(context, rule.origin.span, rule.reason), "named here"});
  }
}

}  // namespace

}  // namespace shelflife::lint
