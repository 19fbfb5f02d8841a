#include <algorithm>
#include <map>
#include <vector>

#include "cli/cost_report.hpp"
#include "compiler/model/print.hpp"
#include "compiler/why/misses.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

using namespace cost;
using Row = std::vector<std::string>;

// The first column leans left, the others right.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (const Row& row : rows) {
    out += "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - row[i].size(), ' ');
      out += i == 0 ? row[i] + gap : "  " + gap + row[i];
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
  }
  return out;
}

const LaneBill* find(const Bill& bill, const Lane& lane) {
  const auto at = std::find_if(bill.lanes.begin(), bill.lanes.end(), [&](const LaneBill& l) { return l.lane == lane; });
  return at == bill.lanes.end() ? nullptr : &*at;
}

// Both sides have the classes of before in `after` or not: the union, in the order of the longer story.
std::vector<Lane> lanes(const StoreEstimate& store) {
  std::vector<Lane> out;
  for (const LaneBill& lane : store.after.lanes) out.push_back(lane.lane);
  for (auto at = store.before.lanes.rbegin(); at != store.before.lanes.rend(); ++at)
    if (find(store.after, at->lane) == nullptr) out.insert(out.begin(), at->lane);
  return out;
}

class TextWriter {
 public:
  TextWriter(const Estimate& estimate, const Policy* policy, bool color) : estimate_(estimate), policy_(policy), color_(color) {}

  std::string write() {
    const bool whole = estimate_.missing.empty();
    out_ += strong("12 months: $" + dollars(estimate_.before) + " before, $" + dollars(estimate_.after) + " after, " + change(estimate_.before - estimate_.after) + (whole ? "" : "; incomplete")) + "\n";
    for (const StoreEstimate& store : estimate_.stores) put(store);
    if (!whole) {
      out_ += "\n" + strong("incomplete: not in these figures") + "\n";
      for (const std::string& one : estimate_.missing) out_ += "  " + printable(one) + "\n";
    }
    out_ += "\n" + strong("assumptions") + "\n";
    for (const std::string& one : estimate_.assumptions) out_ += "  " + printable(one) + "\n";
    return std::move(out_);
  }

 private:
  std::string strong(const std::string& text) const { return color_ ? "\x1b[1m" + text + "\x1b[0m" : text; }
  static std::string change(Micro saved) { return saved < 0 ? "$" + dollars(-saved) + " more" : "$" + dollars(saved) + " saved"; }

  void put(const StoreEstimate& store) {
    out_ += "\n" + strong(printable(store.name) + " (" + to_text(store.provider) + ", " + printable(store.table->name) + ")") + "\n";
    std::vector<Row> rows = {{"", "now", "$/month", "in a year, before", "$/month", "after", "$/month"}};
    const auto size = [&](std::uint64_t bytes) { return bytes == 0 ? std::string("-") : size_in_gb(*store.table, bytes); };
    const auto row = [&](std::string name, const LaneBill* before, const LaneBill* after, bool old) {
      const auto pick = [&](const LaneBill* lane, bool start) -> std::uint64_t {
        if (lane == nullptr) return 0;
        return start ? (old ? lane->old_start : lane->bytes_start) : old ? lane->old_end : lane->bytes_end;
      };
      const auto cost = [&](const LaneBill* lane, bool start) { return old || lane == nullptr || pick(lane, start) == 0 ? std::string(old ? "" : "-") : dollars(start ? lane->month_start : lane->month_end); };
      rows.push_back({std::move(name), size(pick(before, true)), cost(before, true), size(pick(before, false)), cost(before, false), size(pick(after, false)), cost(after, false)});
    };
    for (const Lane& lane : lanes(store)) {
      const LaneBill* const before = find(store.before, lane);
      const LaneBill* const after = find(store.after, lane);
      row(printable(lane_name(lane)), before, after, false);
      if ((before != nullptr && before->old_start + before->old_end > 0) || (after != nullptr && after->old_end > 0)) row("  of them deleted, not gone", before, after, true);
    }
    out_ += table(rows);

    rows = {{"12 months, $", "before", "after"}};
    for (std::size_t i = 0; i < item_count; ++i) {
      const auto item = static_cast<Item>(i);
      const Micro before = store.before.item(item), after = store.after.item(item);
      if (before != 0 || after != 0) rows.push_back({std::string(to_text(item)), dollars(before), dollars(after)});
    }
    rows.push_back({"total", dollars(store.before.total()), dollars(store.after.total())});
    out_ += "\n" + table(rows);

    rows = {{"month, $"}, {"before"}, {"after"}};
    for (std::size_t m = 0; m < months; ++m) {
      rows[0].push_back(std::to_string(m + 1));
      rows[1].push_back(dollars(store.before.month(m)));
      rows[2].push_back(dollars(store.after.month(m)));
    }
    out_ += "\n" + table(rows);

    if (store.groups.size() > 1) {
      rows = {{"group, 12 months, $", "before", "after"}};
      for (const GroupEstimate& group : store.groups) rows.push_back({printable(group.group.name), dollars(group.before), dollars(group.after)});
      out_ += "\n" + table(rows);
    }
    if (!store.slices.empty()) slices(store);
    if (!store.moves.empty()) out_ += "\n";
    for (const BreakEven& move : store.moves) put(move);
  }

