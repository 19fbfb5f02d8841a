// CSV with a header (RFC 4180): columns by name, in any order; `tag.NAME` columns are tags.
#include <algorithm>
#include <charconv>

#include "inventory/formats.hpp"

namespace shelflife {

namespace {

// Cells of the record that begins at `at`, which moves behind it: a quoted cell may hold line breaks.
bool next_record(std::string_view text, std::size_t& at, std::vector<std::string>& cells) {
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
  return true;
}

class RowReader {
 public:
  explicit RowReader(const std::vector<std::string>& columns) : columns_(columns) {}

  std::string problem;

  Row read(const std::vector<std::string>& cells, Rows rows) {
    problem.clear();
    Row row;
    for (std::size_t i = 0; i < columns_.size() && i < cells.size(); ++i) {
      const std::string& name = columns_[i];
      const std::string& cell = cells[i];
      if (name.starts_with("tag.")) {
        if (!row.tags) row.tags.emplace();
        if (!cell.empty()) row.tags->emplace(name.substr(4), cell);
      } else if (!cell.empty()) {
        take(row, name, cell);
      }
    }
    if (row.key.empty() && problem.empty()) problem = "the row has no `key`";
    if (rows == Rows::keys) return row;
    if (!row.created && problem.empty()) problem = "the row has no `created`";
    if (!row.current && !row.noncurrent_since && problem.empty()) problem = "a noncurrent row has no `noncurrent_since`";
    return row;
  }

 private:
  void take(Row& row, const std::string& name, const std::string& cell) {
    if (name == "key") row.key = cell;
    else if (name == "bucket") row.bucket = cell;
    else if (name == "revision" || name == "version_id") row.revision = cell;
    else if (name == "current" || name == "is_latest") row.current = truth(name, cell);
    else if (name == "created" || name == "last_modified") row.created = instant(name, cell);
    else if (name == "noncurrent_since") row.noncurrent_since = instant(name, cell);
    else if (name == "accessed") row.accessed = instant(name, cell);
    else if (name == "locked_until") row.locked_until = instant(name, cell);
    else if (name == "legal_hold") row.legal_hold = truth(name, cell);
    else if (name == "tier" || name == "storage_class") row.storage_class = cell;
    else if (name == "size") row.size = bytes(cell);
  }
  std::optional<Instant> instant(const std::string& name, const std::string& cell) {
    const std::optional<Instant> out = parse_instant(cell);
    if (!out) problem = "`" + name + "` is no date: " + in_back_quotes(cell);
    return out;
  }
  bool truth(const std::string& name, const std::string& cell) {
    if (cell != "true" && cell != "false") problem = "`" + name + "` is no `true` or `false`: " + in_back_quotes(cell);
    return cell == "true";
  }
  std::optional<std::uint64_t> bytes(const std::string& cell) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error == std::errc() && end == cell.data() + cell.size()) return number;
    problem = "`size` is no number of bytes: " + in_back_quotes(cell);
    return std::nullopt;
  }

  const std::vector<std::string>& columns_;
};

}  // namespace

ListingHead read_csv(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems) {
  std::size_t at = 0;
  std::vector<std::string> columns, cells;
  if (!next_record(text, at, columns) || std::find(columns.begin(), columns.end(), "key") == columns.end()) {
    problems.report(0, std::min(text.find('\n'), text.size()), "no header names a column `key`", "the first line names the columns: key,size,created");
    return {};
  }
  RowReader reader(columns);
  for (std::size_t begin = at; next_record(text, at, cells); begin = at) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    Row row = reader.read(cells, rows);
    if (reader.problem.empty()) each(std::move(row));
    else problems.report(begin, at - begin, reader.problem, "docs/inventory.md has the columns");
  }
  return {};
}

}  // namespace shelflife
