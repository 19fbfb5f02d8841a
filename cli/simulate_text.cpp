#include <algorithm>

#include "cli/words.hpp"
#include "cli/simulate_report.hpp"
#include "compiler/model/print.hpp"
#include "simulate/units.hpp"

namespace shelflife::cli {

namespace {

constexpr std::size_t most_values = 20;  // of a field

std::string bytes_of(const Sum& sum) {
  if (sum.objects == 0) return "";
  if (sum.unsized == sum.objects) return "?";
  return bytes_text(sum.bytes) + (sum.unsized > 0 ? " +?" : "");
}

std::string objects_of(const Sum& sum) { return sum.objects == 0 ? "-" : grouped(sum.objects); }

// Rows under a header; columns before `right` are set left, the others right.
class Table {
 public:
  Table(std::vector<std::string> header, std::size_t right) : right_(right) { rows_.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }

  std::string text(bool color) const {
    std::vector<std::size_t> widths(rows_[0].size(), 0);
    for (const auto& row : rows_)
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string out;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string pad(widths[i] - row[i].size(), ' ');
        line += (i == 0 ? "  " : "   ") + (i < right_ ? row[i] + pad : pad + row[i]);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += (color && &row == &rows_[0] ? "\x1b[1m" + line + "\x1b[0m" : line) + "\n";
    }
    return out;
  }

 private:
  std::size_t right_;
  std::vector<std::vector<std::string>> rows_;
};

class Writer {
 public:
  Writer(const SimulateReport& report, bool color) : r_(report), color_(color) {}

  std::string write() {
    head();
    fates();
    statements();
    keeps();
    if (r_.totals.stores.size() > 1) stores();
    for (const FieldTotal& field : r_.totals.fields) of_field(field);
    tiers();
    if (r_.to) days();
    const auto refused = std::find_if(r_.days.begin(), r_.days.end(), [](const Day& day) { return !day.refusals.empty(); });
    const std::string on = refused == r_.days.end() ? "" : "on " + instant_text(refused->at) + ": ";
    for (const Refusal& refusal : r_.refusals)
      out_ += (refusal.declared ? "refused: " : "warning: ") + on + refusal.message + (refusal.declared ? "" : " where no `safeguard` says otherwise") + "\n";
    if (!on.empty()) out_ += "note: a run may be refused on each day with `!`; what is counted is as if none was\n";
    return std::move(out_);
  }

 private:
  void head() {
    const RowCounts& s = r_.counts;
    if (r_.head.bad_rows > 0) out_ += "partial: " + counted(r_.head.bad_rows, "row") + " cannot be read and " + (r_.head.bad_rows == 1 ? "is" : "are") + " in no total\n";
    out_ += r_.to ? "a run a day from " + instant_text(r_.at) + " to " + instant_text(*r_.to) : "a run at " + instant_text(r_.at);
    out_ += " on a listing of " + counted(s.rows, "object");
    if (r_.head.began) out_ += " from " + instant_text(*r_.head.began);
    out_ += "\n";
    if (s.undeclared > 0) out_ += "note: " + grouped(s.undeclared) + " of them in buckets that no store declares\n";
    if (r_.totals.later > 0) out_ += "note: " + grouped(r_.totals.later) + " of them created after the run: taken as just created\n";
    if (!r_.head.complete || r_.head.bad_rows > 0) out_ += "note: the listing is not whole: ranks are unread, and whole units are kept\n";
    if (r_.registry == nullptr) {
      out_ += names_registry(r_.policy) ? "note: there is no registry: each of its facts that the policy names is unread\n"
                                        : "note: there is no registry, and the policy names none of its facts: nothing is kept for being referenced\n";
    } else if (!r_.registry->complete) {
      out_ += "note: the registry is not whole: what it says is taken as unread\n";
    }
    out_ += "\n";
  }

  void fates() {
    Table table({"fate", "objects", "bytes"}, 1);
    for (std::size_t fate = 0; fate < fate_count; ++fate)
      table.add({std::string(name_of(static_cast<Fate>(fate))), objects_of(r_.totals.fates[fate]), bytes_of(r_.totals.fates[fate])});
    if (r_.totals.marks_written.objects > 0) table.add({"mark", objects_of(r_.totals.marks_written), bytes_of(r_.totals.marks_written)});
    if (r_.totals.marks_taken_off.objects > 0) table.add({"unmark", objects_of(r_.totals.marks_taken_off), bytes_of(r_.totals.marks_taken_off)});
    out_ += table.text(color_);
    if (!r_.totals.unread.empty()) {
      out_ += "undecided, and so kept, by unread";
      const char* comma = " ";
      for (const auto& [fact, objects] : r_.totals.unread) {
        out_ += comma + printable(fact) + " (" + grouped(objects) + ")";
        comma = ", ";
      }
      out_ += "\n";
    }
    if (r_.totals.next) out_ += "of what stays, the next may be deleted on " + instant_text(*r_.totals.next) + "\n";
    out_ += "\n";
  }

