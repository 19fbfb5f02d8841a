#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule duplicate_condition = {
    .info = {.name = "duplicate-condition",
             .id = "SL1006",
             .severity = Severity::warning,
             .title = "the same condition twice",
             .help = "leave one of them out, or correct what was meant to be another one"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A condition that stands twice does nothing the second time. Usually one of the two was to be another: another value, another project. Then\n"
           "the rule speaks of more objects than was meant, or of fewer.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev and (project == fraud or project == fraud) {
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev and (project == fraud or project == cards) {
  delete after 14 days
}
)",
    .source = "docs/language.md (conditions)",
    .check_item = check_item,
};

namespace {

// From the end of what stands before it to its own end: ` and stage == dev`, `, dev`. Nothing where a parenthesis would be cut.
std::optional<Span> with_its_joint(const Context& context, const Span& before, const Span& own) {
  const Span cut{own.file, before.end, own.end};
  if (context.text(Span{own.file, before.end, own.begin}).find_first_of("()#") != std::string_view::npos) return std::nullopt;
  return cut;
}

void look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  const auto twice = [&](const Span& first, const Span& before, const Span& again, const std::string& text) {
    Diagnostic& found = sink.report(again, "`" + text + "` stands here twice");
    found.related.push_back({first, "it stands here already"});
    if (const std::optional<Span> cut = with_its_joint(context, before, again)) found.fixes.push_back({FixKind::safe, "remove the second one", {{*cut, ""}}});
  };
  if (predicate.kind == ast::PredicateKind::all || predicate.kind == ast::PredicateKind::any) {
    for (std::size_t i = 1; i < predicate.children.size(); ++i) {
      const ast::Predicate& child = predicate.children[i];
      const auto first = std::find(predicate.children.begin(), predicate.children.begin() + static_cast<std::ptrdiff_t>(i), child);
      if (first != predicate.children.begin() + static_cast<std::ptrdiff_t>(i)) {
        twice(first->origin.span, predicate.children[i - 1].origin.span, child.origin.span, std::string(context.text(child.origin.span)));
      }
    }
  }
  for (std::size_t i = 1; i < predicate.values.size(); ++i) {
    const auto first = std::find(predicate.values.begin(), predicate.values.begin() + static_cast<std::ptrdiff_t>(i), predicate.values[i]);
    if (first == predicate.values.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    twice(first->origin.span, predicate.values[i - 1].origin.span, predicate.values[i].origin.span, std::string(context.text(predicate.values[i].origin.span)));
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
