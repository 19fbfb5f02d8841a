// CSV with a header (RFC 4180): columns by name, in any order; `tag.NAME` columns are tags.
#include <algorithm>

#include "inventory/csv_columns.hpp"
#include "inventory/csv_pieces.hpp"
#include "inventory/formats.hpp"

namespace shelflife {

namespace {

// Cells of the record that begins at `at`, which moves behind it: a quoted cell may hold line breaks.
// `open`: a quote was never closed, so that the rest of the text is one cell. False at the end of the text and, where it is not
// the `last`, for a record that has no line end yet: `at` stays.
bool next_record(std::string_view text, bool last, std::size_t& at, std::vector<std::string>& cells, bool& open) {
  cells.clear();
  if (at >= text.size()) return false;
  const std::size_t begin = at;
  bool ended = false;
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
      ended = true;
      break;
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!ended && !last) {
    at = begin;
    return false;
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

class CsvReader : public RowReader {
 public:
  CsvReader(Rows rows, std::vector<std::string> names) : rows_(rows), header_(names.empty()) {
    if (!header_) set(columns_of_names(names));
  }

  std::size_t take(std::string_view text, bool last, const EachRow& each, RowProblems& problems) override {
    std::size_t at = begun_ || !text.starts_with("\xEF\xBB\xBF") ? 0 : 3;
    bool open = false;
    if (!begun_ && header_) {
      std::vector<std::string> names;
      if (!next_record(text, last, at, names, open) && !last) return 0;
      set(columns_of_header(names));
    }
    if (!begun_ && !has_key_)
      problems.report(0, std::min(text.find('\n'), text.size()), "no header names a column `key`", "the first line names the columns: key,size,created");
    begun_ = true;
    if (!has_key_) return text.size();
    for (std::size_t begin = at; next_record(text, last, at, cells_, open); begin = at) {
      if (cells_.size() == 1 && cells_[0].empty()) continue;
      std::optional<Row> row;
      if (open) problem_ = "a quote is not closed";
      else if (cells_.size() == columns_.size()) row = row_of(columns_, cells_, rows_, problem_);
      else problem_ = std::to_string(cells_.size()) + " cells, and " + std::to_string(columns_.size()) + " columns";
      if (row) each(std::move(*row));
      else if (!problem_.empty()) problems.report(begin, at - begin, problem_, "docs/inventory.md has the columns");
    }
    return at;
  }

 private:
  void set(std::vector<CsvColumn> columns) {
    columns_ = std::move(columns);
    has_key_ = std::any_of(columns_.begin(), columns_.end(), [](const CsvColumn& c) { return c.column == Column::key || c.column == Column::encoded_key; });
  }

  Rows rows_;
  bool header_, begun_ = false, has_key_ = false;
  std::vector<CsvColumn> columns_;
  std::vector<std::string> cells_;
  std::string problem_;
};

}  // namespace

std::optional<CsvShape> csv_shape(std::string_view beginning, const std::vector<std::string>& columns) {
  CsvShape shape;
  if (!columns.empty()) {
    shape.columns = columns_of_names(columns);
  } else {
    std::vector<std::string> names;
    bool open = false;
    shape.begin = beginning.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (row_reader(beginning, Rows::store, columns) == nullptr || beginning.substr(shape.begin).starts_with('{')) return std::nullopt;
    if (!next_record(beginning, false, shape.begin, names, open)) return std::nullopt;
    shape.columns = columns_of_header(names);
  }
  const bool has_key = std::any_of(shape.columns.begin(), shape.columns.end(), [](const CsvColumn& c) { return c.column == Column::key || c.column == Column::encoded_key; });
  return has_key ? std::optional(std::move(shape)) : std::nullopt;
}

std::optional<Row> read_csv_row(const std::vector<CsvColumn>& columns, std::string_view text, bool& clean) {
  std::size_t at = 0;
  std::vector<std::string> cells;
  bool open = false;
  std::string problem;
  clean = next_record(text, true, at, cells, open) && !open && at == text.size() && cells.size() == columns.size();
  if (!clean) return std::nullopt;
  std::optional<Row> row = row_of(columns, cells, Rows::store, problem);
  clean = problem.empty();
  return row;
}

std::unique_ptr<RowReader> csv_reader(Rows rows, std::vector<std::string> columns) { return std::make_unique<CsvReader>(rows, std::move(columns)); }

}  // namespace shelflife
