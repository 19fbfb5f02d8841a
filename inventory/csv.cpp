// CSV with a header (RFC 4180): columns by name, in any order; `tag.NAME` columns are tags.
#include <algorithm>

#include "inventory/csv_columns.hpp"
#include "inventory/formats.hpp"

namespace shelflife {

namespace {

// Cells of the record that begins at `at`, which moves behind it: a quoted cell may hold line breaks.
// `open`: a quote was never closed, so that the rest of the text is one cell.
bool next_record(std::string_view text, std::size_t& at, std::vector<std::string>& cells, bool& open) {
  cells.clear();
  if (at >= text.size()) return false;
  std::string cell;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') cell += c;
      else if (at + 1 < text.size() && text[at + 1] == '"') cell += text[++at];
      else quoted = false;
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      cells.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      cell += c;
    }
  }
  cells.push_back(std::move(cell));
  open = quoted;
  return true;
}

// The row of a record; `problem` says what is wrong with it. Nothing, too, for a row that is no object.
std::optional<Row> row_of(const std::vector<CsvColumn>& columns, const std::vector<std::string>& cells, Rows rows, std::string& problem) {
  problem.clear();
  Row row;
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    const Column column = columns[i].column;
    if ((column == Column::tag || column == Column::tags) && !row.tags) row.tags.emplace();
    if (cells[i].empty()) continue;
    // A snapshot, or a blob that is deleted and only recoverable.
    if (column == Column::snapshot || (column == Column::deleted && cells[i] != "false" && cells[i] != "False")) return std::nullopt;
    const std::string wrong = take_cell(row, columns[i], cells[i]);
    if (problem.empty()) problem = wrong;
  }
  if (row.key.empty() && problem.empty()) problem = "the row has no `key`";
  if (rows != Rows::keys && !row.created && problem.empty()) problem = "the row has no `created`";
  if (row.delete_marker && rows == Rows::whole && problem.empty()) return std::nullopt;
  if (rows == Rows::whole && !row.current && !row.noncurrent_since && problem.empty()) problem = "a noncurrent row has no `noncurrent_since`";
  return problem.empty() ? std::optional(std::move(row)) : std::nullopt;
}

}  // namespace

ListingHead read_csv(std::string_view text, Rows rows, std::vector<std::string> names, const EachRow& each, RowProblems& problems) {
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::vector<std::string> cells;
  bool open = false;
  const bool header = names.empty();
  if (header) next_record(text, at, names, open);
  const std::vector<CsvColumn> columns = header ? columns_of_header(names) : columns_of_names(names);
  const bool has_key = std::any_of(columns.begin(), columns.end(), [](const CsvColumn& c) { return c.column == Column::key || c.column == Column::encoded_key; });
  if (!has_key) {
    problems.report(0, std::min(text.find('\n'), text.size()), "no header names a column `key`", "the first line names the columns: key,size,created");
    return {};
  }
  std::string problem;
  for (std::size_t begin = at; next_record(text, at, cells, open); begin = at) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    std::optional<Row> row;
    if (open) problem = "a quote is not closed";
    else if (cells.size() == columns.size()) row = row_of(columns, cells, rows, problem);
    else problem = std::to_string(cells.size()) + " cells, and " + std::to_string(columns.size()) + " columns";
    if (row) each(std::move(*row));
    else if (!problem.empty()) problems.report(begin, at - begin, problem, "docs/inventory.md has the columns");
  }
  return {};
}

}  // namespace shelflife
