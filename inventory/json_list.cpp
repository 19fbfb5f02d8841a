// One JSON array: what `gcloud storage ls --json 'gs://BUCKET/**'` and `az storage blob list -o json` print.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "inventory/formats.hpp"
#include "inventory/json_fields.hpp"
#include "inventory/whole_rows.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

const Json& member(const Json& json, const char* name) {
  static const Json nothing;
  const auto at = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && at != json.end() ? *at : nothing;
}

// Google writes 64 bits as a text.
std::optional<std::uint64_t> bytes_of(const Json& json, const char* name, JsonProblem& problem) {
  const Json& at = member(json, name);
  if (at.is_null()) return std::nullopt;
  if (at.is_number_unsigned()) return at.get<std::uint64_t>();
  std::uint64_t number = 0;
  const std::string text = at.is_string() ? at.get<std::string>() : std::string();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc() && end == text.data() + text.size()) return number;
  if (problem.message.empty()) problem.message = std::string("`") + name + "` is no number of bytes";
  return std::nullopt;
}

std::optional<std::map<std::string, std::string>> texts_of(const Json& json, const char* name, JsonProblem& problem) {
  std::map<std::string, std::string> out;
  const Json& all = member(json, name);
  if (all.is_null()) return std::nullopt;
  for (const auto& [key, value] : all.items()) {
    if (all.is_object() && value.is_string()) out.emplace(key, value.get<std::string>());
    else if (problem.message.empty()) problem.message = std::string("`") + name + "` is no object of texts";
  }
  return out;
}

void later(std::optional<Instant>& at, const std::optional<Instant>& other) {
  if (other) at = at ? std::max(*at, *other) : *other;
}

// Google's: an object of its API, as it is or under `metadata`. Nothing for what is deleted and only recoverable.
std::optional<Row> google_row(const Json& entry, JsonProblem& problem) {
  const Json& object = member(entry, "url").is_string() ? member(entry, "metadata") : entry;
  Row row;
  row.bucket = json_text(object, "bucket", problem);
  row.key = json_text(object, "name", problem);
  row.revision = json_text(object, "generation", problem);
  row.created = json_instant(object, "timeCreated", problem);
  row.noncurrent_since = json_instant(object, "timeDeleted", problem);
  row.current = !row.noncurrent_since;
  row.size = bytes_of(object, "size", problem);
  row.storage_class = json_text(object, "storageClass", problem);
  row.tags = texts_of(object, "metadata", problem);
  if (!row.tags) row.tags.emplace();  // an object without metadata has no such member
  row.legal_hold = json_bool(object, "temporaryHold", false, problem) || json_bool(object, "eventBasedHold", false, problem);
  row.locked_until = json_instant(object, "retentionExpirationTime", problem);
  later(row.locked_until, json_instant(member(object, "retention"), "retainUntilTime", problem));
  if (!member(object, "softDeleteTime").is_null()) return std::nullopt;
  return row;
}

// Azure's. Nothing for snapshots and for what is deleted and only recoverable.
std::optional<Row> azure_row(const Json& entry, JsonProblem& problem) {
  const Json& properties = member(entry, "properties");
  Row row;
  row.bucket = json_text(entry, "container", problem);
  row.key = json_text(entry, "name", problem);
  row.revision = json_text(entry, "versionId", problem);
  row.current = row.revision.empty() || json_bool(entry, "isCurrentVersion", false, problem);
  row.created = json_instant(properties, "creationTime", problem);
  later(row.created, json_instant(properties, "lastModified", problem));  // the creation time may be older than the bytes
  row.size = bytes_of(properties, "contentLength", problem);
  row.storage_class = json_text(properties, "blobTier", problem);
  row.accessed = json_instant(entry, "lastAccessedOn", problem);
  row.tags = texts_of(entry, "tags", problem);
  row.legal_hold = json_bool(entry, "hasLegalHold", false, problem);
  row.locked_until = json_instant(member(entry, "immutabilityPolicy"), "expiryTime", problem);
  if (json_bool(entry, "deleted", false, problem) || !member(entry, "snapshot").is_null()) return std::nullopt;
  return row;
}

}  // namespace

ListingHead read_json_list(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems) {
  constexpr const char* hint = "docs/inventory.md has the formats";
  const std::size_t first_line = std::min(text.find('\n'), text.size());
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_array()) {
    problems.report(0, first_line, "this is no JSON: the listing is cut short or damaged", "list the bucket again");
    return {};
  }
  std::vector<Row> all;
  std::size_t number = 0;
  for (const Json& entry : json) {
    ++number;
    JsonProblem problem;
    std::optional<Row> row;
    const bool google = member(entry, "url").is_string() || member(entry, "timeCreated").is_string();
    const bool azure = member(entry, "properties").is_object();
    if (json_text(entry, "type", problem) == "prefix") problem.message = "it has `" + json_text(entry, "url", problem) + "` and not what is below: list all, `gcloud storage ls --json --all-versions 'gs://BUCKET/**'`";
    else if (google) row = google_row(entry, problem);
    else if (azure) row = azure_row(entry, problem);
    else problem.message = "it is neither an object of `gcloud storage ls --json` nor a blob of `az storage blob list`";
    if (row && row->key.empty() && problem.message.empty()) problem.message = "`name` is missing";
    if (row && rows != Rows::keys && !row->created && problem.message.empty()) problem.message = google ? "`timeCreated` is missing" : "`creationTime` is missing";
    if (!problem.message.empty()) problems.report(0, first_line, "entry " + std::to_string(number) + ": " + problem.message, hint);
    else if (row) all.push_back(std::move(*row));
  }
  hand_over(std::move(all), rows, each);
  return {};
}

}  // namespace shelflife
