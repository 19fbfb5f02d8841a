// explain: a finding's meaning, fix and example, as a page for the terminal.
#include <algorithm>

#include "audit/rules.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "grammar/frame.hpp"
#include "lint/catalogue.hpp"
#include "lint/manual.hpp"

namespace shelflife::cli {

namespace {

// Of what is no rule: the table has no reasons.
std::string short_page(const DiagnosticInfo& entry, bool color, std::size_t width) {
  const std::string id = color ? "\x1b[1m" + std::string(entry.id) + "\x1b[0m" : std::string(entry.id);
  std::string out = id + " " + std::string(entry.name) + " (" + std::string(to_word(entry.severity)) + ")\n\n";
  out.append("What:  ").append(wrapped(entry.title, width, 7, "       ")).append("\n");
  if (!entry.help.empty()) out.append("Do:    ").append(wrapped(entry.help, width, 7, "       ")).append("\n");
  if (!entry.example.empty()) {
    out += "\nExample:\n";
    for (std::string_view rest = entry.example; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out.append("    ").append(rest.substr(0, end)).append("\n");
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

std::string audit_page(const audit::AuditRule& rule, bool color, std::size_t width) {
  std::string out = color ? "\x1b[1m" + std::string(rule.id) + "\x1b[0m" : std::string(rule.id);
  out.append(" ").append(rule.name).append(" (").append(to_word(rule.severity)).append(", of an audit)\n\n");
  for (const auto& [word, text] : {std::pair{"What:    ", rule.title}, std::pair{"Counted: ", rule.found}, std::pair{"Why:     ", rule.why}, std::pair{"Do:      ", rule.help}, std::pair{"Source:  ", rule.source}})
    out.append(word).append(wrapped(text, width, 9, "         ")).append("\n");
  return out;
}

}  // namespace

int command_explain(const Arguments& arguments) {
  const std::string& wanted = arguments.paths.front();
  const DiagnosticInfo* const entry = lint::find(wanted);
  const bool color = use_color(Stream::out, arguments.color);
  const std::size_t width = columns(Stream::out);
  if (entry == nullptr) {
    if (const audit::AuditRule* const rule = audit::find_rule(wanted)) return write_out(audit_page(*rule, color, width)) ? exit_ok : exit_misuse;
    complain("no finding is called `" + printable(wanted) + "`", "`shelflife rules` lists them");
    return exit_misuse;
  }
  const lint::LintRule* const rule = lint::rule_of(*entry);
  return write_out(rule != nullptr ? lint::manual_text(*rule, color, width) : short_page(*entry, color, width)) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