  // Of a listing: by size and by age, current revisions and others.
  void slices(const StoreEstimate& store) {
    struct Line {
      std::uint64_t objects = 0, bytes = 0;
      Micro before = 0, after = 0;
    };
    const auto table_of = [&](const std::string& title, const auto& key_of, const auto& text_of) {
      std::map<std::size_t, Line> lines;
      for (const SliceEstimate& slice : store.slices) {
        Line& line = lines[key_of(slice.slice)];
        line.objects += slice.objects;
        line.bytes += slice.bytes;
        line.before += slice.before;
        line.after += slice.after;
      }
      std::vector<Row> rows = {{title, "objects", "bytes", "before", "after"}};
      for (const auto& [key, line] : lines) rows.push_back({std::string(text_of(key)), std::to_string(line.objects), size_in_gb(*store.table, line.bytes), dollars(line.before), dollars(line.after)});
      out_ += "\n" + table(rows);
    };
    table_of("size, 12 months, $", [](const Slice& s) -> std::size_t { return s.size; }, size_class_text);
    table_of("age, 12 months, $", [](const Slice& s) -> std::size_t { return s.age; }, age_class_text);
    table_of("revisions, 12 months, $", [](const Slice& s) -> std::size_t { return s.noncurrent ? 1 : 0; }, [](std::size_t noncurrent) { return noncurrent == 1 ? "noncurrent" : "current"; });
  }

  void put(const BreakEven& move) {
    out_ += "  " + printable(move_name(policy_, move)) + ", " + printable(move.from) + " to " + printable(move.to) + ", stays " + age_in_words(move.stays) + ": ";
    out_ += !move.known ? "not known when it pays, a price is missing" : !move.bytes ? "never pays" : *move.bytes <= 1 ? "pays for objects of every size" : "pays for objects from " + std::to_string(*move.bytes) + " bytes on";
    out_ += "\n";
  }

  const Estimate& estimate_;
  const Policy* policy_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string move_name(const Policy* policy, const BreakEven& move) {
  if (policy == nullptr || !move.statement) return "the move";
  const Rule& rule = policy->rules[move.statement->rule];
  return "`" + to_text(*policy, rule.statements[move.statement->statement]) + "` of rule " + rule.id;
}

std::string lane_name(const Lane& lane) { return (lane.cheaper == 0 ? std::string() : std::to_string(lane.cheaper) + "% cheaper than ") + lane.class_name; }

std::string cost_text(const Estimate& estimate, const Policy* policy, bool color) { return TextWriter(estimate, policy, color).write(); }

}  // namespace shelflife::cli
