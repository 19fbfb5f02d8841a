// rules: the list of all findings, by family.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/rules.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::cli {

namespace {

// What is no rule was there from the beginning.
std::string_view since(const DiagnosticInfo& about) {
  const lint::LintRule* const rule = lint::rule_of(about);
  return rule == nullptr ? "0.1.0" : rule->since;
}

std::string padded(std::string_view text, std::size_t width) { return std::string(text) + std::string(width - std::min(width, text.size()), ' '); }

// Families in the order of their first codes: those of the stages, then those of the linter.
std::vector<const DiagnosticInfo*> by_family(std::vector<const DiagnosticInfo*> entries) {
  std::vector<std::string_view> families;
  const auto rank = [&](const DiagnosticInfo* entry) { return std::find(families.begin(), families.end(), lint::family_of(*entry)); };
  for (const DiagnosticInfo* entry : entries)
    if (rank(entry) == families.end()) families.push_back(lint::family_of(*entry));
  std::stable_sort(entries.begin(), entries.end(), [&](const DiagnosticInfo* a, const DiagnosticInfo* b) { return rank(a) < rank(b); });
  return entries;
}

std::string as_text(const std::vector<const DiagnosticInfo*>& entries) {
  std::size_t name = 0, family = 0;
  for (const DiagnosticInfo* entry : entries) name = std::max(name, entry->name.size()), family = std::max(family, lint::family_of(*entry).size());
  for (const audit::AuditRule& rule : audit::rules()) name = std::max(name, rule.name.size());
  std::string out;
  for (const DiagnosticInfo* entry : entries) {
    out.append(entry->id).append("  ").append(padded(to_word(entry->severity), 9)).append(padded(lint::family_of(*entry), family + 2));
    out.append(lint::on_by_default(*entry) ? "on   " : "off  ").append(padded(since(*entry), 7)).append(padded(entry->name, name + 2)).append(entry->title).append("\n");
  }
  for (const audit::AuditRule& rule : audit::rules())  // of what is stored, not of a policy: with `simulate --audit`
    out.append(rule.id).append("  ").append(padded(to_word(rule.severity), 9)).append(padded("audit", family + 2)).append("off  ").append(padded("0.1.0", 7)).append(padded(rule.name, name + 2)).append(rule.title).append("\n");
  return out;
}

std::string as_json(const std::vector<const DiagnosticInfo*>& entries) {
  using Json = nlohmann::ordered_json;
  Json rules = Json::array();
  for (const DiagnosticInfo* entry : entries) {
    rules.push_back({{"code", entry->id}, {"name", entry->name}, {"family", lint::family_of(*entry)}, {"severity", to_word(entry->severity)},
                     {"on", lint::on_by_default(*entry)}, {"lint", lint::is_lint(*entry)}, {"since", since(*entry)}, {"title", entry->title}, {"help", entry->help}});
  }
  for (const audit::AuditRule& rule : audit::rules())
    rules.push_back({{"code", rule.id}, {"name", rule.name}, {"family", "audit"}, {"severity", to_word(rule.severity)}, {"on", false}, {"lint", false}, {"since", "0.1.0"}, {"title", rule.title}, {"help", rule.help}});
  return Json{{"version", 1}, {"rules", std::move(rules)}}.dump(2) + "\n";
}

}  // namespace

int command_rules(const Arguments& arguments) {
  const std::vector<const DiagnosticInfo*> entries = by_family(lint::all_findings());
  return write_out(arguments.format == "json" ? as_json(entries) : as_text(entries)) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
