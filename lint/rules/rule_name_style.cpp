#include <algorithm>
#include <string_view>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule rule_name_style = {
    .info = {.name = "rule-name-style",
             .id = "SL1611",
             .severity = Severity::note,
             .title = "rules that are named in different styles",
             .help = "use one style of names"},
    .category = Category::style,
    .since = "0.1.0",
    .why = "Names of rules stand in tables, in the ids of native rules and in reports. `old-runs` beside `old_models` and `OldLogs` makes a search for one\n"
           "of them a guess.",
    .bad = R"(rule old-runs "a run can be repeated" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule old_candidates "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
}
)",
    .good = R"(rule old-runs "a run can be repeated" by "ml-platform" where stage == dev {
  delete after 14 days
}
rule old-candidates "two months to decide" by "ml-platform" where stage == staging {
  delete after 60 days
}
)",
    .source = "docs/language.md (names)",
    .on = false,
    .check = check,
};

namespace {

// `-`, `_`, or `A` for capitals within; 0: one plain word, which fits each style.
char style_of(std::string_view name) {
  if (name.find('-') != std::string_view::npos) return '-';
  if (name.find('_') != std::string_view::npos) return '_';
  const bool capitals = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const bool small = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return capitals && small ? 'A' : '\0';
}

void check(const Context& context, Sink& sink) {
  const Rule* first = nullptr;
  for (const Rule& rule : context.policy.rules) {
    const char style = style_of(rule.name);
    if (style == '\0') continue;
    if (first == nullptr) {
      first = &rule;
    } else if (style != style_of(first->name)) {
      sink.report(name_span(context, rule.origin.span), "`" + rule.name + "` is written in another style than `" + first->name + "`")
          .related.push_back({name_span(context, first->origin.span), "`" + first->name + "` is here"});
      return;  // once
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
