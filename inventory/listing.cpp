#include "inventory/listing.hpp"

#include <algorithm>

#include "inventory/formats.hpp"

namespace shelflife {

namespace {

constexpr std::size_t most_problems = 10;

std::string_view first_line(std::string_view text) {
  std::size_t at = 0;
  std::string_view line;
  while (next_line(text, at, line))
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) return line;
  return {};
}

// Documents that are read as a whole, by their first line.
bool is_list(std::string_view first) { return first.substr(std::min(first.find_first_not_of(" \t"), first.size())).starts_with('['); }
bool is_s3_metadata(std::string_view first) { return first.find("sequence_number") != std::string_view::npos; }

}  // namespace

RowProblems::RowProblems(FileId file, Diagnostics& diagnostics)
    : RowProblems(file, [file](std::size_t at, std::size_t size) { return Span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size)}; }, diagnostics) {}

void RowProblems::report(std::size_t at, std::size_t size, std::string message, std::string hint) {
  if (++count_ > most_problems) return;
  diagnostics_.add(Code::inventory_bad_row, place_(at, size), std::move(message), std::move(hint));
}

RowProblems::~RowProblems() {
  if (count_ > most_problems)
    diagnostics_.add(Code::inventory_bad_row, Span{file_, 0, 0}, std::to_string(count_ - most_problems) + " more rows cannot be read");
}

std::optional<RowMark> parse_mark(std::string_view text) {
  const std::size_t blank = text.find(' ');
  const std::optional<Instant> written = parse_instant(text.substr(0, blank));
  if (!written) return std::nullopt;
  return RowMark{*written, blank == std::string_view::npos ? std::string() : std::string(text.substr(blank + 1))};
}

bool next_line(std::string_view text, std::size_t& at, std::string_view& line) {
  if (at >= text.size()) return false;
  const std::size_t end = text.find('\n', at);
  line = text.substr(at, end == std::string_view::npos ? end : end - at);
  at = end == std::string_view::npos ? text.size() : end + 1;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

std::unique_ptr<RowReader> row_reader(std::string_view beginning, Rows rows, const std::vector<std::string>& columns) {
  const std::string_view first = first_line(beginning);
  const std::size_t begin = first.find_first_not_of(" \t");
  if (columns.empty() && (is_list(first) || is_s3_metadata(first))) return nullptr;
  if (!columns.empty() || begin == std::string_view::npos || first[begin] != '{') return csv_reader(rows, columns);
  // One object over several lines is one document; JSONL has a whole object in each line.
  const bool jsonl = first.find_last_not_of(" \t") != begin && first.find("\"Versions\"") == std::string_view::npos;
  return jsonl ? jsonl_reader(rows) : nullptr;
}

ListingHead read_listing(const SourceManager& sources, FileId file, const EachRow& each, Diagnostics& diagnostics, Rows rows,
                         const std::vector<std::string>& columns) {
  const std::string_view text = sources.source(file).text;
  RowProblems problems(file, diagnostics);
  ListingHead head;
  if (const std::unique_ptr<RowReader> reader = row_reader(text, rows, columns)) {
    reader->take(text, true, each, problems);
    head = reader->head;
  } else if (is_list(first_line(text))) {
    head = read_json_list(text, rows, each, problems);
  } else if (is_s3_metadata(first_line(text))) {
    head = read_s3_metadata(text, rows, each, problems);
  } else {
    head = read_s3_versions(text, rows, each, problems);
  }
  head.bad_rows = problems.count();
  return head;
}

}  // namespace shelflife
