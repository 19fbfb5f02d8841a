// rules: the list of all findings, by family.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/severity.hpp"
#include "cli/terminal.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::cli {

namespace {

bool is_on(const DiagnosticInfo& about) {
  const lint::LintRule* const rule = lint::rule_of(about);
  return rule == nullptr || rule->on;
}

// What is no rule was there from the beginning.
std::string_view since(const DiagnosticInfo& about) {
  const lint::LintRule* const rule = lint::rule_of(about);
  return rule == nullptr ? "0.1.0" : rule->since;
}

std::string padded(std::string_view text, std::size_t width) { return std::string(text) + std::string(width - std::min(width, text.size()), ' '); }

std::string as_text(const std::vector<const DiagnosticInfo*>& entries) {
  std::size_t width = 0;
  for (const DiagnosticInfo* entry : entries) width = std::max(width, entry->name.size());
  // Families in the order of their first codes: those of the stages, then those of the linter.
  std::vector<std::string_view> families;
  for (const DiagnosticInfo* entry : entries)
    if (std::find(families.begin(), families.end(), lint::family_of(*entry)) == families.end()) families.push_back(lint::family_of(*entry));
  std::string out;
  for (const std::string_view family : families) {
    out.append(out.empty() ? "" : "\n").append(family).append("\n");
    for (const DiagnosticInfo* entry : entries) {
      if (lint::family_of(*entry) != family) continue;
      out.append(entry->id).append("  ").append(padded(to_word(entry->severity), 9)).append(is_on(*entry) ? "on   " : "off  ");
      out.append(padded(since(*entry), 7)).append(padded(entry->name, width + 2)).append(entry->title).append("\n");
    }
  }
  return out;
}

std::string as_json(const std::vector<const DiagnosticInfo*>& entries) {
  using Json = nlohmann::ordered_json;
  Json rules = Json::array();
  for (const DiagnosticInfo* entry : entries) {
    rules.push_back({{"code", entry->id}, {"name", entry->name}, {"family", lint::family_of(*entry)}, {"severity", to_word(entry->severity)},
                     {"on", is_on(*entry)}, {"lint", lint::is_lint(*entry)}, {"since", since(*entry)}, {"title", entry->title}, {"help", entry->help}});
  }
  return Json{{"version", 1}, {"rules", std::move(rules)}}.dump(2) + "\n";
}

}  // namespace

int command_rules(const Arguments& arguments) {
  const std::vector<const DiagnosticInfo*>& entries = lint::all_findings();
  return write_out(arguments.format == "json" ? as_json(entries) : as_text(entries)) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
