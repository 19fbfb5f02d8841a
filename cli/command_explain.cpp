// explain: a finding's meaning, fix and example, as a page for the terminal.
#include <algorithm>

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

}  // namespace

int command_explain(const Arguments& arguments) {
  const std::string& wanted = arguments.paths.front();
  const DiagnosticInfo* const entry = lint::find(wanted);
  if (entry == nullptr) {
    complain("no finding is called `" + printable(wanted) + "`", "`shelflife rules` lists them");
    return exit_misuse;
  }
  const bool color = use_color(Stream::out, arguments.color);
  const lint::LintRule* const rule = lint::rule_of(*entry);
  const std::size_t width = columns(Stream::out);
  return write_out(rule != nullptr ? lint::manual_text(*rule, color, width) : short_page(*entry, color, width)) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
