#include <cstddef>
#include <string_view>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule negated_comparison = {
    .info = {.name = "negated-comparison",
             .id = "SL1604",
             .severity = Severity::note,
             .title = "a comparison behind a `not`",
             .help = "write the opposite comparison"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "`not stage == dev` is `stage != dev`: one word less to work out when the policy is read aloud. Both mean the same of every object, also of one\n"
           "whose label is missing.",
    .bad = R"(rule keep-others "only experiments may go" by "ml-platform" where not stage == dev {
  keep for 1 year
}
)",
    .good = R"(rule keep-others "only experiments may go" by "ml-platform" where stage != dev {
  keep for 1 year
}
)",
    .source = "docs/language.md (Kleene logic)",
    .check_item = check_item,
};

namespace {

// The opposite of the comparison as it is written; empty where no comparison says it.
std::string opposite(const Context& context, const ast::Predicate& predicate) {
  const std::string text(context.text(predicate.origin.span));
  const auto swapped = [&](std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from, predicate.subject.text.size());
    return at == std::string::npos ? std::string() : std::string(text).replace(at, from.size(), to);
  };
  switch (predicate.kind) {
    case ast::PredicateKind::equal: return swapped("==", "!=");
    case ast::PredicateKind::in: return swapped("in", "not in");
    case ast::PredicateKind::missing: return swapped("is missing", "is not missing");
    default: return {};
  }
}

void look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  if (predicate.kind == ast::PredicateKind::negation) {
    if (const std::string better = opposite(context, predicate.children.front()); !better.empty()) {
      const Span span = predicate.origin.span;
      sink.report(span, "`" + std::string(context.text(span)) + "` has an opposite of its own").fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
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
