// CSV (RFC 4180) with a header. Columns that name a run or a version are those of `run_id`, `version` and the path fields of the policy;
// `location`, `promoted` and `retired` are a record's, `reference` and `by_run` a reference's; any other column is a value.
#include "inventory/registry_csv.hpp"

#include <algorithm>

#include "inventory/csv_records.hpp"
#include "inventory/registry_problems.hpp"

namespace shelflife {

namespace {

// Dates with blanks or `;` between them.
std::vector<Instant> instants(const std::string& cell, const std::string& column, std::string& problem) {
  std::vector<Instant> out;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t end = std::min(cell.find_first_of("; ", at), cell.size());
    if (end > at) {
      const std::optional<Instant> instant = parse_instant(std::string_view(cell).substr(at, end - at));
      if (instant) out.push_back(*instant);
      else problem = "`" + column + "` holds what is no date: " + in_back_quotes(cell.substr(at, end - at));
    }
    at = end + 1;
  }
  return out;
}

struct Columns {
  std::vector<std::string> names;
  std::set<std::string> fields{"run_id", "version"};
  const Policy& policy_;

  explicit Columns(const Policy& policy) : policy_(policy) {
    for (const Layout& layout : policy.layouts)
      for (const Segment& segment : layout.segments)
        if (!segment.literal()) fields.insert(policy.fields[segment.field].name);
  }

  void take(const std::vector<std::string>& cells, Registry& registry, std::string& problem) const {
    RegistryRecord record;
    std::string key, by_run;
    bool reference = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string &name = names[i], &cell = cells[i];
      if (cell.empty()) continue;
      if (fields.contains(name)) record.fields[name] = cell;
      else if (name == "location") record.location = cell;
      else if (name == "promoted") record.promotions = instants(cell, name, problem);
      else if (name == "retired") record.retirements = instants(cell, name, problem);
      else if (name == "reference") reference = cell != "no" && cell != "false";
      else if (name == "key") key = cell;
      else if (name == "by_run") by_run = cell;
      else record.values[name] = cell;
    }
    if (reference) {
      if (key.empty() && record.fields.empty()) problem = "a reference names neither a `key` nor a version";
      RegistryReference named;
      named.key = key;
      take_uri(policy_, named.key, named.places);
      named.by_run = by_run;
      named.fields = record.fields;
      registry.add(std::move(named));
      return;
    }
    if (!key.empty() && problem.empty()) problem = "a record has a `key`: its place is a `location`, and a row that names a key says `yes` in `reference`";
    if (record.fields.empty() && record.location.empty() && problem.empty()) problem = "the row names no run, no version and no location";
    take_uri(policy_, record.location, record.places);
    registry.add(std::move(record));
  }
};

}  // namespace

Registry read_registry_csv(const Policy& policy, const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.source(file).text;
  constexpr const char* hint = "docs/registry.md has the columns";
  RegistryProblems problems(sources, file, diagnostics);
  Registry registry;
  Columns columns(policy);
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::vector<std::string> cells;
  bool open = false;
  const auto told = [&](std::size_t begin, std::string problem) {
    registry.complete = false;
    problems.report(begin, std::move(problem), hint);
  };
  next_csv_record(text, at, columns.names, open);
  const bool names_something = std::any_of(columns.names.begin(), columns.names.end(), [&](const std::string& name) { return columns.fields.contains(name) || name == "location"; });
  std::vector<std::string> sorted = columns.names;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (!names_something) told(0, "this is no registry: neither JSON, nor CSV with a column `run_id`, `version`, `location` or a path field of the policy");
  else if (twice != sorted.end()) told(0, "the column " + in_back_quotes(*twice) + " is there twice");
  if (!registry.complete) return registry;
  for (std::size_t begin = at; next_csv_record(text, at, cells, open); begin = at) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    std::string problem;
    if (open) problem = "a quote is not closed";
    else if (cells.size() != columns.names.size()) problem = std::to_string(cells.size()) + " cells, and " + std::to_string(columns.names.size()) + " columns";
    else columns.take(cells, registry, problem);
    if (!problem.empty()) told(begin, problem);
  }
  return registry;
}

}  // namespace shelflife
