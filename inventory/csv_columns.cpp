#include "inventory/csv_columns.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "grammar/ascii.hpp"

namespace shelflife {

namespace {

struct Known {
  std::string_view name;
  Column column;
};

// Ours. In a text without a header, `key` is URL-encoded as S3 Inventory writes it.
constexpr Known ours[] = {
    {"key", Column::key},
    {"raw_key", Column::key},
    {"bucket", Column::bucket},
    {"revision", Column::revision},
    {"version_id", Column::revision},
    {"current", Column::current},
    {"is_latest", Column::current},
    {"delete_marker", Column::delete_marker},
    {"created", Column::created},
    {"last_modified", Column::created},
    {"noncurrent_since", Column::noncurrent_since},
    {"accessed", Column::accessed},
    {"last_access", Column::accessed},
    {"locked_until", Column::locked_until},
    {"legal_hold", Column::legal_hold},
    {"tier", Column::storage_class},
    {"storage_class", Column::storage_class},
    {"size", Column::size},
    {"tags", Column::tags},
    {"-", Column::other},
};

// As the clouds' own reports name theirs: S3 Inventory's fileSchema, Azure Blob inventory's fields.
constexpr Known theirs[] = {
    {"Bucket", Column::bucket},
    {"Key", Column::encoded_key},
    {"VersionId", Column::revision},
    {"IsLatest", Column::current},
    {"IsDeleteMarker", Column::delete_marker},
    {"Size", Column::size},
    {"LastModifiedDate", Column::created},
    {"StorageClass", Column::storage_class},
    {"ObjectLockRetainUntilDate", Column::locked_until},
    {"ObjectLockLegalHoldStatus", Column::legal_hold},
    {"Name", Column::key},
    {"Creation-Time", Column::created},
    {"Last-Modified", Column::created},
    {"Content-Length", Column::size},
    {"AccessTier", Column::storage_class},
    {"Snapshot", Column::snapshot},
    {"Deleted", Column::deleted},
    {"IsCurrentVersion", Column::current},
    {"Tags", Column::tags},
    {"LastAccessTime", Column::accessed},
    {"ImmutabilityPolicyUntilDate", Column::locked_until},
    {"LegalHold", Column::legal_hold},
};

template <std::size_t n>
Column find(const Known (&known)[n], std::string_view name) {
  const auto at = std::find_if(std::begin(known), std::end(known), [&](const Known& k) { return k.name == name; });
  return at == std::end(known) ? Column::other : at->column;
}

// As S3 Inventory and tag sets encode: a blank is `+`. Nothing where a `%` begins no two hexadecimal digits.
std::optional<std::string> url_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1, low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// {"owner": "ann"} or owner=ann&team=vision
std::optional<std::map<std::string, std::string>> tags_of(const std::string& cell) {
  std::map<std::string, std::string> tags;
  if (cell.front() == '{') {
    const nlohmann::json json = nlohmann::json::parse(cell, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    for (const auto& [name, value] : json.items()) {
      if (!value.is_string()) return std::nullopt;
      tags.emplace(name, value.get<std::string>());
    }
    return tags;
  }
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find('&', at), cell.size());
    const std::string_view pair = std::string_view(cell).substr(at, end - at);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto name = url_decoded(pair.substr(0, equals)), value = url_decoded(pair.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    tags.emplace(*name, *value);
    at = end + 1;
  }
  return tags;
}

class Cell {
 public:
  Cell(const CsvColumn& column, const std::string& text) : column_(column), text_(text) {}
  std::string problem;

  std::optional<Instant> instant() {
    const std::optional<Instant> out = parse_instant(text_);
    if (!out) wrong("no date");
    return out;
  }
  bool truth() {
    const bool yes = same_ignoring_case(text_, "true") || same_ignoring_case(text_, "on");
    if (!yes && !same_ignoring_case(text_, "false") && !same_ignoring_case(text_, "off")) wrong("no `true` or `false`");
    return yes;
  }
  std::optional<std::uint64_t> bytes() {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
    if (error == std::errc() && end == text_.data() + text_.size()) return number;
    wrong("no number of bytes");
    return std::nullopt;
  }
  void wrong(std::string_view what) { problem = "`" + column_.name + "` is " + std::string(what) + ": " + in_back_quotes(text_); }

