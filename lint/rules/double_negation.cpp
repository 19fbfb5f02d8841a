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

// The opposite of a comparison as it is written; empty where there is none that means the same.
std::string opposite(const Context& context, const ast::Predicate& predicate) {
  const std::string text(context.text(predicate.origin.span));
  const auto swapped = [&](std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string() : std::string(text).replace(at, from.size(), to);
  };
  switch (predicate.kind) {
    case ast::PredicateKind::not_equal: return swapped("!=", "==");
    case ast::PredicateKind::not_in: return swapped(" not in", " in");
    case ast::PredicateKind::not_missing: return swapped("is not missing", "is missing");
    case ast::PredicateKind::negation: {
      const ast::Predicate& twice = predicate.children.front();
      const std::string inner(context.text(twice.origin.span));
      const bool joined = twice.kind == ast::PredicateKind::any || twice.kind == ast::PredicateKind::all;
      return joined && !inner.starts_with("(") ? "(" + inner + ")" : inner;  // `and` binds closer than `or`
    }
    default: return {};
  }
}

void look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  if (predicate.kind == ast::PredicateKind::negation) {
    if (const std::string better = opposite(context, predicate.children.front()); !better.empty()) {
      const Span span = predicate.origin.span;
      sink.report(span, "`" + std::string(context.text(span)) + "` is negated twice").fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
      return;
    }
  }
  for (const ast::Predicate& child : predicate.children) look(context, child, sink);
}

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  for_predicates(item, [&](const ast::Predicate& predicate) { look(context, predicate, sink); });
}

}  // namespace

}  // namespace shelflife::lint
