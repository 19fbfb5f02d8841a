// A live inventory table of S3 Metadata, exported as CSV or JSONL, by the names of its columns:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/metadata-tables-inventory-schema.html
// Which revision is the latest it says by `sequence_number`: of a key's, the largest by its text.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "grammar/diagnostics.hpp"
#include "inventory/csv_records.hpp"
#include "inventory/formats.hpp"
#include "inventory/whole_rows.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;
using Cells = std::map<std::string, std::string, std::less<>>;  // by column; what is empty or null is not there

struct Version {
  Row row;
  std::string sequence;
};

std::string_view cell(const Cells& cells, std::string_view name) {
  const auto at = cells.find(name);
  return at != cells.end() ? std::string_view(at->second) : std::string_view();
}

// Athena writes "2027-01-31 12:00:00.000 UTC"; without a zone it is UTC, too.
std::optional<Instant> instant_of(std::string_view text) {
  std::string plain(text);
  if (plain.ends_with(" UTC")) plain.resize(plain.size() - 4);
  if (const std::optional<Instant> instant = parse_instant(plain)) return instant;
  return parse_instant(plain + "Z");
}

// As JSON. Athena's own {a=b, c=d} can be read in several ways: unread.
std::optional<std::map<std::string, std::string>> tags_of(std::string_view text) {
  std::map<std::string, std::string> tags;
  if (text == "{}") return tags;
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  for (const auto& [name, value] : json.items()) {
    if (!value.is_string()) return std::nullopt;
    tags.emplace(name, value.get<std::string>());
  }
  return tags;
}

std::string take(const Cells& cells, Rows rows, Version& version) {
  Row& row = version.row;
  row.bucket = cell(cells, "bucket");
  row.key = cell(cells, "key");
  row.revision = cell(cells, "version_id");
  row.storage_class = cell(cells, "storage_class");
  version.sequence = cell(cells, "sequence_number");
  const std::string_view marker = cell(cells, "is_delete_marker"), size = cell(cells, "size"), modified = cell(cells, "last_modified_date");
  row.delete_marker = marker == "true" || marker == "TRUE";
  row.created = instant_of(modified);
  row.tags = tags_of(cell(cells, "object_tags"));
  if (row.key.empty()) return "the row has no `key`";
  if (version.sequence.empty()) return "the row has no `sequence_number`";
  if (!row.delete_marker && !marker.empty() && marker != "false" && marker != "FALSE") return "`is_delete_marker` is no `true` or `false`: " + in_back_quotes(std::string(marker));
  if (!row.created && (rows != Rows::keys || !modified.empty())) return "`last_modified_date` is no date: " + in_back_quotes(std::string(modified));
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), bytes);
  if (!size.empty() && (error != std::errc() || end != size.data() + size.size())) return "`size` is no number of bytes: " + in_back_quotes(std::string(size));
  if (!size.empty()) row.size = bytes;
  return {};
}

// Of each key the row with the largest sequence number is the latest.
std::vector<Row> settled(std::vector<Version> all) {
  std::stable_sort(all.begin(), all.end(), [](const Version& a, const Version& b) {
    return a.row.bucket != b.row.bucket ? a.row.bucket < b.row.bucket : a.row.key != b.row.key ? a.row.key < b.row.key : a.sequence > b.sequence;
  });
  std::vector<Row> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Row& row = all[i].row;
    row.current = i == 0 || out.back().bucket != row.bucket || out.back().key != row.key;
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

ListingHead read_s3_metadata(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems) {
  constexpr const char* hint = "docs/inventory.md has what is read of S3 Metadata";
  std::vector<Version> all;
  const auto add = [&](std::size_t begin, std::size_t size, const Cells& cells) {
    Version version;
    const std::string problem = take(cells, rows, version);
    if (problem.empty()) all.push_back(std::move(version));
    else problems.report(begin, size, problem, hint);
  };
  // A journal has changes, not objects: what did not change since it began is not in it.
  const auto is_journal = [&](bool has_type, std::size_t size) {
    if (has_type) problems.report(0, size, "this is a journal of S3 Metadata, and no listing: what did not change is not in it", "export the live inventory table");
    return has_type;
  };
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t first_line = std::min(text.find('\n'), text.size());
  if (text.find_first_not_of(" \t\r\n") != std::string_view::npos && text[text.find_first_not_of(" \t\r\n")] == '{') {
    std::string_view line;
    for (std::size_t begin = at; next_line(text, at, line); begin = at) {
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
      if (!json.is_object()) {
        problems.report(begin, line.size(), "this line is no JSON object", "each line of JSONL holds one whole object");
        continue;
      }
      if (is_journal(json.contains("record_type"), first_line)) return {};
      Cells cells;
      for (const auto& [name, value] : json.items())
        if (!value.is_null()) cells[name] = value.is_string() ? value.get<std::string>() : value.dump();
      add(begin, line.size(), cells);
    }
  } else {
    std::vector<std::string> names, values;
    bool open = false;
    next_csv_record(text, at, names, open);
    if (is_journal(std::find(names.begin(), names.end(), "record_type") != names.end(), first_line)) return {};
    for (std::size_t begin = at; next_csv_record(text, at, values, open); begin = at) {
      if (values.size() == 1 && values[0].empty()) continue;
      if (open || values.size() != names.size()) {
        problems.report(begin, at - begin, open ? "a quote is not closed" : std::to_string(values.size()) + " cells, and " + std::to_string(names.size()) + " columns", hint);
        continue;
      }
      Cells cells;
      for (std::size_t i = 0; i < names.size(); ++i)
        if (!values[i].empty()) cells[names[i]] = values[i];
      add(begin, at - begin, cells);
    }
  }
  hand_over(settled(std::move(all)), rows, each);
  return {};
}

}  // namespace shelflife
