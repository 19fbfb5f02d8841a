#include <algorithm>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"
#include "lint/places.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule floor_crosses_ceiling = {
    .info = {.name = "floor-crosses-ceiling",
             .id = "SL1302",
             .severity = Severity::warning,
             .title = "two requirements that no policy can meet together",
             .help = "give what falls under both a class of its own: another label value, prefix or store"},
    .category = Category::compliance,
    .since = "0.1.0",
    .why = "One requirement keeps objects until a day, another wants them gone before it. Whatever the rules say, one of the two fails, and the\n"
           "build with it: moving a period up or down only changes which. It is the usual meeting of ten years of documentation with an erasure\n"
           "within a month; what the law asks for both is that personal data is kept apart from the records.",
    .bad = R"(rule releases "ten years" by "ml-platform" where stage == production { keep for 10 years }
require "EU AI Act, article 18" by "model-risk" where stage == production { never deleted before 10 years }
require "GDPR, article 17" by "dpo@acme" where stage == production and project == people { deleted within 1 month }
)",
    .good = R"(rule releases "ten years" by "ml-platform" where stage == production { keep for 10 years since promoted }
rule people "GDPR, article 17" by "dpo@acme" where stage == staging { delete after 7 days }
rule referenced "in use" by "ml-platform" { keep forever where referenced }
)",
    .source = "https://eur-lex.europa.eu/eli/reg/2016/679/oj (article 17(1) and (3)(b))\nhttps://eur-lex.europa.eu/eli/reg/2024/1689/oj (article 18)",
    .check = check,
};

namespace {

struct Bound {
  const Require* require = nullptr;
  const Obligation* obligation = nullptr;
  std::uint32_t days = 0;
};

bool same_store(const Require& a, const Require& b) {
  if (a.every_store || b.every_store) return true;
  return std::any_of(a.stores.begin(), a.stores.end(), [&](StoreId id) { return speaks_of(b, id); });
}

void check(const Context& context, Sink& sink) {
  std::vector<Bound> floors, ceilings;
  for (const Require& require : context.policy.requires_) {
    for (const Obligation& o : require.obligations) {
      if (o.kind == ObligationKind::never_deleted) floors.push_back({&require, &o, no_id});
      if (o.clock.kind != ClockKind::created) continue;
      if (o.kind == ObligationKind::never_deleted_before || o.kind == ObligationKind::locked || o.kind == ObligationKind::locked_compliance) floors.push_back({&require, &o, o.duration.days});
      if (o.kind == ObligationKind::deleted_within) ceilings.push_back({&require, &o, shortest_days(o.duration.count, o.duration.unit)});
    }
  }
  for (const Bound& ceiling : ceilings) {
    const auto crosses = std::find_if(floors.begin(), floors.end(), [&](const Bound& floor) {
      return floor.days > ceiling.days && same_store(*floor.require, *ceiling.require) && nested(floor.require->where, ceiling.require->where);
    });
    if (crosses == floors.end()) continue;
    const std::string until = crosses->days == no_id ? "are never to be deleted" : "must stay for " + days_text(crosses->days);
    sink.report(string_span(context, ceiling.require->origin.span, ceiling.require->reason), "objects that must be gone within " + days_text(ceiling.days) + " " + until)
        .related.push_back({string_span(context, crosses->require->origin.span, crosses->require->reason), "asks that they stay"});
  }
}

}  // namespace

}  // namespace shelflife::lint
