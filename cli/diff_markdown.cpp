// Markdown for a comment on a pull request. User text stands in code spans or is escaped: it can make no table cell, HTML,
// link or mention.
#include <algorithm>

#include "cli/diff_report.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

// Plain text in a table cell. A zero-width space keeps `@name` from being a mention.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '@': out += "@\xe2\x80\x8b"; break;
      case '\n': out += ' '; break;
      default:
        if (std::string_view("\\`*_{}[]()#+!|~$").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
  }
  return out;
}

// A code span in a table cell: nothing in it is read but the bar, and its fence is longer than any run of back quotes.
std::string code(std::string_view text) {
  const std::string shown = printable(text);
  std::size_t longest = 0, run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string pad = shown.empty() || shown.front() == '`' || shown.back() == '`' ? " " : "";
  std::string inside;
  for (const char c : shown) {
    if (c == '|') inside += "\\|";
    else inside += c == '\n' ? ' ' : c;
  }
  return fence + pad + inside + pad + fence;
}

std::string statements(const std::vector<ChangeSource>& list, const SourceManager& sources) {
  std::string out;
  for (const ChangeSource& source : list) {
    if (!out.empty()) out += "<br>";
    out += code(source.text) + " " + escaped(place_of(sources, source));
  }
  return out.empty() ? "-" : out;
}

}  // namespace

std::string diff_markdown(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources) {
  std::string out = "### Retention: " + diff_summary(diff) + "\n";
  if (diff.changes.empty()) return out + "\nBoth policies mean the same, decided over all objects.\n";
  if (listing != nullptr) out += "\n" + escaped(listing_text(*listing)) + ".\n";
  out += "\n| change | objects |" + std::string(listing != nullptr ? " in the listing |" : "") + " before | after | old statement | new statement | example |\n";
  out += "|---|---|---|---|---|---|---|" + std::string(listing != nullptr ? "---|" : "") + "\n";
  std::string rest;
  for (const auto& [at, more] : shown_changes(diff)) {
    const Change& c = diff.changes[at];
    const std::string name(name_of(c.kind));
    std::string objects = c.region.empty() ? "" : code(c.region);
    if (!c.store.empty()) objects += (objects.empty() ? "store " : " in ") + code(c.store);
    if (!c.note.empty()) objects += " (" + escaped(c.note) + ")";
    out.append("| ").append(harmless(c.kind) ? name : "**" + name + "**").append(" | ").append(objects.empty() ? "-" : objects);
    if (listing != nullptr) out.append(" | ").append(listing->counts.changes[at] ? escaped(amount_text(*listing->counts.changes[at])) : "-");
    out.append(" | ").append(c.before.empty() ? "-" : escaped(c.before)).append(" | ").append(c.after.empty() ? "-" : escaped(c.after));
    out.append(" | ").append(statements(c.old_sources, sources)).append(" | ").append(statements(c.new_sources, sources));
    out.append(" | ").append(c.witness ? code(*c.witness) : "-").append(" |\n");
    if (more > 0) rest.append("\n").append(std::to_string(more)).append(" more ").append(name).append(" are in `--format json`.\n");
  }
  return out + rest;
}

}  // namespace shelflife::cli
