// hashicorp/aws: one resource a setting, all of them on a bucket that exists already.
#include <map>
#include <nlohmann/json.hpp>

#include "emitters/s3.hpp"
#include "emitters/terraform.hpp"

namespace shelflife {
namespace {

// An empty block means the whole bucket; `prefix = ""` would come back as another plan each time.
Json filter_block(const NativeFilter& filter) {
  const SizeBounds sizes = exclusive_sizes(filter, s3_largest_size);
  Json parts = Json::object();
  if (!filter.prefixes.empty()) parts["prefix"] = terraform_text(filter.prefixes[0]);
  if (sizes.above) parts["object_size_greater_than"] = *sizes.above;
  if (sizes.below) parts["object_size_less_than"] = *sizes.below;
  if (filter.tags.empty() && parts.size() <= 1) return parts;
  if (filter.tags.size() == 1 && parts.empty()) {
    const auto& [key, value] = filter.tags[0];
    return {{"tag", {{"key", terraform_text(key)}, {"value", terraform_text(value)}}}};
  }
  for (const auto& [key, value] : filter.tags) parts["tags"][terraform_text(key)] = terraform_text(value);
  return {{"and", std::move(parts)}};
}

void add_action(Json& rule, const NativeAction& action) {
  switch (action.kind) {
    case ActionKind::transition:
      rule["transition"].push_back(
          {{"days", action.days}, {"storage_class", terraform_text(action.storage_class)}});
      return;
    case ActionKind::transition_noncurrent: {
      Json move = {{"noncurrent_days", action.days}, {"storage_class", terraform_text(action.storage_class)}};
      if (action.newer_noncurrent > 0) move["newer_noncurrent_versions"] = action.newer_noncurrent;
      rule["noncurrent_version_transition"].push_back(std::move(move));
      return;
    }
    case ActionKind::expire:
      rule["expiration"]["days"] = action.days;
      return;
    case ActionKind::expired_markers:
      rule["expiration"]["expired_object_delete_marker"] = true;
      return;
    case ActionKind::expire_noncurrent:
      rule["noncurrent_version_expiration"]["noncurrent_days"] = action.days;
      if (action.newer_noncurrent > 0)
        rule["noncurrent_version_expiration"]["newer_noncurrent_versions"] = action.newer_noncurrent;
      return;
    case ActionKind::abort_uploads:
      rule["abort_incomplete_multipart_upload"]["days_after_initiation"] = action.days;
      return;
    case ActionKind::expire_snapshots:
      return;  // refused by check_s3_rule
  }
}

Json rule_blocks(const NativeDocument& document, bool freeze) {
  Json rules = Json::array();
  for (const EmittedRule& rule : emitted_rules(document, freeze)) {
    check_s3_rule(*rule.from);
    Json block = {{"id", terraform_text(rule.id)}, {"status", rule.enabled ? "Enabled" : "Disabled"}};
    block["filter"] = filter_block(rule.from->filter);
    for (const NativeAction& action : rule.actions) add_action(block, action);
    rules.push_back(std::move(block));
  }
  return rules;
}

// Stores of one region need no alias; of several, each region has a provider of its own.
class Regions {
 public:
  Regions(const EmitContext& context, TerraformModule& module) {
    for (const NativeDocument& document : context.lowered.documents)
      if (document.provider == Provider::s3) aliases_[region(context, document)];
    const bool one = aliases_.size() == 1;
    if (one && aliases_.begin()->first.empty()) return;
    Json providers = Json::array();
    TerraformNames names;
    for (auto& [name, alias] : aliases_) {
      Json provider = Json::object();
      if (!name.empty()) {
        if (!one) provider["alias"] = alias = names.unique(name);
        provider["region"] = terraform_text(name);
      }
      if (!provider.empty()) providers.push_back(std::move(provider));
    }
    module.providers["aws"] = std::move(providers);
  }
  void place(const EmitContext& context, const NativeDocument& document, Json& resource) const {
    const std::string& alias = aliases_.at(region(context, document));
    if (!alias.empty()) resource["provider"] = "aws." + alias;
  }

 private:
  static std::string region(const EmitContext& context, const NativeDocument& document) {
    return context.policy.stores[document.stores.at(0)].region;
  }
  std::map<std::string, std::string> aliases_;
};

struct StorePrinter {
  const EmitContext& context;
  TerraformModule& module;
  const Regions& regions;
  const NativeDocument& document;
  const Store& store;
  std::string name;
  Json before = Json::array();  // what the lifecycle waits for

  Json& resource(const char* type) {
    Json& made = module.resource(type, name);
    regions.place(context, document, made);
    made["bucket"] = terraform_text(store.bucket);
    return made;
  }
  void after_versioning(Json& made) const {
    if (says_versioning()) made["depends_on"] = Json::array({"aws_s3_bucket_versioning." + name});
  }
  bool says_versioning() const { return store.versioned(); }

