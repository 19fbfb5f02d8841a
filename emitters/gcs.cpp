// lifecycle.json as `gcloud storage buckets update --lifecycle-file` takes it (Bucket resource, `lifecycle`).
#include "emitters/gcs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/model/capability.hpp"

namespace shelflife {
namespace {

constexpr std::uint64_t seconds_a_day = 86400;

void add_condition(Json& condition, const NativeFilter& filter, const NativeAction& action) {
  switch (action.kind) {
    case ActionKind::expire:
      condition["age"] = action.days;
      condition["isLive"] = true;
      break;
    case ActionKind::transition:
      condition["age"] = action.days;
      condition["isLive"] = true;
      condition["matchesStorageClass"] = gcs_warmer_classes(action.storage_class);
      break;
    case ActionKind::expire_noncurrent:
    case ActionKind::transition_noncurrent:
      condition["daysSinceNoncurrentTime"] = action.days;
      condition["isLive"] = false;
      // numNewerVersions counts the live revision too (Object Lifecycle Management, "numNewerVersions").
      if (action.newer_noncurrent > 0) condition["numNewerVersions"] = action.newer_noncurrent + 1;
      if (action.kind == ActionKind::transition_noncurrent)
        condition["matchesStorageClass"] = gcs_warmer_classes(action.storage_class);
      break;
    case ActionKind::abort_uploads:
      condition["age"] = action.days;
      break;
    case ActionKind::expire_snapshots:
    case ActionKind::expired_markers:
      break;  // refused by check_gcs_rule
  }
  if (!filter.prefixes.empty()) condition["matchesPrefix"] = filter.prefixes;
  if (!filter.suffixes.empty()) condition["matchesSuffix"] = filter.suffixes;
  // int64 is a string in the API's JSON.
  const SizeBounds sizes = exclusive_sizes(filter, gcs_largest_size);
  if (sizes.above) condition["sizeAboveBytes"] = std::to_string(*sizes.above);
  if (sizes.below) condition["sizeBelowBytes"] = std::to_string(*sizes.below);
}

Json action_json(const NativeAction& action) {
  if (moves(action.kind)) return {{"type", "SetStorageClass"}, {"storageClass", action.storage_class}};
  return {{"type", action.kind == ActionKind::abort_uploads ? "AbortIncompleteMultipartUpload" : "Delete"}};
}

Json lifecycle_json(const std::vector<EmittedRule>& rules) {
  Json list = Json::array();
  for (const EmittedRule& rule : rules) {
    Json condition = Json::object();
    add_condition(condition, rule.from->filter, rule.actions[0]);
    list.push_back({{"action", action_json(rule.actions[0])}, {"condition", std::move(condition)}});
  }
  return {{"lifecycle", {{"rule", std::move(list)}}}};
}

bool uses_sizes(const std::vector<EmittedRule>& rules) {
  for (const EmittedRule& rule : rules)
    if (rule.from->filter.size_min || rule.from->filter.size_max) return true;
  return false;
}

void update(const Store& store, ShellScript& script, std::initializer_list<std::string> options) {
  ShellCommand command{"gcloud", "storage", "buckets", "update", "gs://" + store.bucket};
  for (const std::string& option : options) command.emplace_back(option);
  script.run(command);
}

Json retention_json(const DefaultLock& lock) {
  return {{"retentionPolicy", {{"retentionPeriod", std::to_string(lock.duration.days * seconds_a_day)}}}};
}

}  // namespace

std::vector<std::string> gcs_warmer_classes(const std::string& storage_class) {
  std::vector<std::string> warmer{"STANDARD", "MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"};
  for (const char* name : {"NEARLINE", "COLDLINE", "ARCHIVE"}) {
    if (storage_class == name) return warmer;
    warmer.emplace_back(name);
  }
  return {};  // nothing is warmer than STANDARD
}

std::uint32_t gcs_soft_delete_days(const Policy& policy, StoreId store) {
  // A versioned bucket keeps what is deleted as noncurrent revisions.
  return policy.stores[store].versioned() ? 0 : soft_delete_days(policy, store);
}

void check_gcs_rule(const NativeRule& rule) {
  const NativeFilter& filter = rule.filter;
  if (!filter.tags.empty()) refuse(rule, "GCS has no tag filter");
  if (rule.actions.empty()) refuse(rule, "GCS refuses a rule without an action");
  for (const NativeAction& action : rule.actions) {
    if (action.clock == NativeClock::accessed) refuse(rule, "GCS does not track access");
    const bool noncurrent =
        action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::transition_noncurrent;
    if (noncurrent && action.clock != NativeClock::noncurrent)
      refuse(rule, "noncurrent days count from noncurrent");
    if (moves(action.kind) && gcs_warmer_classes(action.storage_class).empty())
      refuse(rule, "no class is warmer than the move's");
    if (action.kind == ActionKind::abort_uploads && (filter.size_min || filter.size_max))
      refuse(rule, "an upload has no size");
    if (action.kind == ActionKind::expire_snapshots || action.kind == ActionKind::expired_markers)
      refuse(rule, "GCS has neither snapshots nor delete markers");
    if (action.kind == ActionKind::expire && action.days == 0) refuse(rule, "age 0 deletes everything");
  }
}

std::vector<OutputFile> gcs_settings(const EmitContext& context, StoreId id, const std::string& folder) {
  const Store& store = context.policy.stores[id];
  std::vector<OutputFile> files;
  const auto add = [&](const char* name, const Json& json) {
    files.push_back({folder + "/" + name, to_file(json), false});
  };
  if (store.versioning || store.object_lock)
    add("versioning.json", {{"versioning", {{"enabled", store.versioned()}}}});
  if (store.encryption == Encryption::kms)
    add("encryption.json", {{"encryption", {{"defaultKmsKeyName", store.kms_key}}}});
  if (const DefaultLock* lock = default_lock(context.lowered, id))
    add("retention.json", retention_json(*lock));
  if (const std::uint32_t days = gcs_soft_delete_days(context.policy, id); days > 0)
    add("soft-delete.json",
        {{"softDeletePolicy", {{"retentionDurationSeconds", std::to_string(days * seconds_a_day)}}}});
  if (store.access_log)
    add("logging.json", {{"logging", {{"logBucket", *store.access_log}, {"logObjectPrefix", store.bucket}}}});
  if (store.public_access)
    add("public-access.json",
        {{"iamConfiguration",
          {{"publicAccessPrevention", *store.public_access ? "inherited" : "enforced"}}}});
  return files;
}

void gcs_settings_commands(const EmitContext& context, StoreId id, ShellScript& script) {
  const Store& store = context.policy.stores[id];
  script.comment("Protections first.");
  if (store.versioning || store.object_lock)
    update(store, script, {store.versioned() ? "--versioning" : "--no-versioning"});
  if (const std::uint32_t days = gcs_soft_delete_days(context.policy, id); days > 0)
    update(store, script, {"--soft-delete-duration=" + std::to_string(days) + "d"});
  if (store.object_lock) {
    script.loud("object retention cannot be switched off again");
    update(store, script, {"--enable-per-object-retention"});
  }
  if (const DefaultLock* lock = default_lock(context.lowered, id)) {
    update(store, script,
           {"--retention-period=" + std::to_string(lock->duration.days * seconds_a_day) + "s"});
    if (lock->mode == LockMode::compliance) {
      script.loud(
          "locking the retention policy: from now on it can only be made longer, and the bucket stays until "
          "its last object may go");
      update(store, script, {"--lock-retention-period"});
    }
  }
  if (store.encryption == Encryption::kms)
    update(store, script, {"--default-encryption-key=" + store.kms_key});
  if (store.encryption == Encryption::managed) update(store, script, {"--clear-default-encryption-key"});
  if (store.public_access)
    update(store, script,
           {*store.public_access ? "--no-public-access-prevention" : "--public-access-prevention"});
  if (store.access_log)
    update(store, script, {"--log-bucket=gs://" + *store.access_log, "--log-object-prefix=" + store.bucket});
  if (store.replicate_to) {
    script.comment("Copies new objects to the other bucket; deletions stay here.");
    script.run({"gcloud", "transfer", "jobs", "create", "gs://" + store.bucket, "gs://" + *store.replicate_to,
                "--replication"});
  }
}

std::vector<OutputFile> emit_gcs(const EmitContext& context, const NativeDocument& document) {
  const StoreId id = document.stores.at(0);
  const Store& store = context.policy.stores[id];
  const std::string folder = folder_name(context.lowered, document);
  for (const NativeRule& rule : document.rules) check_gcs_rule(rule);
  std::vector<OutputFile> files = gcs_settings(context, id, folder);
  const std::vector<EmittedRule> rules = emitted_rules(document, context.freeze);

  ShellScript script("Applies the policy to the GCS bucket of " + document.name + ".");
  gcs_settings_commands(context, id, script);
  if (rules.empty()) {
    // A file with an empty list would not do: gcloud sends {"lifecycle":{}}, which changes nothing.
    script.comment(
        context.freeze
            ? "GCS cannot disable a rule; none is left, so what is deployed goes."
            : "No native rule: what an earlier build deployed goes, so that it deletes nothing more.");
    update(store, script, {"--clear-lifecycle"});
  } else {
    files.push_back({folder + "/lifecycle.json", to_file(lifecycle_json(rules)), false});
    script.comment(context.freeze ? "The same rules without the deletes." : "Last of all: the rules.");
    if (uses_sizes(rules)) script.comment("Conditions on sizes need a gcloud newer than 528.");
    update(store, script, {"--lifecycle-file=lifecycle.json"});
  }
  files.push_back({folder + "/apply.sh", script.text(), true});
  return files;
}

}  // namespace shelflife
