// The bucket's settings, each as the `aws s3api put-bucket-...` command of its own takes it.
#include <nlohmann/json.hpp>

#include "emitters/s3.hpp"

namespace shelflife {
namespace {

Json encryption_json(const Store& store) {
  Json by_default;
  by_default["SSEAlgorithm"] = store.encryption == Encryption::kms ? "aws:kms" : "AES256";
  if (store.encryption == Encryption::kms) by_default["KMSMasterKeyID"] = store.kms_key;
  Json rule = {{"ApplyServerSideEncryptionByDefault", by_default}};
  if (store.encryption == Encryption::kms) rule["BucketKeyEnabled"] = true;
  return {{"Rules", Json::array({rule})}};
}

Json object_lock_json(const DefaultLock* lock) {
  Json json = {{"ObjectLockEnabled", "Enabled"}};
  if (lock != nullptr)
    json["Rule"]["DefaultRetention"] = {
        {"Mode", lock->mode == LockMode::compliance ? "COMPLIANCE" : "GOVERNANCE"},
        {"Days", lock->duration.days}};
  return json;
}

Json replication_json(const Policy& policy, const Store& store) {
  Json destination = {{"Bucket", s3_arn(store, *store.replicate_to)}};
  Json rule = {{"ID", "shelflife"}, {"Priority", 1}, {"Filter", Json::object()}, {"Status", "Enabled"}};
  if (replica_needs_key(store)) {
    // Without both parts S3 silently leaves objects that KMS encrypts out of the replica
    // (API_SourceSelectionCriteria).
    const std::string key = replica_key(policy, store);
    destination["EncryptionConfiguration"]["ReplicaKmsKeyID"] = key.empty() ? "REPLICA_KMS_KEY_ARN" : key;
    rule["SourceSelectionCriteria"]["SseKmsEncryptedObjects"]["Status"] = "Enabled";
  }
  // A deletion here must not reach the copy.
  rule["DeleteMarkerReplication"] = {{"Status", "Disabled"}};
  rule["Destination"] = std::move(destination);
  return {{"Role", "REPLICATION_ROLE_ARN"}, {"Rules", Json::array({rule})}};
}

// The tag is the deletion, so nobody but the pruner may write it. A denied role is named by the ARN of the
// role, also in its sessions (IAM User Guide, aws:PrincipalArn); a missing key makes ArnNotEquals true.
Json sweep_policy_json(const Store& store) {
  Json statement;
  statement["Sid"] = "ShelflifeSweepTag";
  statement["Effect"] = "Deny";
  statement["Principal"] = "*";
  statement["Action"] = {"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"};
  statement["Resource"] = s3_arn(store, store.bucket) + "/*";
  statement["Condition"]["ForAnyValue:StringEquals"]["s3:RequestObjectTagKeys"] = Json::array({s3_sweep_tag});
  statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"] = "PRUNER_ROLE_ARN";
  return {{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}};
}

Json public_access_json(bool allowed) {
  Json json;
  for (const char* name :
       {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"})
    json[name] = !allowed;
  return json;
}

// Puts an ARN where the template has the variable's name. require_arn admits no character that sed or JSON
// reads as more than text.
constexpr std::string_view fill_function = R"sh(
fill() {
  sed "s|: \"$1\"|: \"$2\"|"
}
)sh";

// Runs with $bucket set and the region, if any, in the positional parameters.
constexpr std::string_view sweep_policy_step = R"sh(
# A bucket has one policy, and an existing one is never replaced: add the statement to it by hand, then set
# BUCKET_POLICY=merged.
document=$(fill PRUNER_ROLE_ARN "$PRUNER_ROLE_ARN" < bucket-policy-deny.json)
if [ "$yes" = yes ] && [ "${BUCKET_POLICY:-}" != merged ]; then
  present=$(aws s3api get-bucket-policy --bucket "$bucket" "$@" --query Policy --output text 2>&1) ||
    case $present in
      *NoSuchBucketPolicy*) present= ;;
      *) printf '%s\n' "$present" >&2; exit 1 ;;
    esac
  case $present in
    '') ;;
    *ShelflifeSweepTag*"$PRUNER_ROLE_ARN"* | *"$PRUNER_ROLE_ARN"*ShelflifeSweepTag*) BUCKET_POLICY=merged ;;
    *) echo "apply.sh: the bucket has a policy; add the statement of bucket-policy-deny.json to it, then set BUCKET_POLICY=merged" >&2
       exit 1 ;;
  esac
fi
if [ "${BUCKET_POLICY:-}" != merged ]; then
  run aws s3api put-bucket-policy --bucket "$bucket" --policy "$document" "$@"
fi
)sh";

void put(const Store& store, ShellScript& script, const char* verb, const char* option,
         const ShellWord& value) {
  ShellCommand command{"aws", "s3api", verb, "--bucket", store.bucket, option, value};
  if (!store.region.empty()) {
    command.emplace_back("--region");
    command.emplace_back(store.region);
  }
  script.run(command);
}

