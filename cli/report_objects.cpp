// The sections about objects: what goes next, when each rule acts, what is stored, what keeps it.
#include <algorithm>
#include <map>

#include "cli/report_page.hpp"
#include "cli/words.hpp"
#include "compiler/model/print.hpp"

namespace shelflife::cli {

namespace {

using report::code;
using report::Column;
using report::Text;

std::vector<std::string> month_starts(Instant start) {
  std::vector<std::string> out;
  for (std::size_t m = 0; m < cost::months; ++m) out.push_back(to_text(date_of(start + static_cast<Seconds>(m) * cost::month_seconds)));
  return out;
}

report::Value bytes_value(std::uint64_t bytes) { return {static_cast<double>(bytes), bytes == 0 ? "-" : bytes_text(bytes)}; }

report::Table going(const std::string& caption, const ReportData& data, const std::vector<Going>& list, bool dated) {
  report::Table out{caption, {{"object"}, {"bytes", true}, {"age in days", true}, {"statement"}}, {}, 0};
  if (dated) out.columns.insert(out.columns.begin(), Column{"date", false});
  for (const Going& one : list) {
    Text object = code(one.key);
    if (!one.revision.empty()) object.plain(" revision ").code(one.revision);
    if (data.policy.stores.size() > 1) object.plain(" of ").code(one.store);
    std::vector<Text> row{std::move(object), one.size ? bytes_text(*one.size) : "?", std::to_string(one.age / seconds_a_day), one.statement ? code(statement_id(data.policy, *one.statement)) : Text("-")};
    if (dated) row.insert(row.begin(), Text(instant_text(one.at)));
    out.rows.push_back(std::move(row));
  }
  return out;
}

// Days in at most 24 columns of equal length.
report::Timeline days_chart(const ReportData& data) {
  report::Timeline out;
  out.title = "What each day does";
  const Seconds all = *data.to - data.at + seconds_a_day;
  const Seconds span = std::max<Seconds>(seconds_a_day, (all / seconds_a_day + 23) / 24 * seconds_a_day);
  const auto columns = static_cast<std::size_t>((all + span - 1) / span);
  struct Kind {
    const char* name;
    bool removes;
    Sum Day::* sum;
  };
  const Kind kinds[] = {{"deleted", true, &Day::deleted}, {"noncurrent deleted", true, &Day::noncurrent_deleted}, {"moved", false, &Day::moved}, {"marked", false, &Day::marked}};
  for (std::size_t c = 0; c < columns; ++c) out.columns.push_back(to_text(date_of(data.at + static_cast<Seconds>(c) * span)));
  out.table = {"Objects and bytes by what happens, and on how many days", {{"what happens"}, {"days", true}, {"objects", true}, {"bytes", true}, {"first"}, {"last"}}, {}, 0};
  for (const Kind& kind : kinds) {
    std::vector<std::uint64_t> bytes(columns);
    Sum sum;
    std::uint64_t count = 0;
    std::optional<Instant> first, last;
    for (const Day& day : data.days) {
      const Sum& one = day.*kind.sum;
      if (one.objects == 0) continue;
      bytes[static_cast<std::size_t>((day.at - data.at) / span)] += one.bytes;
      sum.add(one);
      ++count;
      if (!first) first = day.at;
      last = day.at;
    }
    if (sum.objects == 0) continue;
    report::Timeline::Row row{kind.name, kind.removes, {}, bytes_text(sum)};
    for (const std::uint64_t one : bytes) row.values.push_back(bytes_value(one));
    out.rows.push_back(std::move(row));
    out.table.rows.push_back({kind.name, grouped(count), objects_text(sum), bytes_text(sum), instant_text(*first), instant_text(*last)});
  }
  out.description = std::to_string(out.rows.size()) + " kinds of events from " + to_text(date_of(data.at)) + " to " + to_text(date_of(*data.to)) + ", a column for every " + std::to_string(span / seconds_a_day) + " days; the table has the figures.";
  return out;
}

}  // namespace

report::Section section_next(const ReportData& data) {
  report::Section out{"next", "What goes next", {}};
  const Sum& removed = data.totals.fates[static_cast<std::size_t>(Fate::remove)];
  if (removed.objects > 0) out.blocks.emplace_back(report::Paragraph{"This run deletes " + counted(removed.objects, "object") + ", " + bytes_text(removed) + "."});
  else out.blocks.emplace_back(report::Paragraph{"This run deletes nothing."});
  report::Table now = going("Deleted by this run, the largest first", data, data.now, false);
  now.more = static_cast<std::size_t>(removed.objects) - std::min<std::size_t>(now.rows.size(), removed.objects);
  if (!now.rows.empty()) out.blocks.emplace_back(std::move(now));
  if (data.next.empty()) out.blocks.emplace_back(report::Paragraph{"Of what stays, nothing has a date on which it may be deleted."});
  else out.blocks.emplace_back(going("After this run, the first that may go, if nothing else happens to them", data, data.next, true));
  if (data.to && !data.days.empty()) out.blocks.emplace_back(days_chart(data));
  return out;
}

report::Section section_rules(const ReportData& data) {
  report::Section out{"rules", "When each rule acts", {}};
  report::Timeline chart;
  chart.title = "Bytes that become due, by statement and month";
  chart.columns = month_starts(data.at);
  chart.table = {"Statements that act within 12 months", {{"statement"}, {"what it does"}, {"place"}, {"first"}, {"objects", true}, {"bytes", true}}, {}, 0};
  for (const auto& [key, months] : data.forecast.statements) {
    const auto& [ref, kind] = key;
    std::uint64_t objects = 0, bytes = 0;
    report::Timeline::Row row{statement_id(data.policy, ref), kind == cost::ForecastKind::removes, {}, {}};
    for (std::size_t m = 0; m < cost::months; ++m) {
      objects += months.objects[m];
      bytes += months.bytes[m];
      row.values.push_back(bytes_value(months.bytes[m]));
    }
    if (objects == 0) continue;
    row.total = bytes_text(bytes);
    chart.table.rows.push_back({code(row.name), code(statement_words(data.policy, ref)), code(place_words(data, data.policy.rules[ref.rule].statements[ref.statement].origin.span)),
                                months.first ? Text(to_text(date_of(data.at + *months.first))) : Text("-"), grouped(objects), row.total});
    chart.rows.push_back(std::move(row));
  }
  if (chart.rows.empty()) {
    out.blocks.emplace_back(report::Paragraph{"No statement deletes or moves anything of this listing within 12 months."});
    return out;
  }
  chart.description = std::to_string(chart.rows.size()) + " statements over 12 months from " + chart.columns.front() + "; the first month has what is due at once. The table has when each acts first, and on how much.";
  out.blocks.emplace_back(report::Paragraph{"If nobody writes, reads, tags or registers anything meanwhile. The first month has what is due at once."});
  out.blocks.emplace_back(std::move(chart));
  return out;
}

report::Section section_stored(const ReportData& data) {
  report::Section out{"stored", "What is stored", {}};
  struct Line {
    std::array<std::uint64_t, 6> bytes{};
    std::uint64_t objects = 0, all = 0;
  };
  // "stage dev": dev; the column says what it is of.
  const auto value = [&](const std::string& name) {
    const std::size_t blank = name.find(' ');
    const bool of_field = blank != std::string::npos && std::any_of(data.policy.fields.begin(), data.policy.fields.end(), [&](const Field& f) { return f.name == name.substr(0, blank); });
    return of_field ? name.substr(blank + 1) : name;
  };
  std::map<std::pair<std::string, std::string>, Line> lines;  // by store and name
  for (const cost::StoreEstimate& store : data.estimate.stores)
    for (const cost::SliceEstimate& slice : store.slices) {
      Line& line = lines[{data.policy.stores.size() > 1 ? store.name : std::string(), value(slice.slice.name) + (slice.slice.noncurrent ? ", noncurrent" : "")}];
      line.bytes[slice.slice.age] += slice.bytes;
      line.objects += slice.objects;
      line.all += slice.bytes;
    }
  report::Bars chart;
  chart.title = "Bytes by stage and age";
  chart.description = "A bar for each stage, cut by the age of its objects; longer is more. The table has the figures.";
  chart.table = {"Bytes by stage and age of the object", {{"stage"}, {"objects", true}, {"bytes", true}}, {}, 0};
  for (std::size_t age = 0; age < 6; ++age) {
    chart.parts.emplace_back(cost::age_class_text(age));
    chart.table.columns.push_back({std::string(cost::age_class_text(age)), true});
  }
  for (const auto& [key, line] : lines) {
    const std::string name = key.second + (key.first.empty() ? "" : " in " + key.first);
    report::Bars::Row row{name, {}, bytes_text(line.all)};
    std::vector<Text> cells{code(name), grouped(line.objects), bytes_text(line.all)};
    for (const std::uint64_t bytes : line.bytes) {
      row.values.push_back(bytes_value(bytes));
      cells.emplace_back(row.values.back().text);
    }
    chart.rows.push_back(std::move(row));
    chart.table.rows.push_back(std::move(cells));
  }
  if (!chart.rows.empty()) out.blocks.emplace_back(std::move(chart));

  report::Table tiers{"What the run does, by the tier that objects are in", {{"tier"}}, {}, 0};
  for (std::size_t fate = 0; fate < fate_count; ++fate) {
    tiers.columns.push_back({std::string(name_of(static_cast<Fate>(fate))) + ", objects", true});
    tiers.columns.push_back({std::string(name_of(static_cast<Fate>(fate))) + ", bytes", true});
  }
  for (std::size_t tier = 0; tier < data.totals.tiers.size(); ++tier) {
    std::vector<Text> row{to_text(static_cast<Tier>(tier))};
    std::uint64_t objects = 0;
    for (const Sum& sum : data.totals.tiers[tier]) {
      objects += sum.objects;
      row.emplace_back(objects_text(sum));
      row.emplace_back(bytes_text(sum));
    }
    if (objects > 0) tiers.rows.push_back(std::move(row));
  }
  if (!tiers.rows.empty()) out.blocks.emplace_back(std::move(tiers));
  return out;
}

report::Section section_kept(const ReportData& data) {
  report::Section out{"kept", "What is kept although a delete is due", {}};
  report::Table table{"Keeps, locks and holds, and what they hold back", {{"by"}, {"what it says"}, {"place"}, {"objects", true}, {"bytes", true}}, {}, 0};
  for (const auto& [ref, total] : data.totals.statements) {
    if (total.holds.objects == 0) continue;
    table.rows.push_back({code(statement_id(data.policy, ref)), code(statement_words(data.policy, ref)), code(place_words(data, data.policy.rules[ref.rule].statements[ref.statement].origin.span)), objects_text(total.holds), bytes_text(total.holds)});
  }
  for (const auto& [hold, sum] : data.totals.holds)
    table.rows.push_back({"hold", code(data.policy.holds[hold].name), code(place_words(data, data.policy.holds[hold].origin.span)), objects_text(sum), bytes_text(sum)});
  for (const auto& [reason, sum] : data.totals.spared) table.rows.push_back({"the run itself", reason, "-", objects_text(sum), bytes_text(sum)});
  if (table.rows.empty()) return out;
  out.blocks.emplace_back(report::Paragraph{"An object that several hold is counted at each."});
  out.blocks.emplace_back(std::move(table));
  return out;
}

}  // namespace shelflife::cli
