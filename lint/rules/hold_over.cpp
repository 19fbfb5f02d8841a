#include <variant>

#include "compiler/model/print.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule hold_over = {
    .info = {.name = "hold-over",
             .id = "SL1009",
             .severity = Severity::note,
             .title = "a hold that has ended",
             .help = "remove it when the case is closed, or give it a later date"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A hold ends at the beginning of its date. From then on it holds nothing, though it stands in the policy and reads as if it did; what waited\n"
           "for it is deleted on the next run. If the case goes on, the date has to be moved before that.",
    .bad = R"(hold "case 4711" by "legal@acme" until 2024-06-30 where project == fraud
)",
    .good = R"(hold "case 4711" by "legal@acme" until 2099-06-30 where project == fraud
)",
    .source = "docs/language.md (hold)",
    .check_item = check_item,
};

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  const auto* hold = std::get_if<ast::Hold>(&item);
  if (hold == nullptr || !hold->until) return;
  const Date until{hold->until->year, hold->until->month, hold->until->day};
  if (until <= context.today) {
    sink.report(hold->until->origin.span, "hold " + quote(hold->name.value) + " ended on " + std::string(context.text(hold->until->origin.span)) + ": it holds nothing any more");
  }
}

}  // namespace

}  // namespace shelflife::lint