// `versioning off` writes nothing: putting Suspended on a bucket that was never versioned would make it a suspended
// one for good, where an expiry leaves a delete marker (AWS user guide, "Working with objects in a versioning-suspended
// bucket"). What is versioned against the policy's word keeps more than it says, never less.
bool says_versioning(const Store& store) { return store.versioned(); }

}  // namespace

bool replica_needs_key(const Store& store) { return store.encryption == Encryption::kms; }

std::string replica_key(const Policy& policy, const Store& store) {
  if (store.replicate_store == no_id) return "";
  const Store& target = policy.stores[store.replicate_store];
  // ReplicaKmsKeyID takes an ARN only (API_EncryptionConfiguration).
  return target.encryption == Encryption::kms && target.kms_key.rfind("arn:", 0) == 0 ? target.kms_key : "";
}

std::string s3_arn(const Store& near, const std::string& bucket) {
  const char* partition = near.region.rfind("cn-", 0) == 0       ? "aws-cn"
                          : near.region.rfind("us-gov-", 0) == 0 ? "aws-us-gov"
                                                                 : "aws";
  return std::string("arn:") + partition + ":s3:::" + bucket;
}

std::vector<OutputFile> s3_settings(const EmitContext& context, StoreId id, const std::string& folder) {
  const Store& store = context.policy.stores[id];
  std::vector<OutputFile> files;
  const auto add = [&](const char* name, const Json& json) {
    files.push_back({folder + "/" + name, to_file(json), false});
  };
  if (says_versioning(store))
    add("versioning.json", {{"Status", "Enabled"}});
  if (store.encryption != Encryption::unsaid) add("encryption.json", encryption_json(store));
  if (store.object_lock) add("object-lock.json", object_lock_json(default_lock(context.lowered, id)));
  if (store.access_log)
    add("logging.json",
        {{"LoggingEnabled", {{"TargetBucket", *store.access_log}, {"TargetPrefix", store.bucket + "/"}}}});
  if (store.replicate_to) add("replication.json", replication_json(context.policy, store));
  if (store.public_access) add("public-access-block.json", public_access_json(*store.public_access));
  if (store.sweep == Sweep::marked) add("bucket-policy-deny.json", sweep_policy_json(store));
  return files;
}

void s3_settings_commands(const EmitContext& context, StoreId id, ShellScript& script) {
  const Store& store = context.policy.stores[id];
  if (store.replicate_to) {
    script.require_arn("REPLICATION_ROLE_ARN", "the ARN of the role that S3 replicates with");
    if (replica_needs_key(store) && replica_key(context.policy, store).empty())
      script.require_arn("REPLICA_KMS_KEY_ARN", "the ARN of the KMS key that encrypts the copies");
  }
  if (store.sweep == Sweep::marked)
    script.require_arn("PRUNER_ROLE_ARN", "the ARN of the role that the pruner runs as");
  if (store.replicate_to || store.sweep == Sweep::marked) script.raw(fill_function);

  script.comment("Protections first.");
  if (says_versioning(store))
    put(store, script, "put-bucket-versioning", "--versioning-configuration", "file://versioning.json");
  if (store.object_lock) {
    const DefaultLock* lock = default_lock(context.lowered, id);
    script.loud(
        lock != nullptr && lock->mode == LockMode::compliance
            ? "object lock with a compliance default: nobody, not even root, can delete new objects before " +
                  std::to_string(lock->duration.days) + " days have passed, nor switch object lock off"
            : "object lock cannot be switched off again, and versioning cannot be suspended");
    put(store, script, "put-object-lock-configuration", "--object-lock-configuration",
        "file://object-lock.json");
  }
  if (store.encryption != Encryption::unsaid)
    put(store, script, "put-bucket-encryption", "--server-side-encryption-configuration",
        "file://encryption.json");
  if (store.public_access)
    put(store, script, "put-public-access-block", "--public-access-block-configuration",
        "file://public-access-block.json");
  if (store.access_log)
    put(store, script, "put-bucket-logging", "--bucket-logging-status", "file://logging.json");
  if (store.replicate_to) {
    script.raw("replication=$(fill REPLICATION_ROLE_ARN \"$REPLICATION_ROLE_ARN\" < replication.json");
    if (replica_needs_key(store) && replica_key(context.policy, store).empty())
      script.raw(" | fill REPLICA_KMS_KEY_ARN \"$REPLICA_KMS_KEY_ARN\"");
    script.raw(")\n");
    put(store, script, "put-bucket-replication", "--replication-configuration",
        ShellWord::variable("replication"));
  }
  if (store.sweep == Sweep::marked) {
    script.raw("\nbucket=" + shell_quote(store.bucket) + "\nset --" +
               (store.region.empty() ? "" : " --region " + shell_quote(store.region)) + "\n");
    script.raw(sweep_policy_step);
  }
}

}  // namespace shelflife
