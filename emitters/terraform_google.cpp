// hashicorp/google: lifecycle rules are blocks of the bucket, so the bucket itself is in the module. It is
// imported, never destroyed, and what the policy does not speak of is left as it is.
#include <nlohmann/json.hpp>

#include "emitters/gcs.hpp"
#include "emitters/terraform.hpp"

namespace shelflife {
namespace {

constexpr std::uint64_t seconds_a_day = 86400;

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(terraform_text(value));
  return list;
}

// The provider drops a zero unless told to send it, and has sent zeros that nobody wrote: each switch is
// said.
Json condition_block(const NativeFilter& filter, const NativeAction& action) {
  Json block = Json::object();
  const bool noncurrent =
      action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::transition_noncurrent;
  block[noncurrent ? "days_since_noncurrent_time" : "age"] = action.days;
  block["with_state"] = action.kind == ActionKind::abort_uploads ? "ANY" : noncurrent ? "ARCHIVED" : "LIVE";
  if (noncurrent && action.newer_noncurrent > 0) block["num_newer_versions"] = action.newer_noncurrent + 1;
  if (moves(action.kind)) block["matches_storage_class"] = texts(gcs_warmer_classes(action.storage_class));
  if (!filter.prefixes.empty()) block["matches_prefix"] = texts(filter.prefixes);
  if (!filter.suffixes.empty()) block["matches_suffix"] = texts(filter.suffixes);
  const SizeBounds sizes = exclusive_sizes(filter, gcs_largest_size);
  if (sizes.above) block["size_above_bytes"] = *sizes.above;
  if (sizes.below) block["size_below_bytes"] = *sizes.below;
  block["send_age_if_zero"] = !noncurrent && action.days == 0;
  block["send_days_since_noncurrent_time_if_zero"] = noncurrent && action.days == 0;
  block["send_days_since_custom_time_if_zero"] = false;
  block["send_num_newer_versions_if_zero"] = false;
  return block;
}

Json action_block(const NativeAction& action) {
  if (moves(action.kind))
    return {{"type", "SetStorageClass"}, {"storage_class", terraform_text(action.storage_class)}};
  return {{"type", action.kind == ActionKind::abort_uploads ? "AbortIncompleteMultipartUpload" : "Delete"}};
}

}  // namespace

void terraform_google(const EmitContext& context, TerraformModule& module) {
  for (const NativeDocument& document : context.lowered.documents) {
    if (document.provider != Provider::gcs) continue;
    const StoreId id = document.stores.at(0);
    const Store& store = context.policy.stores[id];
    const std::string name = module.names.unique(document.name);
    Json& made = module.resource("google_storage_bucket", name);
    made["//"] = "The bucket exists: terraform import google_storage_bucket." + name + " NAME, once.";
    made["name"] = terraform_text(store.bucket);
    const std::string location = module.variable(
        "gcs_location_" + name, "Location of the bucket of " + store.name + ", such as EU or us-east1");
    if (!store.region.empty()) module.variables[location]["default"] = terraform_text(store.region);
    made["location"] = refer(location);
    made["force_destroy"] = false;
    Json ignored = Json::array();  // of others: not this policy's to change
    const auto setting = [&](bool declared, const char* argument, Json value) {
      if (declared)
        made[argument] = std::move(value);
      else
        ignored.push_back(argument);
    };
    setting(store.versioning || store.object_lock, "versioning", {{"enabled", store.versioned()}});
    if (store.encryption != Encryption::managed)
      setting(store.encryption == Encryption::kms, "encryption",
              {{"default_kms_key_name", terraform_text(store.kms_key)}});
    setting(store.access_log.has_value(), "logging",
            {{"log_bucket", terraform_text(store.access_log.value_or(""))},
             {"log_object_prefix", terraform_text(store.bucket)}});
    setting(store.public_access.has_value(), "public_access_prevention",
            store.public_access.value_or(false) ? "inherited" : "enforced");
    const std::uint64_t soft_delete = gcs_soft_delete_days(context.policy, id) * seconds_a_day;
    setting(soft_delete > 0, "soft_delete_policy", {{"retention_duration_seconds", soft_delete}});
    setting(store.object_lock, "enable_object_retention", true);
    const DefaultLock* lock = default_lock(context.lowered, id);
    setting(lock != nullptr, "retention_policy",
            {{"retention_period", std::to_string(lock != nullptr ? lock->duration.days * seconds_a_day : 0)},
             {"is_locked", lock != nullptr && lock->mode == LockMode::compliance}});
    for (const char* argument :
         {"storage_class", "labels", "cors", "website", "autoclass", "requester_pays", "rpo",
          "default_event_based_hold", "custom_placement_config", "uniform_bucket_level_access"})
      ignored.push_back(argument);
    for (const NativeRule& rule : document.rules) check_gcs_rule(rule);
    for (const EmittedRule& rule : emitted_rules(document, context.freeze))
      made["lifecycle_rule"].push_back({{"action", action_block(rule.actions[0])},
                                        {"condition", condition_block(rule.from->filter, rule.actions[0])}});
    made["lifecycle"] = {{"prevent_destroy", true}, {"ignore_changes", std::move(ignored)}};
    if (store.replicate_to) {
      Json& job = module.resource("google_storage_transfer_job", name);
      job["description"] = terraform_text("shelflife: copies of " + store.name);
      job["replication_spec"] = {{"gcs_data_source", {{"bucket_name", terraform_text(store.bucket)}}},
                                 {"gcs_data_sink", {{"bucket_name", terraform_text(*store.replicate_to)}}}};
    }
  }
}

}  // namespace shelflife
