// explain: a finding's meaning, fix and example, as a page for the terminal.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/severity.hpp"
#include "cli/terminal.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

int command_explain(const Arguments& arguments) {
  const std::string& wanted = arguments.paths.front();
  const DiagnosticInfo* const entry = find_diagnostic(wanted);
  if (entry == nullptr) {
    complain("no finding is called `" + printable(wanted) + "`", "`shelflife rules` lists them");
    return exit_misuse;
  }
  const bool color = use_color(Stream::out, arguments.color);
  const auto bold = [&](std::string_view text) {
    return color ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
  };
  std::string out = bold(entry->id) + " " + std::string(entry->name) + " (" + std::string(to_word(entry->severity)) + ")\n\n";
  out.append("What:  ").append(entry->title).append("\n");
  if (!entry->help.empty()) out.append("Do:    ").append(entry->help).append("\n");
  if (!entry->example.empty()) {
    out += "\nExample:\n";
    for (std::string_view rest = entry->example; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out.append("    ").append(rest.substr(0, end)).append("\n");
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return write_out(out) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