  void settings() {
    if (says_versioning()) {
      Json& made = resource("aws_s3_bucket_versioning");
      made["versioning_configuration"]["status"] = "Enabled";
      // Destroying it suspends versions, and from then on a deletion is final.
      if (store.versioned()) made["lifecycle"]["prevent_destroy"] = true;
      before.push_back("aws_s3_bucket_versioning." + name);
    }
    if (store.object_lock) {
      Json& made = resource("aws_s3_bucket_object_lock_configuration");
      made["object_lock_enabled"] = "Enabled";
      if (const DefaultLock* lock = default_lock(context.lowered, document.stores[0]))
        made["rule"]["default_retention"] = {
            {"mode", lock->mode == LockMode::compliance ? "COMPLIANCE" : "GOVERNANCE"},
            {"days", lock->duration.days}};
      made["lifecycle"]["prevent_destroy"] = true;
      after_versioning(made);
      before.push_back("aws_s3_bucket_object_lock_configuration." + name);
    }
    if (store.encryption != Encryption::unsaid) {
      const bool kms = store.encryption == Encryption::kms;
      Json rule;
      rule["apply_server_side_encryption_by_default"]["sse_algorithm"] = kms ? "aws:kms" : "AES256";
      if (kms)
        rule["apply_server_side_encryption_by_default"]["kms_master_key_id"] = terraform_text(store.kms_key);
      if (kms) rule["bucket_key_enabled"] = true;
      resource("aws_s3_bucket_server_side_encryption_configuration")["rule"] = std::move(rule);
    }
    if (store.public_access) {
      Json& made = resource("aws_s3_bucket_public_access_block");
      for (const char* argument :
           {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"})
        made[argument] = !*store.public_access;
    }
    if (store.access_log) {
      Json& made = resource("aws_s3_bucket_logging");
      made["target_bucket"] = terraform_text(*store.access_log);
      made["target_prefix"] = terraform_text(store.bucket) + "/";
    }
    if (store.replicate_to) replication();
    if (store.sweep == Sweep::marked) sweep_policy();
  }

  void replication() {
    Json& made = resource("aws_s3_bucket_replication_configuration");
    made["role"] = refer(module.variable("replication_role_arn_" + name,
                                         "ARN of the role that S3 replicates " + store.name + " with"));
    Json rule = {{"id", "shelflife"}, {"priority", 1}, {"status", "Enabled"}, {"filter", Json::object()}};
    rule["delete_marker_replication"]["status"] = "Disabled";
    rule["destination"]["bucket"] = terraform_text(s3_arn(store, *store.replicate_to));
    if (replica_needs_key(store)) {
      rule["source_selection_criteria"]["sse_kms_encrypted_objects"]["status"] = "Enabled";
      const std::string key = replica_key(context.policy, store);
      rule["destination"]["encryption_configuration"]["replica_kms_key_id"] =
          key.empty() ? refer(module.variable("replica_kms_key_arn_" + name,
                                              "ARN of the KMS key that encrypts the copies of " + store.name))
                      : terraform_text(key);
    }
    made["rule"] = Json::array({std::move(rule)});
    after_versioning(made);
  }

  // A bucket has one policy, and this resource owns all of it: what else it says comes in through the
  // variable.
  void sweep_policy() {
    const std::string pruner = module.variable("pruner_role_arn_" + name,
                                               "ARN of the role that the pruner runs as on " + store.name);
    const std::string present =
        module.variable("bucket_policy_" + name, "JSON of the policy that the bucket of " + store.name +
                                                     " has now, \"\" for none; it is kept and extended");
    Json& policy = module.data["aws_iam_policy_document"][name];
    const std::string reference = "var." + present;
    policy["source_policy_documents"] = "${" + reference + " == \"\" ? [] : [" + reference + "]}";
    Json statement = {{"sid", "ShelflifeSweepTag"}, {"effect", "Deny"}};
    statement["principals"] = {{"type", "*"}, {"identifiers", Json::array({"*"})}};
    statement["actions"] = {"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"};
    statement["resources"] = Json::array({terraform_text(s3_arn(store, store.bucket)) + "/*"});
    statement["condition"] = Json::array();
    const auto condition = [&](const char* test, const char* variable, const std::string& value) {
      statement["condition"].push_back(
          {{"test", test}, {"variable", variable}, {"values", Json::array({value})}});
    };
    condition("ForAnyValue:StringEquals", "s3:RequestObjectTagKeys", s3_sweep_tag);
    condition("ArnNotEquals", "aws:PrincipalArn", refer(pruner));
    policy["statement"] = Json::array({std::move(statement)});
    resource("aws_s3_bucket_policy")["policy"] = "${data.aws_iam_policy_document." + name + ".json}";
    before.push_back("aws_s3_bucket_policy." + name);
  }

  void lifecycle() {
    if (document.rules.empty()) return;  // Terraform then removes what an earlier build deployed
    Json& made = resource("aws_s3_bucket_lifecycle_configuration");
    made["transition_default_minimum_object_size"] = s3_minimum_size_mode;
    made["rule"] = rule_blocks(document, context.freeze);
    if (!before.empty()) made["depends_on"] = before;
  }
};

}  // namespace

void terraform_aws(const EmitContext& context, TerraformModule& module) {
  const Regions regions(context, module);
  for (const NativeDocument& document : context.lowered.documents) {
    if (document.provider != Provider::s3) continue;
    const Store& store = context.policy.stores[document.stores.at(0)];
    StorePrinter printer{context, module, regions, document, store, module.names.unique(document.name)};
    printer.settings();
    printer.lifecycle();
  }
}

}  // namespace shelflife
