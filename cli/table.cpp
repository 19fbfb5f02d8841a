#include "cli/table.hpp"

#include <algorithm>
#include <array>

#include "cli/table_notes.hpp"
#include "compiler/model/print.hpp"
#include "compiler/model/store_rules.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

using Row = std::array<std::string, 6>;  // rule, statement, store, line, who, because
constexpr std::size_t widest_cell = 60;  // a longer cell shifts its own row only

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

// "2 moves, uploads, expired markers"
std::string summary_of(const NativeDocument& document) {
  std::size_t moves = 0, deletes = 0, noncurrent = 0, uploads = 0, markers = 0;
  for (const NativeRule& rule : document.rules) {
    for (const NativeAction& action : rule.actions) {
      switch (action.kind) {
        case ActionKind::transition:
        case ActionKind::transition_noncurrent: ++moves; break;
        case ActionKind::expire: ++deletes; break;
        case ActionKind::expire_noncurrent:
        case ActionKind::expire_snapshots: ++noncurrent; break;
        case ActionKind::expired_markers: ++markers; break;
        case ActionKind::abort_uploads: ++uploads; break;
      }
    }
  }
  std::string out;
  const auto add = [&](const std::string& text) { out.append(out.empty() ? "" : ", ").append(text); };
  if (deletes != 0) add(counted(deletes, "delete"));
  if (noncurrent != 0) add(counted(noncurrent, "delete") + " of old revisions");
  if (moves != 0) add(counted(moves, "move"));
  if (uploads != 0) add("uploads");
  if (markers != 0) add("expired markers");
  return out;
}

std::string head_of(const Policy& policy, const NativeDocument& document, bool wants_deletes) {
  const std::string cloud = cloud_name(document.provider);
  std::string out = printable(document.name) + " (" + to_text(document.provider);
  for (const StoreId id : document.stores) {
    const Store& store = policy.stores[id];
    out += id == document.stores.front() ? " " : ", ";
    out += printable(store.account.empty() ? store.bucket : store.account + "/" + store.bucket);
  }
  out += ")   ";
  if (document.rules.empty()) {
    out += "no native rule: no lifecycle document is written, and one that is deployed is to be removed";
  } else {
    out += counted(document.rules.size(), "native rule") + " of " + std::to_string(rule_limit(document.provider));
    out += " (" + summary_of(document) + ")";
  }
  if (wants_deletes && !has_native_delete(document)) out += "; " + cloud + " itself deletes no object, the pruner does";
  return out;
}

std::string who_text(const Placement& placement, Provider provider) {
  switch (placement.who) {
    case Who::cloud: return cloud_name(provider);
    case Who::plan: return "plan";
    case Who::cloud_and_plan: return cloud_name(provider) + " + plan";
    case Who::mark: return "by mark";
    case Who::setting: return "setting";
    case Who::nobody: break;
  }
  return "-";
}

Row row_of(const Policy& policy, const Placement& placement, const SourceManager& sources) {
  const Rule& rule = policy.rules[placement.statement.rule];
  const Statement& statement = rule.statements[placement.statement.statement];
  const Store& store = policy.stores[placement.store];
  return Row{printable(rule.id.empty() ? rule.name : rule.id), printable(to_text(policy, statement)), printable(store.name),
             place_text(policy, sources, statement.origin.span), who_text(placement, store.provider), printable(placement.because)};
}

void append_rows(std::string& out, const std::vector<Row>& rows, bool with_store) {
  std::array<std::size_t, 6> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], std::min(width_of(row[i]), widest_cell));
  for (const Row& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == 2 && !with_store) continue;
      const std::string fill(widths[i] - std::min(widths[i], width_of(row[i])), ' ');
      line += " ";
      line += i == 3 ? fill + row[i] : i + 1 == row.size() ? row[i] : row[i] + fill;  // lines stand to the right
      line += i + 1 == row.size() ? "" : " ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
}

}  // namespace

std::string build_table(const Policy& policy, const Lowered& lowered, const SourceManager& sources, bool color) {
  std::string out;
  const std::vector<std::vector<std::uint32_t>> speaking = rules_by_store(policy);
  for (const NativeDocument& document : lowered.documents) {
    std::vector<Row> rows = {{"rule", "statement", "store", "line", "who", "because"}};
    bool wants_deletes = false;
    for (const StoreId store : document.stores) {
      for (const Placement& placement : lowered.placements_of(store)) {
        rows.push_back(row_of(policy, placement, sources));
        wants_deletes |= is_delete(policy.rules[placement.statement.rule].statements[placement.statement.statement].kind);
      }
    }
    const std::string head = head_of(policy, document, wants_deletes);
    out += color ? "\x1b[1m" + head + "\x1b[0m\n" : head + "\n";
    if (rows.size() > 1) append_rows(out, rows, document.stores.size() > 1);
    append_document_notes(out, policy, document, speaking, sources, wants_deletes);
  }
  append_policy_notes(out, policy, lowered);
  return out;
}

}  // namespace shelflife::cli
