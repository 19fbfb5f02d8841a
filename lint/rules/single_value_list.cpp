#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule single_value_list = {
    .info = {.name = "single-value-list",
             .id = "SL1602",
             .severity = Severity::note,
             .title = "a list of one value",
             .help = "write `==`"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "`stage in (dev)` says no more than `stage == dev`, and makes a reader look for the other values.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage in (dev) {
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (conditions)",
    .check_item = check_item,
};

namespace {

void look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  const bool in = predicate.kind == ast::PredicateKind::in;
  if ((in || predicate.kind == ast::PredicateKind::not_in) && predicate.values.size() == 1) {
    const Span span = predicate.origin.span;
    const std::string better = std::string(predicate.subject.text) + (in ? " == " : " != ") + std::string(context.text(predicate.values[0].origin.span));
    sink.report(span, "`" + std::string(context.text(span)) + "` lists one value").fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
  }
}

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  for_parts(item, [&](const ast::Predicate& predicate) {
    look(context, predicate, sink);
    return false;
  });
}

}  // namespace

}  // namespace shelflife::lint
