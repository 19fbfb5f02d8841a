// Settings of a storage account and its containers: ARM bodies, and the `az` commands that make them so.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/model/capability.hpp"
#include "emitters/azure.hpp"

namespace shelflife {
namespace {

Json blob_service_json(const AzureAccount& account) {
  Json json = Json::object();
  if (account.versioning) json["isVersioningEnabled"] = *account.versioning;
  if (account.change_feed) json["changeFeed"] = {{"enabled", true}};
  if (account.soft_delete_days > 0) {
    json["deleteRetentionPolicy"] = {{"enabled", true}, {"days", account.soft_delete_days}};
    json["containerDeleteRetentionPolicy"] = {{"enabled", true}, {"days", account.soft_delete_days}};
  }
  if (account.access_tracking)
    json["lastAccessTimeTrackingPolicy"] = {{"enable", true},
                                            {"name", "AccessTimeTracking"},
                                            {"trackingGranularityInDays", 1},
                                            {"blobType", Json::array({"blockBlob"})}};
  return {{"properties", json}};
}

Json encryption_json(const std::string& key) {
  const std::optional<KeyVaultKey> parts = key_vault_key(key);
  Json vault = {{"keyname", parts ? parts->name : key}};
  if (parts) vault["keyvaulturi"] = parts->vault;
  if (parts && !parts->version.empty()) vault["keyversion"] = parts->version;
  return {
      {"properties", {{"encryption", {{"keySource", "Microsoft.Keyvault"}, {"keyvaultproperties", vault}}}}}};
}

Json immutability_json(const DefaultLock& lock) {
  return {{"properties", {{"immutabilityPeriodSinceCreationInDays", lock.duration.days}}}};
}

// An object replication policy for one destination account, as `az storage account or-policy create --policy`
// takes it.
Json replication_json(const EmitContext& context, const NativeDocument& document, const std::string& target) {
  Json rules = Json::array();
  for (StoreId id : document.stores) {
    const Store& store = context.policy.stores[id];
    if (!store.replicate_to || replication_target(context.policy, store).account != target) continue;
    rules.push_back({{"sourceContainer", store.bucket},
                     {"destinationContainer", replication_target(context.policy, store).container}});
  }
  const std::string& source = context.policy.stores[document.stores[0]].account;
  return {{"sourceAccount", source}, {"destinationAccount", target}, {"rules", rules}};
}

std::vector<std::string> replication_accounts(const EmitContext& context, const NativeDocument& document) {
  std::vector<std::string> accounts;
  for (StoreId id : document.stores) {
    const Store& store = context.policy.stores[id];
    if (!store.replicate_to) continue;
    const std::string account = replication_target(context.policy, store).account;
    if (std::find(accounts.begin(), accounts.end(), account) == accounts.end()) accounts.push_back(account);
  }
  return accounts;
}

bool says_something(const AzureAccount& account) {
  return account.versioning || account.change_feed || account.soft_delete_days > 0 || account.access_tracking;
}

std::string replication_file(std::size_t index) {
  return index == 0 ? "replication.json" : "replication-" + std::to_string(index + 1) + ".json";
}

ShellWord group() { return ShellWord::variable("RESOURCE_GROUP"); }

void immutability_commands(const EmitContext& context, StoreId id, ShellScript& script) {
  const Store& store = context.policy.stores[id];
  const DefaultLock* lock = default_lock(context.lowered, id);
  if (lock == nullptr && !store.object_lock) return;
  const std::string days = std::to_string(lock != nullptr ? lock->duration.days : 1);
  if (lock == nullptr)
    script.comment(
        "Locks on single blobs need version-level immutability, which a container gets by way of a policy of "
        "its own.");
  script.run({"az", "storage", "container", "immutability-policy", "create", "--account-name", store.account,
              "--resource-group", group(), "--container-name", store.bucket, "--period", days});
  if (store.object_lock) {
    script.loud("version-level immutability of a container cannot be switched off again");
    script.run({"az", "storage", "container-rm", "migrate-vlw", "--storage-account", store.account,
                "--resource-group", group(), "--name", store.bucket});
  }
  if (lock != nullptr && lock->mode == LockMode::compliance) {
    script.raw(
        "etag='<ETAG>'\nif [ \"$yes\" = yes ]; then\n  etag=$(az storage container immutability-policy show "
        "--account-name " +
        shell_quote(store.account) + " --resource-group \"$RESOURCE_GROUP\" --container-name " +
        shell_quote(store.bucket) + " --query etag --output tsv)\nfi\n");
    script.loud(
        "locking the immutability policy: it can only be made longer, five times, and neither the container "
        "nor the account can be deleted while a blob is in it");
    script.run({"az", "storage", "container", "immutability-policy", "lock", "--account-name", store.account,
                "--resource-group", group(), "--container-name", store.bucket, "--if-match",
                ShellWord::variable("etag")});
  }
}

// The policy is made on the destination first; its id then ties the source to it (`az storage account
// or-policy`).
void replication_commands(const EmitContext& context, const NativeDocument& document, ShellScript& script) {
  const std::vector<std::string> targets = replication_accounts(context, document);
  if (targets.empty()) return;
  const std::string& source = context.policy.stores[document.stores[0]].account;
  script.require_variable("DESTINATION_RESOURCE_GROUP",
                          "the resource group of the account that is replicated to");
  const ShellWord there = ShellWord::variable("DESTINATION_RESOURCE_GROUP");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    script.comment("Replication: the destination needs versioning too.");
    script.run({"az", "storage", "account", "or-policy", "create", "--account-name", targets[i],
                "--resource-group", there, "--policy", "@" + replication_file(i)});
    script.raw(
        "replication='<POLICY>'\nif [ \"$yes\" = yes ]; then\n  id=$(az storage account or-policy list "
        "--account-name " +
        shell_quote(targets[i]) + " --resource-group \"$DESTINATION_RESOURCE_GROUP\" --query " +
        shell_quote("[?ends_with(sourceAccount, '" + source + "')].policyId | [0]") +
        " --output tsv)\n  replication=$(az storage account or-policy show --account-name " +
        shell_quote(targets[i]) +
        " --resource-group \"$DESTINATION_RESOURCE_GROUP\" --policy-id \"$id\" --output json)\nfi\n");
    script.run({"az", "storage", "account", "or-policy", "create", "--account-name", source,
                "--resource-group", group(), "--policy", ShellWord::variable("replication")});
  }
}

}  // namespace

