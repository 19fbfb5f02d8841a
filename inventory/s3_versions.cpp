// The JSON of `aws s3api list-object-versions`. S3 does not say since when a revision is noncurrent: it is since the next
// newer revision or delete marker of its key was made.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "inventory/formats.hpp"
#include "inventory/json_fields.hpp"
#include "inventory/whole_rows.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

Row version_of(const Json& json, bool marker, JsonProblem& problem) {
  Row row;
  row.delete_marker = marker;
  row.key = json_text(json, "Key", problem);
  row.revision = json_text(json, "VersionId", problem);
  row.current = json_bool(json, "IsLatest", true, problem);
  row.storage_class = json_text(json, "StorageClass", problem);
  row.created = json_instant(json, "LastModified", problem);
  if (const auto size = json.find("Size"); size != json.end() && size->is_number_unsigned()) row.size = size->get<std::uint64_t>();
  if (row.key.empty() && problem.message.empty()) problem.message = "`Key` is missing";
  if (!row.created && problem.message.empty()) problem.message = "`LastModified` is missing";
  return row;
}

}  // namespace

ListingHead read_s3_versions(std::string_view text, Rows rows, const EachRow& each, RowProblems& problems) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || !(json.contains("Versions") || json.contains("DeleteMarkers"))) {
    problems.report(0, std::min(text.find('\n'), text.size()), "this is no output of `list-object-versions`", "JSONL has one whole object a line; docs/inventory.md has the formats");
    return {};
  }
  JsonProblem none;
  if (json.contains("NextToken") || json_bool(json, "IsTruncated", false, none))
    problems.report(0, std::min(text.find('\n'), text.size()), "the listing ends before the bucket does: it was cut with `--max-items` or by the page", "list all of it, without `--max-items` and `--no-paginate`");
  std::vector<Row> versions;
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
  hand_over(std::move(versions), rows, each);
  return {};
}

}  // namespace shelflife
