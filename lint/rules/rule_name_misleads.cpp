#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "lint/facts.hpp"

namespace shelflife::lint {

namespace {

void check(const Context& context, Sink& sink);

}  // namespace

extern const LintRule rule_name_misleads = {
    .info = {.name = "rule-name-misleads",
             .id = "SL1004",
             .severity = Severity::warning,
             .title = "a rule that is named after one value and speaks of another",
             .help = "let the name and the condition say the same"},
    .category = Category::structure,
    .since = "0.1.0",
    .why = "A rule is copied, its name is changed and its condition is not, or the other way round. A reader, and every report that names the rule,\n"
           "takes it for what the name says: the table says that `staging` is deleted after 60 days, and production is.",
    .bad = R"(rule staging "two months to decide" by "ml-platform" where stage == production {
  keep   latest 10 versions per model
  delete after 60 days
}
)",
    .good = R"(rule staging "two months to decide" by "ml-platform" where stage == staging {
  keep   latest 10 versions per model
  delete after 60 days
}
)",
    .source = "docs/language.md (rule)",
    .check = check,
};

namespace {

constexpr std::array<std::string_view, 20> fillers = {"rule", "rules", "cleanup", "clean", "retention", "artifacts", "objects", "files", "data", "old",
                                                      "runs", "models", "versions", "keep", "retain", "expire", "delete", "all", "stage", "policy"};

// The name without words that say nothing of what is meant; empty when more than one word is left.
std::string meant(const std::string& name) {
  std::string rest = folded(name), out;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('-'), rest.size());
    const std::string word = rest.substr(0, end);
    rest.erase(0, std::min(end + 1, rest.size()));
    if (std::find(fillers.begin(), fillers.end(), word) != fillers.end()) continue;
    if (!out.empty()) return {};
    out = word;
  }
  return out;
}

bool same_stage(std::string_view a, std::string_view b) { return a == b || (is_production(a) && is_production(b)); }

void check(const Context& context, Sink& sink) {
  const Policy& policy = context.policy;
  for (const Rule& rule : policy.rules) {
    const std::string name = meant(rule.name);
    if (name.empty()) continue;
    for (FieldId id = 0; id < policy.fields.size(); ++id) {
      const Field& field = policy.fields[id];
      const auto named = std::find_if(field.values.begin(), field.values.end(), [&](const std::string& value) { return same_stage(folded(value), name); });
      if (named == field.values.end()) continue;
      const std::vector<std::string> values = values_bound(rule.where, id);
      if (values.empty() || std::any_of(values.begin(), values.end(), [&](const std::string& value) { return same_stage(folded(value), name); })) continue;
      Diagnostic& found = sink.report(name_span(context, rule.origin.span), "rule `" + rule.name + "` speaks of `" + field.name + "` " + listed(values) + ", and not of `" + *named + "`");
      for_literals(rule.where, [&](const Predicate& literal, bool) {
        if (literal.field == id && found.related.empty()) found.related.push_back({literal.origin.span, "its condition is here"});
      });
      break;
    }
  }
}

}  // namespace

}  // namespace shelflife::lint
