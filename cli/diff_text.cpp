#include <algorithm>

#include "cli/diff_report.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

void add_sources(std::string& out, std::string_view head, const std::vector<ChangeSource>& list, const SourceManager& sources) {
  for (const ChangeSource& source : list) {
    out.append("    ").append(head).append("  ").append(printable(place_of(sources, source))).append("  `").append(printable(source.text)).append("`");
    if (!source.rule.empty()) out.append(" of rule ").append(printable(source.rule));
    out += "\n";
  }
}

}  // namespace

std::string place_of(const SourceManager& sources, const ChangeSource& source) {
  if (source.span.file >= sources.size()) return {};
  return sources.source(source.span.file).path + ":" + std::to_string(sources.position(source.span.file, source.span.begin).line);
}

std::vector<ShownChange> shown_changes(const PolicyDiff& diff) {
  constexpr std::size_t most = 20;
  std::vector<ShownChange> out;
  std::size_t of_kind = 0;  // before this one
  for (std::size_t at = 0; at < diff.changes.size(); ++at) {
    of_kind = at > 0 && diff.changes[at - 1].kind == diff.changes[at].kind ? of_kind + 1 : 0;
    if (of_kind < most) out.push_back({at, 0});
    else ++out.back().more;
  }
  return out;
}

std::string diff_summary(const PolicyDiff& diff) {
  if (diff.changes.empty()) return "no object changes fate";
  std::string out = std::to_string(diff.changes.size()) + (diff.changes.size() == 1 ? " change:" : " changes:");
  std::string between = " ";
  for (auto at = diff.changes.begin(); at != diff.changes.end();) {
    const auto end = std::find_if(at, diff.changes.end(), [&](const Change& c) { return c.kind != at->kind; });
    out.append(between).append(std::to_string(end - at)).append(" ").append(name_of(at->kind));
    between = ", ";
    at = end;
  }
  return out;
}

std::string diff_text(const PolicyDiff& diff, const ListingReport* listing, const SourceManager& sources, bool color) {
  std::string out = diff_summary(diff) + "\n";
  if (listing != nullptr) out += listing_text(*listing) + "\n";
  for (const auto& [at, more] : shown_changes(diff)) {
    const Change& c = diff.changes[at];
    const std::string name(name_of(c.kind));
    out.append("\n").append(!color ? name : (harmless(c.kind) ? "\x1b[1m" : "\x1b[1;31m") + name + "\x1b[0m");
    if (!c.region.empty()) out.append("  ").append(printable(c.region));
    if (!c.store.empty()) out.append(c.region.empty() ? "  store " : " in ").append(printable(c.store));
    out += "\n";
    if (!c.note.empty()) out.append("    undecided: ").append(printable(c.note)).append("\n");
    if (!c.before.empty() || !c.after.empty()) out.append("    ").append(printable(c.before)).append(" -> ").append(printable(c.after)).append("\n");
    if (listing != nullptr && listing->counts.changes[at]) out.append("    concerns ").append(amount_text(*listing->counts.changes[at])).append("\n");
    add_sources(out, "old", c.old_sources, sources);
    add_sources(out, "new", c.new_sources, sources);
    if (c.witness) out.append("    for example ").append(printable(*c.witness)).append("\n");
    if (c.old_witness) out.append("    to the old policy ").append(printable(*c.old_witness)).append("\n");
    if (more > 0) out.append("\n... and ").append(std::to_string(more)).append(" more ").append(name).append(" (--format json has all)\n");
  }
  return out;
}

}  // namespace shelflife::cli