AzureAccount azure_account(const EmitContext& context, const NativeDocument& document) {
  AzureAccount account;
  bool says_public = false;
  for (StoreId id : document.stores) {
    const Store& store = context.policy.stores[id];
    account.account = store.account;
    if (store.versioning || store.object_lock)
      account.versioning = account.versioning.value_or(false) || store.versioned();
    // Versions and snapshots are deleted by their age since creation: what makes a delete recoverable is soft delete.
    account.soft_delete_days = soft_delete_days(context.policy, id);  // the same for every container
    account.access_tracking = account.access_tracking || store.access_tracking.value_or(false);
    account.change_feed = account.change_feed || store.replicate_to.has_value();
    account.deny_public = account.deny_public || (store.public_access && !*store.public_access);
    says_public = says_public || store.public_access.value_or(false);
    if (store.encryption == Encryption::kms && account.kms_key.empty()) account.kms_key = store.kms_key;
    if (store.access_log && !account.access_log) account.access_log = store.access_log;
  }
  account.deny_public = account.deny_public && !says_public;
  return account;
}

std::optional<KeyVaultKey> key_vault_key(const std::string& url) {
  const std::size_t keys = url.find("/keys/");
  if (url.rfind("https://", 0) != 0 || keys == std::string::npos) return std::nullopt;
  KeyVaultKey key{url.substr(0, keys), url.substr(keys + 6), ""};
  const std::size_t slash = key.name.find('/');
  if (slash != std::string::npos) {
    key.version = key.name.substr(slash + 1);
    key.name.resize(slash);
  }
  return key;
}

AzureTarget replication_target(const Policy& policy, const Store& store) {
  if (store.replicate_store != no_id)
    return {policy.stores[store.replicate_store].account, policy.stores[store.replicate_store].bucket};
  const std::string& target = store.replicate_to.value();
  const std::size_t slash = target.find('/');
  if (slash == std::string::npos) return {target, store.bucket};
  return {target.substr(0, slash), target.substr(slash + 1)};
}

