// Sources: the registry pages of hashicorp/aws aws_s3_bucket_lifecycle_configuration, hashicorp/azurerm
// azurerm_storage_management_policy and hashicorp/google google_storage_bucket, and the providers' schemas.
#include <array>
#include <nlohmann/json.hpp>

#include "emitters/reading/terraform.hpp"

namespace shelflife::reading {

namespace {

// A nested block is a list of at most one object. Not there: an absent one.
Node block(const Node& parent, const char* name) {
  const std::vector<Node> list = parent[name].elements();
  if (list.size() > 1) parent[name].invalid("this block may stand once");
  return list.empty() ? parent[name]["absent"] : list[0];
}

void copy_text(const Node& from, Input& to, const char* name, bool empty_too = false) {
  if (const auto text = from.text(); text && (empty_too || !text->empty())) to[name] = *text;
}
// In the AWS provider a number that is not set arrives as null or, where it is computed, as 0.
void copy_number(const Node& from, Input& to, const char* name, bool zero_too) {
  if (const auto number = from.number(0, 1ULL << 53, true); number && (zero_too || *number > 0)) to[name] = *number;
}

Input s3_conditions(const Node& filter) {
  Input out = Input::object();
  copy_text(filter["prefix"], out, "Prefix");
  copy_number(filter["object_size_greater_than"], out, "ObjectSizeGreaterThan", false);
  copy_number(filter["object_size_less_than"], out, "ObjectSizeLessThan", false);
  return out;
}

Input s3_tag(const std::string& key, const Input& value) { return {{"Key", key}, {"Value", value}}; }

Input s3_filter(const Node& filter) {
  if (!filter.only({"prefix", "object_size_greater_than", "object_size_less_than", "tag", "and"})) return Input::object();
  Input out = s3_conditions(filter);
  if (const Node tag = block(filter, "tag"); tag.there() && tag.only({"key", "value"})) out["Tag"] = s3_tag(tag["key"].text().value_or(""), tag["value"].text().value_or(""));
  const Node all = block(filter, "and");
  if (!all.there() || !all.only({"prefix", "object_size_greater_than", "object_size_less_than", "tags"})) return out;
  Input joined = s3_conditions(all);
  for (const std::string& key : all["tags"].names()) joined["Tags"].push_back(s3_tag(key, all["tags"][key.c_str()].text().value_or("")));
  // The provider's own way to write one condition: And with a part of it empty. S3 gets the empty prefix then.
  const std::size_t parts = joined.size() + (joined.contains("Tags") ? joined["Tags"].size() - 1 : 0);
  if (parts < 2 && !joined.contains("Prefix")) joined["Prefix"] = "";
  out["And"] = std::move(joined);
  return out;
}

// A transition or expiration: a date, or days. Days are computed, so 0 beside a date is no 0.
Input s3_when(const Node& from, bool zero_too) {
  Input out = Input::object();
  copy_text(from["date"], out, "Date");
  if (!out.contains("Date")) copy_number(from["days"], out, "Days", zero_too);
  copy_text(from["storage_class"], out, "StorageClass");
  return out;
}

Input s3_noncurrent(const Node& from) {
  Input out = Input::object();
  copy_number(from["noncurrent_days"], out, "NoncurrentDays", true);
  copy_number(from["newer_noncurrent_versions"], out, "NewerNoncurrentVersions", false);
  copy_text(from["storage_class"], out, "StorageClass");
  return out;
}

Input s3_rule(const Node& rule) {
  Input out = Input::object();
  if (!rule.only({"id", "status", "prefix", "filter", "expiration", "transition", "noncurrent_version_expiration", "noncurrent_version_transition", "abort_incomplete_multipart_upload"})) return out;
  copy_text(rule["id"], out, "ID");
  copy_text(rule["status"], out, "Status");
  if (const Node filter = block(rule, "filter"); filter.there()) out["Filter"] = s3_filter(filter);
  else if (const auto prefix = rule["prefix"].text(); prefix && !prefix->empty()) out["Prefix"] = *prefix;
  else out["Filter"] = Input::object();  // neither: the provider sends the whole bucket
  if (const Node e = block(rule, "expiration"); e.there() && e.only({"date", "days", "expired_object_delete_marker"})) {
    out["Expiration"] = s3_when(e, false);
    if (e["expired_object_delete_marker"].boolean().value_or(false)) out["Expiration"]["ExpiredObjectDeleteMarker"] = true;
  }
  for (const Node& t : rule["transition"].elements())
    if (t.only({"date", "days", "storage_class"})) out["Transitions"].push_back(s3_when(t, true));
  if (const Node e = block(rule, "noncurrent_version_expiration"); e.there() && e.only({"noncurrent_days", "newer_noncurrent_versions"})) out["NoncurrentVersionExpiration"] = s3_noncurrent(e);
  for (const Node& t : rule["noncurrent_version_transition"].elements())
    if (t.only({"noncurrent_days", "newer_noncurrent_versions", "storage_class"})) out["NoncurrentVersionTransitions"].push_back(s3_noncurrent(t));
  if (const Node a = block(rule, "abort_incomplete_multipart_upload"); a.there() && a.only({"days_after_initiation"})) copy_number(a["days_after_initiation"], out["AbortIncompleteMultipartUpload"], "DaysAfterInitiation", true);
  return out;
}

// azurerm writes -1 for what is not set.
void copy_days(const Node& block, const char* argument, Input& to, const char* action, const char* condition) {
  if (!block[argument].there() || block.is(argument, -1)) return;
  if (const auto days = block[argument].number(0, 99999)) to[action][condition] = *days;
}

struct Argument {
  const char* name;
  const char* action;
  const char* condition;
};
constexpr std::array base_arguments{
    Argument{"tier_to_cool_after_days_since_modification_greater_than", "tierToCool", "daysAfterModificationGreaterThan"},
    Argument{"tier_to_cool_after_days_since_last_access_time_greater_than", "tierToCool", "daysAfterLastAccessTimeGreaterThan"},
    Argument{"tier_to_cool_after_days_since_creation_greater_than", "tierToCool", "daysAfterCreationGreaterThan"},
    Argument{"tier_to_cold_after_days_since_modification_greater_than", "tierToCold", "daysAfterModificationGreaterThan"},
    Argument{"tier_to_cold_after_days_since_last_access_time_greater_than", "tierToCold", "daysAfterLastAccessTimeGreaterThan"},
    Argument{"tier_to_cold_after_days_since_creation_greater_than", "tierToCold", "daysAfterCreationGreaterThan"},
    Argument{"tier_to_archive_after_days_since_modification_greater_than", "tierToArchive", "daysAfterModificationGreaterThan"},
    Argument{"tier_to_archive_after_days_since_last_access_time_greater_than", "tierToArchive", "daysAfterLastAccessTimeGreaterThan"},
    Argument{"tier_to_archive_after_days_since_creation_greater_than", "tierToArchive", "daysAfterCreationGreaterThan"},
    Argument{"tier_to_archive_after_days_since_last_tier_change_greater_than", "tierToArchive", "daysAfterLastTierChangeGreaterThan"},
    Argument{"delete_after_days_since_modification_greater_than", "delete", "daysAfterModificationGreaterThan"},
    Argument{"delete_after_days_since_last_access_time_greater_than", "delete", "daysAfterLastAccessTimeGreaterThan"},
    Argument{"delete_after_days_since_creation_greater_than", "delete", "daysAfterCreationGreaterThan"},
};
constexpr std::array old_arguments{
    Argument{"change_tier_to_cool_after_days_since_creation", "tierToCool", "daysAfterCreationGreaterThan"},
    Argument{"tier_to_cold_after_days_since_creation_greater_than", "tierToCold", "daysAfterCreationGreaterThan"},
    Argument{"change_tier_to_archive_after_days_since_creation", "tierToArchive", "daysAfterCreationGreaterThan"},
    Argument{"tier_to_archive_after_days_since_last_tier_change_greater_than", "tierToArchive", "daysAfterLastTierChangeGreaterThan"},
    // named so for snapshots, and without `_greater_than` for versions
    Argument{"delete_after_days_since_creation_greater_than", "delete", "daysAfterCreationGreaterThan"},
    Argument{"delete_after_days_since_creation", "delete", "daysAfterCreationGreaterThan"},
};

template <std::size_t N>
Input azure_part(const Node& part, const std::array<Argument, N>& arguments) {
  Input out = Input::object();
  for (const std::string& name : part.names()) {
    const auto known = [&](const Argument& a) { return name == a.name; };
    if (name != "auto_tier_to_hot_from_cool_enabled" && std::none_of(arguments.begin(), arguments.end(), known)) part[name.c_str()].unknown("no documented argument has this name");
  }
  for (const Argument& a : arguments) copy_days(part, a.name, out, a.action, a.condition);
  if (part["auto_tier_to_hot_from_cool_enabled"].boolean().value_or(false)) out["enableAutoTierToHotFromCool"] = true;
  return out;
}

Input azure_rule(const Node& rule) {
  Input out = {{"type", "Lifecycle"}};
  if (!rule.only({"name", "enabled", "filters", "actions"})) return out;
  copy_text(rule["name"], out, "name");
  out["enabled"] = rule["enabled"].boolean().value_or(true);
  Input& definition = out["definition"] = {{"filters", Input::object()}, {"actions", Input::object()}};
  if (const Node filters = block(rule, "filters"); filters.there() && filters.only({"blob_types", "prefix_match", "match_blob_index_tag"})) {
    Input& to = definition["filters"];
    for (const Node& type : filters["blob_types"].elements()) to["blobTypes"].push_back(type.text().value_or(""));
    for (const Node& prefix : filters["prefix_match"].elements()) to["prefixMatch"].push_back(prefix.text().value_or(""));
    for (const Node& tag : filters["match_blob_index_tag"].elements()) {
      if (!tag.only({"name", "operation", "value"})) continue;
      Input one = {{"op", "=="}};
      copy_text(tag["name"], one, "name", true);
      copy_text(tag["value"], one, "value", true);
      copy_text(tag["operation"], one, "op");
      to["blobIndexMatch"].push_back(std::move(one));
    }
  }
  const Node actions = block(rule, "actions");
  if (!actions.there() || !actions.only({"base_blob", "snapshot", "version"})) return out;
  if (const Node base = block(actions, "base_blob"); base.there()) definition["actions"]["baseBlob"] = azure_part(base, base_arguments);
  for (const char* part : {"snapshot", "version"})
    if (const Node old = block(actions, part); old.there()) definition["actions"][part] = azure_part(old, old_arguments);
  return out;
}

// A 0 is sent only where the provider is told to: without that, the condition is not there at all (hashicorp/
// terraform-provider-google issue 17990, where a delete of old revisions became a delete of everything).
void gcs_number(const Node& condition, const char* argument, const char* send, Input& to, const char* name) {
  const auto number = condition[argument].number(0, most_days);
  if (!number) return;
  if (*number > 0 || (send != nullptr && condition[send].boolean().value_or(false))) to[name] = *number;
}

Input gcs_condition(const Node& c) {
  Input out = Input::object();
  if (!c.only({"age", "created_before", "custom_time_before", "days_since_custom_time", "days_since_noncurrent_time", "noncurrent_time_before", "with_state", "matches_storage_class",
               "num_newer_versions", "matches_prefix", "matches_suffix", "size_above_bytes", "size_below_bytes", "send_age_if_zero", "send_days_since_noncurrent_time_if_zero",
               "send_days_since_custom_time_if_zero", "send_num_newer_versions_if_zero", "no_age"})) return out;
  if (c["no_age"].there() && c["no_age"].boolean().value_or(false)) c["no_age"].unknown("an argument of older providers, which left the age out in some versions and not in others");
  gcs_number(c, "age", "send_age_if_zero", out, "age");
  gcs_number(c, "days_since_noncurrent_time", "send_days_since_noncurrent_time_if_zero", out, "daysSinceNoncurrentTime");
  gcs_number(c, "days_since_custom_time", "send_days_since_custom_time_if_zero", out, "daysSinceCustomTime");
  gcs_number(c, "num_newer_versions", "send_num_newer_versions_if_zero", out, "numNewerVersions");
  copy_text(c["created_before"], out, "createdBefore");
  copy_text(c["custom_time_before"], out, "customTimeBefore");
  copy_text(c["noncurrent_time_before"], out, "noncurrentTimeBefore");
  const std::string state = c["with_state"].text().value_or("");
  if (state == "LIVE" || state == "ARCHIVED") out["isLive"] = state == "LIVE";
  else if (!state.empty() && state != "ANY") c["with_state"].unknown("a state is LIVE, ARCHIVED or ANY");
  for (const auto& [argument, name] : {std::pair("matches_storage_class", "matchesStorageClass"), std::pair("matches_prefix", "matchesPrefix"), std::pair("matches_suffix", "matchesSuffix")})
    for (const Node& value : c[argument].elements()) out[name].push_back(value.text().value_or(""));
  copy_number(c["size_above_bytes"], out, "sizeAboveBytes", false);
  copy_number(c["size_below_bytes"], out, "sizeBelowBytes", false);
  return out;
}

}  // namespace

Input s3_from_terraform(const Node& resource) {
  Input out = {{"Rules", Input::array()}};
  for (const Node& rule : resource["rule"].elements()) out["Rules"].push_back(s3_rule(rule));
  copy_text(resource["transition_default_minimum_object_size"], out, "TransitionDefaultMinimumObjectSize");
  return out;
}

Input azure_from_terraform(const Node& resource) {
  Input out = {{"rules", Input::array()}};
  for (const Node& rule : resource["rule"].elements()) out["rules"].push_back(azure_rule(rule));
  return out;
}

Input gcs_from_terraform(const Node& resource, ReadDocument& out) {
  if (const Node versioning = block(resource, "versioning"); versioning.there()) out.versioning = versioning["enabled"].boolean();
  Input document = {{"rule", Input::array()}};
  for (const Node& rule : resource["lifecycle_rule"].elements()) {
    Input one = Input::object();
    if (!rule.only({"action", "condition"})) continue;
    const Node action = block(rule, "action"), condition = block(rule, "condition");
    if (action.there() && action.only({"type", "storage_class"})) {
      copy_text(action["type"], one["action"], "type");
      copy_text(action["storage_class"], one["action"], "storageClass");
    }
    one["condition"] = condition.there() ? gcs_condition(condition) : Input::object();
    if (one["condition"].empty()) condition.unknown("no condition is left: a 0 is not sent to GCS unless `send_..._if_zero` is true");
    document["rule"].push_back(std::move(one));
  }
  return document;
}

}  // namespace shelflife::reading
