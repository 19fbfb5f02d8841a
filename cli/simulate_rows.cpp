// --decisions: one row a revision.
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/simulate_report.hpp"
#include "cli/words.hpp"
#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife::cli {

namespace {

void add_csv_cell(std::string& out, std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
  if (plain) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

// The date that a row tells: when it acts, or when a delete may first.
std::optional<Instant> date_of_row(const Decision& d) { return d.fate == Fate::remove || d.fate == Fate::move ? std::optional(d.at) : d.next; }

}  // namespace

DecisionRows::DecisionRows(const Policy& policy, bool csv, LongFile& file) : policy_(policy), csv_(csv), file_(file) { restart(); }

void DecisionRows::restart() {
  file_.restart();
  if (csv_) file_.add("store,key,version_id,fate,date,statement,keep,tier,mark,unread\n");
}

void DecisionRows::add(const Row& row, const ObjectState& object, const Decision& decision) {
  file_.add(line(row.key, row.revision, object.store, decision));
}

std::string DecisionRows::line(std::string_view key, std::string_view revision, StoreId store, const Decision& d) const {
  std::vector<std::string> keeps;
  for (const StatementRef ref : d.kept_by) keeps.push_back(statement_id(policy_, ref));
  for (const std::uint32_t hold : d.held_by) keeps.push_back("hold " + policy_.holds[hold].name);
  if (!d.kept_because.empty()) keeps.push_back(d.kept_because);
  const std::optional<Instant> date = date_of_row(d);
  const std::string mark = d.mark == MarkAction::write ? "write " + statement_id(policy_, *d.mark_by) : d.mark == MarkAction::take_off ? "take off" : "";
  const std::pair<const char*, std::string> cells[] = {
      {"store", policy_.stores[store].name},
      {"key", std::string(key)},
      {"version_id", std::string(revision)},
      {"fate", std::string(name_of(d.fate))},
      {"date", date ? instant_text(*date) : ""},
      {"statement", d.statement ? statement_id(policy_, *d.statement) : ""},
      {"keep", joined(keeps, "; ")},
      {"tier", d.fate == Fate::move ? to_text(d.tier) : ""},
      {"mark", mark},
      {"unread", joined(d.unread, "; ")},
  };
  if (csv_) {
    std::string out;
    for (const auto& [name, cell] : cells) {
      if (!out.empty()) out += ',';
      add_csv_cell(out, cell);
    }
    return out + "\n";
  }
  nlohmann::ordered_json json;
  for (const auto& [name, cell] : cells) json[name] = cell.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(cell);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

namespace {

// What the rows of an outcome have in common: of a CSV line all but key, revision and date.
struct Common {
  bool known = false;
  std::string before, fate, after;
};

// "2026-10-18T12:34:56Z" by the day that was asked for last.
class Dates {
 public:
  void add(std::string& out, Instant at) {
    const Instant day = at - ((at % seconds_a_day) + seconds_a_day) % seconds_a_day;
    const auto second = static_cast<unsigned>(at - day);
    if (second == 0) {
      out += instant_text(at);
      return;
    }
    if (day != day_ || text_.empty()) {
      day_ = day;
      text_ = instant_text(day + 1).substr(0, 11);  // with its T
    }
    out += text_;
    const auto two = [&](unsigned number, char end) {
      out += static_cast<char>('0' + number / 10);
      out += static_cast<char>('0' + number % 10);
      out += end;
    };
    two(second / 3600, ':');
    two(second / 60 % 60, ':');
    two(second % 60, 'Z');
  }

 private:
  Instant day_ = 0;
  std::string text_;
};

}  // namespace

TellRow DecisionRows::teller(StoreId store) const {
  if (!csv_)
    return [this, store](std::string& out, std::string_view key, std::string_view revision, const Outcome& outcome, std::optional<Instant> next) {
      Decision decision = outcome.decision;
      decision.next = next;
      out += line(key, revision, store, decision);
    };
  // Each with memory of its own.
  auto known = std::make_shared<std::pair<std::vector<Common>, Dates>>();
  return [this, store, known](std::string& out, std::string_view key, std::string_view revision, const Outcome& outcome, std::optional<Instant> next) {
    std::vector<Common>& all = known->first;
    if (all.size() <= outcome.id) all.resize(outcome.id + 1);
    Common& common = all[outcome.id];
    Decision decision;
    if (!common.known) {  // cut from a whole line, so that there is one idea of what a line is
      decision = outcome.decision;
      decision.next.reset();
      const bool dated = date_of_row(decision).has_value();
      const std::string whole = line("", "", store, decision), middle = ",,," + std::string(name_of(decision.fate)) + ",";
      const std::size_t fate = whole.find(middle);
      common.before = whole.substr(0, fate + 1);
      common.fate = middle.substr(2);
      common.after = whole.substr(dated ? whole.find(',', fate + middle.size()) : fate + middle.size());
      common.known = true;
    }
    out += common.before;
    add_csv_cell(out, key);
    out += ',';
    add_csv_cell(out, revision);
    out += common.fate;
    const bool acts = outcome.decision.fate == Fate::remove || outcome.decision.fate == Fate::move;
    if (const std::optional<Instant> date = acts ? std::optional(outcome.decision.at) : next) known->second.add(out, *date);
    out += common.after;
  };
}

}  // namespace shelflife::cli