  std::string place(const Span& span) const {
    if (span.file >= r_.sources.size()) return "";
    return printable(r_.sources.source(span.file).path) + ":" + std::to_string(r_.sources.position(span.file, span.begin).line);
  }

  void statements() {
    Table table({"statement", "what it does", "place", r_.to ? "first" : "", "objects", "bytes"}, 4);
    for (const auto& [ref, total] : r_.totals.statements) {
      if (total.acts.objects == 0) continue;
      const Statement& s = r_.policy.rules[ref.rule].statements[ref.statement];
      table.add({printable(statement_id(r_.policy, ref)), printable(to_text(r_.policy, s)), place(s.origin.span), r_.to && total.first ? instant_text(*total.first) : "",
                 objects_of(total.acts), bytes_of(total.acts)});
    }
    if (!table.empty()) out_ += table.text(color_) + "\n";
  }

  void keeps() {
    Table table({"kept although a delete is due", "by", "place", "objects", "bytes"}, 3);
    for (const auto& [ref, total] : r_.totals.statements) {
      if (total.holds.objects == 0) continue;
      const Statement& s = r_.policy.rules[ref.rule].statements[ref.statement];
      table.add({printable(statement_id(r_.policy, ref)), printable(to_text(r_.policy, s)), place(s.origin.span), objects_of(total.holds), bytes_of(total.holds)});
    }
    for (const auto& [hold, sum] : r_.totals.holds)
      table.add({"hold", printable(quote(r_.policy.holds[hold].name)), place(r_.policy.holds[hold].origin.span), objects_of(sum), bytes_of(sum)});
    for (const auto& [reason, sum] : r_.totals.spared) table.add({"-", reason, "", objects_of(sum), bytes_of(sum)});
    if (!table.empty()) out_ += table.text(color_) + "\n";
  }

  static std::vector<std::string> cells(std::string name, const ByFate& sums) {
    std::vector<std::string> row{std::move(name)};
    for (const Sum& sum : sums) {
      row.push_back(objects_of(sum));
      row.push_back(bytes_of(sum));
    }
    return row;
  }
  static std::vector<std::string> header(std::string name) { return {std::move(name), "delete", "", "move", "", "keep", "", "undecided", ""}; }

  void of_field(const FieldTotal& field) {
    if (field.values.empty() || (field.values.size() == 1 && field.values.begin()->first.empty())) return;
    std::vector<std::pair<std::string, ByFate>> values(field.values.begin(), field.values.end());
    const bool cut = values.size() > most_values;
    if (cut) std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.second[0].bytes > b.second[0].bytes; });
    Table table(header(printable(r_.policy.fields[field.field].name)), 1);
    for (std::size_t i = 0; i < std::min(values.size(), most_values); ++i) table.add(cells(values[i].first.empty() ? "(none)" : printable(values[i].first), values[i].second));
    out_ += table.text(color_);
    if (cut) out_ += "  and " + grouped(values.size() - most_values) + " more values, which --format json has\n";
    out_ += "\n";
  }

  void stores() {
    Table table(header("store"), 1);
    for (StoreId id = 0; id < r_.totals.stores.size(); ++id) table.add(cells(printable(r_.policy.stores[id].name), r_.totals.stores[id]));
    out_ += table.text(color_) + "\n";
  }

  void tiers() {
    Table table(header("tier now"), 1);
    for (std::size_t tier = 0; tier < r_.totals.tiers.size(); ++tier) {
      const ByFate& sums = r_.totals.tiers[tier];
      if (std::any_of(sums.begin(), sums.end(), [](const Sum& sum) { return sum.objects > 0; })) table.add(cells(to_text(static_cast<Tier>(tier)), sums));
    }
    if (!table.empty()) out_ += table.text(color_) + "\n";
  }

  void days() {
    Table table({"day", "deleted", "", "noncurrent", "", "moved", "", "marked", ""}, 1);
    for (const Day& day : r_.days) {
      std::vector<std::string> row{instant_text(day.at)};
      for (const Sum* sum : {&day.deleted, &day.noncurrent_deleted, &day.moved, &day.marked}) {
        row.push_back(objects_of(*sum));
        row.push_back(bytes_of(*sum));
      }
      if (!day.refusals.empty()) row.front() += " !";
      table.add(std::move(row));
    }
    if (table.empty()) out_ += "nothing is deleted, moved or marked on any day\n\n";
    else out_ += table.text(color_) + "\n";
  }

  const SimulateReport& r_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string simulate_text(const SimulateReport& report, bool color) { return Writer(report, color).write(); }

}  // namespace shelflife::cli
