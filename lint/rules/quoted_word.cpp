#include "compiler/model/names.hpp"
#include "grammar/tree.hpp"
#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule quoted_word = {
    .info = {.name = "quoted-word",
             .id = "SL1605",
             .severity = Severity::note,
             .title = "a word in quotes that needs none",
             .help = "write it without the quotes"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "A value is a plain word where it can be one. Quotes say that there is something to look out for, a blank or a digit in front; around a word\n"
           "that has neither they make a reader look twice, and a search for `stage == dev` misses the place.",
    .bad = R"(rule dev "experiments are cheap" by "ml-platform" where stage == "dev" {
  delete after 14 days
}
)",
    .good = R"(rule dev "experiments are cheap" by "ml-platform" where stage == dev {
  delete after 14 days
}
)",
    .source = "docs/language.md (values)",
    .check_item = check_item,
};

namespace {

void look(const Context& context, const ast::Predicate& predicate, Sink& sink) {
  for (const ast::Value& value : predicate.values) {
    if (value.form != ast::ValueForm::string || !is_name(value.text) || is_reserved(value.text)) continue;
    const std::string word(value.text);
    sink.report(value.origin.span, std::string(context.text(value.origin.span)) + " needs no quotes").fixes.push_back({FixKind::safe, "write `" + word + "`", {{value.origin.span, word}}});
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
