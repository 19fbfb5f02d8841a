// rules: the list of all findings.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/severity.hpp"
#include "cli/terminal.hpp"
#include "lint/catalogue.hpp"

namespace shelflife::cli {

int command_rules(const Arguments&) {
  const std::vector<const DiagnosticInfo*>& entries = lint::all_findings();
  std::size_t width = 0;
  for (const DiagnosticInfo* entry : entries) width = std::max(width, entry->name.size());
  std::string out;
  for (const DiagnosticInfo* entry : entries) {
    const std::string_view word = to_word(entry->severity);
    out.append(entry->id).append("  ").append(word).append(std::string(9 - word.size(), ' '));
    out.append(entry->name).append(std::string(width + 2 - entry->name.size(), ' ')).append(entry->title).append("\n");
  }
  return write_out(out) ? exit_ok : exit_misuse;
}

}  // namespace shelflife::cli
