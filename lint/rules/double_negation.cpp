#include <functional>
#include <variant>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule double_negation = {
    .info = {.name = "double-negation",
             .id = "SL1601",
             .severity = Severity::note,
             .title = "a condition that is negated twice",
             .help = "say it without the negations"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "An auditor reads a policy aloud; `not stage != dev` has to be worked out first. Both forms mean the same of every object,\n"
           "also of one whose label is missing: what is unknown stays unknown.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where not stage != dev {
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (Kleene logic)",
    .check_item = check_item,
};

namespace {

// What is behind the two negations; empty where the inner one is none.
std::string affirmed(const Context& context, const ast::Predicate& negated) {
  switch (negated.kind) {
    case ast::PredicateKind::not_equal:
    case ast::PredicateKind::not_in:
    case ast::PredicateKind::not_missing: return opposite(context, negated);
    case ast::PredicateKind::negation: {
      const ast::Predicate& twice = negated.children.front();
      const std::string inner(context.text(twice.origin.span));
      const bool joined = twice.kind == ast::PredicateKind::any || twice.kind == ast::PredicateKind::all;
      return joined && !inner.starts_with("(") ? "(" + inner + ")" : inner;  // `and` binds closer than `or`
    }
    default: return {};
  }
}

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  for_parts(item, [&](const ast::Predicate& predicate) {
    if (predicate.kind != ast::PredicateKind::negation) return false;
    const std::string better = affirmed(context, predicate.children.front());
    if (better.empty()) return false;
    const Span span = predicate.origin.span;
    sink.report(span, "`" + std::string(context.text(span)) + "` is negated twice").fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
    return true;
  });
}

}  // namespace

}  // namespace shelflife::lint
