#include <variant>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule loose_safeguard = {
    .info = {.name = "loose-safeguard",
             .id = "SL1110",
             .severity = Severity::warning,
             .title = "a limit that hardly limits",
             .help = "limit a run to a few percent, and facts to a day or two"},
    .category = Category::keeping,
    .since = "0.1.0",
    .why = "A safeguard is for the day on which something is wrong. A run that may take more than half of a store stops nothing, and a registry or a\n"
           "listing that may be weeks old lets a run delete what was promoted, tagged or used again since.",
    .bad = R"(layout "ml/{stage}/{model}/{version}/"
label stage in dev, production required
store models on s3 "acme-models" {
  region      "eu-central-1"
  versioning  on
  recoverable for 7 days
}
safeguard {
  at most 80% per run
  registry within 30 days
}
rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  keep   latest 5 versions per model
  delete after 14 days
}
)",
    .source = "docs/plan.md (what refuses a run)",
    .check_item = check_item,
};

namespace {

constexpr std::uint32_t most_percent = 50, most_days = 7;

std::uint32_t days_of(const ast::Duration& duration) {
  switch (duration.unit) {
    case ast::DurationUnit::days: return duration.count;
    case ast::DurationUnit::weeks: return longest_days(duration.count, Unit::weeks);
    case ast::DurationUnit::months: return longest_days(duration.count, Unit::months);
    case ast::DurationUnit::years: break;
  }
  return longest_days(duration.count, Unit::years);
}

void check_item(const Context&, const ast::Item& item, Sink& sink) {
  const auto* safeguard = std::get_if<ast::Safeguard>(&item);
  if (safeguard == nullptr) return;
  for (const ast::Limit& limit : safeguard->limits) {
    if (limit.kind == ast::LimitKind::percent && limit.count.value > most_percent) {
      sink.report(limit.origin.span, "one run may delete " + std::to_string(limit.count.value) + "% of a store");
    } else if ((limit.kind == ast::LimitKind::registry_age || limit.kind == ast::LimitKind::inventory_age) && days_of(limit.duration) > most_days) {
      const std::string what = limit.kind == ast::LimitKind::registry_age ? "the registry" : "the listing";
      sink.report(limit.origin.span, "a run may delete by a state of " + what + " that is " + days_text(days_of(limit.duration)) + " old");
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
