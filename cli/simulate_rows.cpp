// --decisions: one row a revision.
#include <nlohmann/json.hpp>

#include "cli/simulate_report.hpp"
#include "cli/words.hpp"
#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife::cli {

namespace {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace

DecisionRows::DecisionRows(const Policy& policy, bool csv, LongFile& file) : policy_(policy), csv_(csv), file_(file) { restart(); }

void DecisionRows::restart() {
  file_.restart();
  if (csv_) file_.add("store,key,version_id,fate,date,statement,keep,tier,mark,unread\n");
}

void DecisionRows::add(const Row& row, const ObjectState& object, const Decision& d) {
  std::vector<std::string> keeps;
  for (const StatementRef ref : d.kept_by) keeps.push_back(statement_id(policy_, ref));
  for (const std::uint32_t hold : d.held_by) keeps.push_back("hold " + policy_.holds[hold].name);
  if (!d.kept_because.empty()) keeps.push_back(d.kept_because);
  const bool acts = d.fate == Fate::remove || d.fate == Fate::move;
  const std::optional<Instant> date = acts ? std::optional(d.at) : d.next;
  const std::string mark = d.mark == MarkAction::write ? "write " + statement_id(policy_, *d.mark_by) : d.mark == MarkAction::take_off ? "take off" : "";
  const std::pair<const char*, std::string> cells[] = {
      {"store", policy_.stores[object.store].name},
      {"key", row.key},
      {"version_id", row.revision},
      {"fate", std::string(name_of(d.fate))},
      {"date", date ? instant_text(*date) : ""},
      {"statement", d.statement ? statement_id(policy_, *d.statement) : ""},
      {"keep", joined(keeps, "; ")},
      {"tier", d.fate == Fate::move ? to_text(d.tier) : ""},
      {"mark", mark},
      {"unread", joined(d.unread, "; ")},
  };
  if (csv_) {
    std::string line;
    for (const auto& [name, cell] : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
    file_.add(line + "\n");
    return;
  }
  nlohmann::ordered_json json;
  for (const auto& [name, cell] : cells) json[name] = cell.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(cell);
  file_.add(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace shelflife::cli
