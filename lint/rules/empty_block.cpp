#include <variant>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check_item(const Context& context, const ast::Item& item, Sink& sink);

}  // namespace

extern const LintRule empty_block = {
    .info = {.name = "empty-block",
             .id = "SL1002",
             .severity = Severity::warning,
             .title = "a declaration without anything in it",
             .help = "say what it is to do, or remove it"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A rule without statements keeps nothing and deletes nothing, and a `require` without obligations asks for nothing. Its name and its reason\n"
           "read as if the matter were settled.",
    .bad = R"(rule releases "EU AI Act, article 18" by "model-risk" where stage == production {
}
)",
    .good = R"(rule releases "EU AI Act, article 18" by "model-risk" where stage == production {
  keep for 10 years
}
)",
    .source = "docs/language.md (rule, require)",
    .check_item = check_item,
};

namespace {

void check_item(const Context&, const ast::Item& item, Sink& sink) {
  if (const auto* rule = std::get_if<ast::Rule>(&item); rule != nullptr && rule->statements.empty()) {
    sink.report(rule->name.origin.span, "rule `" + std::string(rule->name.text) + "` has no statement: what it speaks of is neither kept nor deleted by it");
  }
  if (const auto* require = std::get_if<ast::Require>(&item); require != nullptr && require->obligations.empty()) {
    sink.report(require->reason.origin.span, "this `require` asks for nothing");
  }
  if (const auto* role = std::get_if<ast::Role>(&item); role != nullptr && role->allows.empty()) {
    sink.report(role->name.origin.span, "role `" + std::string(role->name.text) + "` may do nothing");
  }
}

}  // namespace

}  // namespace shelflife::lint