std::vector<OutputFile> azure_settings(const EmitContext& context, const NativeDocument& document,
                                       const std::string& folder) {
  std::vector<OutputFile> files;
  const auto add = [&](const std::string& name, const Json& json) {
    files.push_back({folder + "/" + name, to_file(json), false});
  };
  const AzureAccount account = azure_account(context, document);
  if (says_something(account)) add("blob-service.json", blob_service_json(account));
  if (!account.kms_key.empty()) add("encryption.json", encryption_json(account.kms_key));
  if (account.deny_public) add("public-access.json", {{"properties", {{"allowBlobPublicAccess", false}}}});
  if (account.access_log) {
    Json logs = Json::array();
    for (const char* category : {"StorageRead", "StorageWrite", "StorageDelete"})
      logs.push_back({{"category", category}, {"enabled", true}});
    add("logging.json", logs);
  }
  for (StoreId id : document.stores)
    if (const DefaultLock* lock = default_lock(context.lowered, id)) {
      const std::string suffix = document.stores.size() == 1 ? "" : "-" + context.policy.stores[id].name;
      add("immutability-policy" + suffix + ".json", immutability_json(*lock));
    }
  const std::vector<std::string> targets = replication_accounts(context, document);
  for (std::size_t i = 0; i < targets.size(); ++i)
    add(replication_file(i), replication_json(context, document, targets[i]));
  return files;
}

void azure_settings_commands(const EmitContext& context, const NativeDocument& document,
                             ShellScript& script) {
  const AzureAccount account = azure_account(context, document);
  script.comment("Protections first.");
  if (says_something(account)) {
    ShellCommand command{"az",     "storage",        "account",       "blob-service-properties",
                         "update", "--account-name", account.account, "--resource-group",
                         group()};
    const auto option = [&](const char* name, const std::string& value) {
      command.emplace_back(name);
      command.emplace_back(value);
    };
    if (account.versioning) option("--enable-versioning", *account.versioning ? "true" : "false");
    if (account.change_feed) option("--enable-change-feed", "true");
    if (account.soft_delete_days > 0) {
      option("--enable-delete-retention", "true");
      option("--delete-retention-days", std::to_string(account.soft_delete_days));
      option("--enable-container-delete-retention", "true");
      option("--container-delete-retention-days", std::to_string(account.soft_delete_days));
    }
    if (account.access_tracking) option("--enable-last-access-tracking", "true");
    script.run(command);
  }
  if (const std::optional<KeyVaultKey> key = key_vault_key(account.kms_key)) {
    ShellCommand command{"az",
                         "storage",
                         "account",
                         "update",
                         "--name",
                         account.account,
                         "--resource-group",
                         group(),
                         "--encryption-key-source",
                         "Microsoft.Keyvault",
                         "--encryption-key-vault",
                         key->vault,
                         "--encryption-key-name",
                         key->name};
    if (!key->version.empty()) {
      command.emplace_back("--encryption-key-version");
      command.emplace_back(key->version);
    }
    script.run(command);
  }
  if (account.deny_public)
    script.run({"az", "storage", "account", "update", "--name", account.account, "--resource-group", group(),
                "--allow-blob-public-access", "false"});
  if (account.access_log) {
    script.raw(
        "resource='<ACCOUNT ID>'\nif [ \"$yes\" = yes ]; then\n  resource=$(az storage account show --name " +
        shell_quote(account.account) +
        " --resource-group \"$RESOURCE_GROUP\" --query id --output tsv)\nfi\n"
        "service=$resource/blobServices/default\n");
    const bool workspace = account.access_log->find("/workspaces/") != std::string::npos;
    script.run({"az", "monitor", "diagnostic-settings", "create", "--name", "shelflife", "--resource",
                ShellWord::variable("service"), workspace ? "--workspace" : "--storage-account",
                *account.access_log, "--logs", "@logging.json"});
  }
  for (StoreId id : document.stores) immutability_commands(context, id, script);
  replication_commands(context, document, script);
}

}  // namespace shelflife
