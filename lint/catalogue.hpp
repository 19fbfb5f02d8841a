// Every lint rule there is, and every finding: the one list that `rules`, `explain`, the docs and the reporters read.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lint/rule.hpp"

namespace shelflife::lint {

// In the order of lint/rules.def.
std::span<const LintRule* const> all_rules();
// The rule of a finding; nullptr for what the parser, the resolver and the builds say.
const LintRule* rule_of(const DiagnosticInfo& about);
// Whether it is told where nobody selects it by name.
bool on_by_default(const DiagnosticInfo& about);
// Findings of every kind, by id; those of the table and those of the rules.
const std::vector<const DiagnosticInfo*>& all_findings();
// By id ("SL1304", any case) or name; nullptr when there is none.
const DiagnosticInfo* find(std::string_view id_or_name);
// What it is about, for lists: the rule's family; files, syntax, names, lowering, outputs, objects or linter.
std::string_view family_of(const DiagnosticInfo& about);
// Whether the finding may be left out, suppressed or given another severity: rules and whatever is a warning or
// a note by itself may; what makes a policy wrong, and what says that something was not checked, may not.
bool is_lint(const DiagnosticInfo& about);
// Whether `selector` names the finding: its id, the beginning of it (`SL13`), its name, or a family ("compliance", "lowering").
bool selects(std::string_view selector, const DiagnosticInfo& about);

}  // namespace shelflife::lint
