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

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  for_parts(item, [&](const ast::Predicate& predicate) {
    if (predicate.kind != ast::PredicateKind::negation) return false;
    const ast::Predicate& inner = predicate.children.front();
    const bool plain = inner.kind == ast::PredicateKind::equal || inner.kind == ast::PredicateKind::in || inner.kind == ast::PredicateKind::missing;
    const std::string better = plain ? opposite(context, inner) : std::string();  // else it is negated twice, which is another finding
    if (better.empty()) return false;
    const Span span = predicate.origin.span;
    sink.report(span, "`" + std::string(context.text(span)) + "` has an opposite of its own").fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
    return true;
  });
}

}  // namespace

}  // namespace shelflife::lint
