// The JSON of `aws s3api list-object-versions`. S3 does not say since when a revision is noncurrent: it is since the next
// newer revision or delete marker of its key was made.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "inventory/formats.hpp"
#include "inventory/json_fields.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

struct Version {
  Row row;
  bool marker = false;
};

Version version_of(const Json& json, bool marker, JsonProblem& problem) {
  Version version;
  version.marker = marker;
  Row& row = version.row;
  row.key = json_text(json, "Key", problem);
  row.revision = json_text(json, "VersionId", problem);
  row.current = json_bool(json, "IsLatest", true, problem);
  row.storage_class = json_text(json, "StorageClass", problem);
  row.created = json_instant(json, "LastModified", problem);
  if (const auto size = json.find("Size"); size != json.end() && size->is_number_unsigned()) row.size = size->get<std::uint64_t>();
  if (row.key.empty() && problem.message.empty()) problem.message = "`Key` is missing";
  if (!row.created && problem.message.empty()) problem.message = "`LastModified` is missing";
  return version;
}

}  // namespace

ListingHead read_s3_versions(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || !(json.contains("Versions") || json.contains("DeleteMarkers"))) {
    problems.report(0, std::min(text.find('\n'), text.size()), "this is no output of `list-object-versions`", "JSONL has one whole object a line; docs/inventory.md has the formats");
    return {};
  }
  std::vector<Version> versions;
  for (const char* list : {"Versions", "DeleteMarkers"}) {
    const auto at = json.find(list);
    if (at == json.end() || !at->is_array()) continue;
    for (const Json& entry : *at) {
      JsonProblem problem;
      if (!entry.is_object()) problem.message = "an entry is no object";
      else versions.push_back(version_of(entry, std::string_view(list) == "DeleteMarkers", problem));
      if (problem.message.empty()) continue;
      problems.report(0, 0, std::string("`") + list + "`: " + problem.message);
      if (entry.is_object()) versions.pop_back();
    }
  }
  if (rows == Rows::store) {
    for (Version& version : versions) {
      version.row.delete_marker = version.marker;
      each(std::move(version.row));
    }
    return {};
  }
  std::stable_sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
    if (a.row.key != b.row.key) return a.row.key < b.row.key;
    if (a.row.current != b.row.current) return a.row.current;  // the latest first, then by age
    return a.row.created > b.row.created;
  });
  for (std::size_t i = 0; i < versions.size(); ++i) {
    Version& version = versions[i];
    if (version.marker) continue;  // no object
    const bool newer = i > 0 && versions[i - 1].row.key == version.row.key;
    // What made it noncurrent may be missing from the listing: then it has been so for no time at all.
    constexpr Instant just_now = std::numeric_limits<Instant>::max() / 4;
    if (!version.row.current) version.row.noncurrent_since = newer ? std::max(*versions[i - 1].row.created, *version.row.created) : just_now;
    Row row = version.row;  // a copy: the next one asks for its key and date
    each(std::move(row));
  }
  return {};
}

}  // namespace shelflife
