#include "lint/catalogue.hpp"

#include <algorithm>

#include "grammar/ascii.hpp"

namespace shelflife::lint {

#define SHELFLIFE_RULE(name) extern const LintRule name;
#include "lint/rules.def"
#undef SHELFLIFE_RULE

namespace {

constexpr const LintRule* rules[] = {
#define SHELFLIFE_RULE(name) &name,
#include "lint/rules.def"
#undef SHELFLIFE_RULE
};

}  // namespace

std::string_view to_word(Category category) {
  switch (category) {
    case Category::structure: return "structure";
    case Category::keeping: return "keeping";
    case Category::immutability: return "immutability";
    case Category::compliance: return "compliance";
    case Category::limits: return "limits";
    case Category::cost: return "cost";
    case Category::style: return "style";
    case Category::access: break;
  }
  return "access";
}

std::span<const LintRule* const> all_rules() { return rules; }

const LintRule* rule_of(const DiagnosticInfo& about) {
  for (const LintRule* rule : rules)
    if (rule->info.id == about.id) return rule;
  return nullptr;
}

const std::vector<const DiagnosticInfo*>& all_findings() {
  static const std::vector<const DiagnosticInfo*> all = [] {
    std::vector<const DiagnosticInfo*> out;
    for (const DiagnosticInfo& entry : all_diagnostics()) out.push_back(&entry);
    for (const LintRule* rule : rules)
      if (rule->check != nullptr || rule->check_item != nullptr) out.push_back(&rule->info);
    std::sort(out.begin(), out.end(), [](const DiagnosticInfo* a, const DiagnosticInfo* b) { return a->id < b->id; });
    return out;
  }();
  return all;
}

bool on_by_default(const DiagnosticInfo& about) {
  const LintRule* const rule = rule_of(about);
  return rule == nullptr || rule->on;
}

const DiagnosticInfo* find(std::string_view id_or_name) {
  for (const DiagnosticInfo* about : all_findings())
    if (same_ignoring_case(about->id, id_or_name) || same_ignoring_case(about->name, id_or_name)) return about;
  return nullptr;
}

std::string_view family_of(const DiagnosticInfo& about) {
  if (const LintRule* const rule = rule_of(about)) return to_word(rule->category);
  static constexpr std::string_view stages[] = {"files", "syntax", "names", "lowering", "outputs", "structure", "", "", "objects", "linter"};
  const auto stage = static_cast<std::size_t>(about.id[3] - '0');
  return about.id[2] == '0' && stage < std::size(stages) && !stages[stage].empty() ? stages[stage] : "other";
}

bool is_lint(const DiagnosticInfo& about) {
  if (about.code == Code::of_a_rule) return true;
  return about.severity != Severity::error && !about.id.starts_with("SL00");  // SL00: something was not checked
}

bool selects(std::string_view selector, const DiagnosticInfo& about) {
  if (selector.size() >= 4 && same_ignoring_case(selector, about.id.substr(0, selector.size()))) return true;
  if (same_ignoring_case(selector, about.name)) return true;
  return same_ignoring_case(selector, family_of(about));
}

}  // namespace shelflife::lint