 private:
  const CsvColumn& column_;
  const std::string& text_;
};

}  // namespace

std::vector<CsvColumn> columns_of_header(const std::vector<std::string>& names) {
  // Cloud Storage's reports call the key `name`, which is anyone's word: only beside a column of theirs.
  const bool gcs = std::find(names.begin(), names.end(), "timeCreated") != names.end();
  constexpr Known google[] = {{"name", Column::key}, {"timeCreated", Column::created}, {"storageClass", Column::storage_class},
                              {"generation", Column::revision}, {"retentionExpirationTime", Column::locked_until}, {"timeDeleted", Column::replaced},
                              {"softDeleteTime", Column::deleted}, {"temporaryHold", Column::legal_hold}, {"eventBasedHold", Column::legal_hold}};
  std::vector<CsvColumn> columns;
  for (const std::string& name : names) {
    if (name.starts_with("tag.")) {
      columns.push_back({Column::tag, name.substr(4)});
      continue;
    }
    Column column = name == "raw_key" || name == "-" ? Column::other : find(ours, name);
    if (column == Column::other) column = find(theirs, name);
    if (column == Column::other && gcs) column = find(google, name);
    columns.push_back({column, name});
  }
  return columns;
}

std::vector<CsvColumn> columns_of_names(const std::vector<std::string>& names) {
  std::vector<CsvColumn> columns;
  for (const std::string& name : names) {
    if (name.starts_with("tag.")) columns.push_back({Column::tag, name.substr(4)});
    else if (name == "key") columns.push_back({Column::encoded_key, name});
    else columns.push_back({find(ours, name) != Column::other ? find(ours, name) : find(theirs, name), name});
  }
  return columns;
}

std::optional<std::vector<std::string>> listing_columns(const std::vector<std::string>& names, std::string& problem) {
  bool key = false;
  for (const CsvColumn& column : columns_of_names(names)) {
    key = key || column.column == Column::key || column.column == Column::encoded_key;
    if (column.column != Column::other || column.name == "-") continue;
    problem = "`" + printable(column.name) + "` is no column of a listing";
    return std::nullopt;
  }
  if (key) return names;
  problem = "no column is the `key`";
  return std::nullopt;
}

std::string take_cell(Row& row, const CsvColumn& column, const std::string& text) {
  Cell cell(column, text);
  switch (column.column) {
    case Column::other: break;
    case Column::key: row.key = text; break;
    case Column::encoded_key:
      if (std::optional<std::string> key = url_decoded(text)) row.key = std::move(*key);
      else cell.wrong("not URL-encoded");
      break;
    case Column::bucket: row.bucket = text; break;
    case Column::revision: row.revision = text; break;
    case Column::current: row.current = cell.truth(); break;
    case Column::created:  // of two, the later: Azure's creation time may be older than the bytes
      if (const std::optional<Instant> created = cell.instant()) row.created = std::max(*created, row.created.value_or(*created));
      break;
    case Column::noncurrent_since: row.noncurrent_since = cell.instant(); break;
    case Column::replaced:
      row.noncurrent_since = cell.instant();
      row.current = false;
      break;
    case Column::accessed: row.accessed = cell.instant(); break;
    case Column::locked_until: row.locked_until = cell.instant(); break;
    case Column::legal_hold: row.legal_hold = cell.truth() || row.legal_hold; break;  // Google has two of them
    case Column::storage_class: row.storage_class = text; break;
    case Column::size: row.size = cell.bytes(); break;
    case Column::delete_marker: row.delete_marker = cell.truth(); break;
    case Column::tags:
      row.tags = tags_of(text);
      if (!row.tags) cell.wrong("neither a JSON object of texts nor NAME=VALUE&NAME=VALUE");
      break;
    case Column::tag:
      if (!row.tags) row.tags.emplace();
      row.tags->emplace(column.name, text);
      break;
    case Column::snapshot:
    case Column::deleted: break;  // of the reader
  }
  return cell.problem;
}

}  // namespace shelflife
