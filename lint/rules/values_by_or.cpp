#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule values_by_or = {
    .info = {.name = "values-by-or",
             .id = "SL1603",
             .severity = Severity::note,
             .title = "values of one field joined by `or`",
             .help = "write them as a list: `in (a, b)`"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "`stage == dev or stage == staging` has to be read to its end before it is clear that it is all about one field, and a parenthesis that is\n"
           "forgotten around it changes what it means. A list has neither trouble.",
    .bad = R"(rule cheap "experiments are cheap" by "ml-platform" where stage == dev or stage == staging {
  delete after 60 days
}
)",
    .good = R"(rule cheap "experiments are cheap" by "ml-platform" where stage in (dev, staging) {
  delete after 60 days
}
)",
    .source = "docs/language.md (conditions)",
    .check_item = check_item,
};

namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

// The values of one field that are joined by `or`.
bool look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  if (predicate.kind != ast::PredicateKind::any) return false;
  std::vector<std::string> values;
  const std::string_view field = predicate.children.front().subject.text;
  bool same = true;
  std::ptrdiff_t lists = 0;
  for (const ast::Predicate& child : predicate.children) {
    lists += child.kind == ast::PredicateKind::in ? 1 : 0;
    same = same && (child.kind == ast::PredicateKind::equal || child.kind == ast::PredicateKind::in) && child.subject.text == field;
    for (const ast::Value& value : child.values) {
      const std::string text(context.text(value.origin.span));
      if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
    }
  }
  const Span span{predicate.origin.span.file, predicate.children.front().origin.span.begin, predicate.children[predicate.children.size() - 1].origin.span.end};
  // What stands within it as a comment must not be lost.
  const std::string_view text = context.text(span);
  // One value twice is another finding.
  if (!same || values.size() < 2 || text.find('#') != std::string_view::npos) return false;
  const std::string better = std::string(field) + " in (" + joined(values) + ")";
  Diagnostic& found = sink.report(span, "these are values of one field, `" + std::string(field) + "`");
  // A parenthesis around one of them would be cut in two.
  if (std::count(text.begin(), text.end(), '(') == lists && std::count(text.begin(), text.end(), ')') == lists)
    found.fixes.push_back({FixKind::safe, "write `" + better + "`", {{span, better}}});
  return true;
}

void check_item(const Context& context, const ast::Item& item, Sink& sink) {
  for_parts(item, [&](const ast::Predicate& predicate) { return look(context, predicate, sink); });
}

}  // namespace

}  // namespace shelflife::lint
