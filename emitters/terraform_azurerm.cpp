// hashicorp/azurerm. Versioning, soft delete, access tracking and public access are arguments of the storage
// account itself, which this module does not own: apply.sh sets them.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "emitters/azure.hpp"
#include "emitters/terraform.hpp"

namespace shelflife {
namespace {

// Argument names differ from block to block (azurerm_storage_management_policy, "Argument Reference").
std::string base_argument(const NativeAction& action, const std::string& what) {
  return what + "_after_days_since_" +
         (action.clock == NativeClock::accessed ? "last_access_time" : "modification") + "_greater_than";
}

std::string old_tier_argument(const NativeAction& action) {
  if (action.storage_class == "Cold") return "tier_to_cold_after_days_since_creation_greater_than";
  return std::string("change_tier_to_") + (action.storage_class == "Cool" ? "cool" : "archive") +
         "_after_days_since_creation";
}

void add_action(Json& actions, const NativeAction& action) {
  switch (action.kind) {
    case ActionKind::transition: {
      const char* tier = action.storage_class == "Cool"   ? "tier_to_cool"
                         : action.storage_class == "Cold" ? "tier_to_cold"
                                                          : "tier_to_archive";
      actions["base_blob"][base_argument(action, tier)] = action.days;
      return;
    }
    case ActionKind::expire:
      actions["base_blob"][base_argument(action, "delete")] = action.days;
      return;
    case ActionKind::transition_noncurrent:
      actions["version"][old_tier_argument(action)] = action.days;
      return;
    case ActionKind::expire_noncurrent:
      actions["version"]["delete_after_days_since_creation"] = action.days;
      return;
    case ActionKind::expire_snapshots:
      actions["snapshot"]["delete_after_days_since_creation_greater_than"] = action.days;
      return;
    case ActionKind::expired_markers:
    case ActionKind::abort_uploads:
      return;  // refused by check_azure_rule
  }
}

Json rule_blocks(const EmitContext& context, const NativeDocument& document) {
  Json rules = Json::array();
  for (const EmittedRule& rule : emitted_rules(document, context.freeze)) {
    check_azure_rule(*rule.from);
    Json filters = {{"blob_types", azure_blob_types(*rule.from)}, {"prefix_match", Json::array()}};
    for (const std::string& prefix :
         azure_prefixes(context.policy.stores[rule.from->store], rule.from->filter))
      filters["prefix_match"].push_back(terraform_text(prefix));
    for (const auto& [name, value] : rule.from->filter.tags)
      filters["match_blob_index_tag"].push_back(
          {{"name", terraform_text(name)}, {"operation", "=="}, {"value", terraform_text(value)}});
    Json actions = Json::object();
    for (const NativeAction& action : rule.actions) add_action(actions, action);
    rules.push_back({{"name", rule.id},
                     {"enabled", rule.enabled},
                     {"filters", std::move(filters)},
                     {"actions", std::move(actions)}});
  }
  return rules;
}

void account_settings(const AzureAccount& account, const std::string& name, const std::string& id,
                      TerraformModule& module) {
  if (const std::optional<KeyVaultKey> key = key_vault_key(account.kms_key)) {
    Json& made = module.resource("azurerm_storage_account_customer_managed_key", name);
    made["storage_account_id"] = id;
    made["key_vault_uri"] = terraform_text(key->vault);
    made["key_name"] = terraform_text(key->name);
    if (!key->version.empty()) made["key_version"] = terraform_text(key->version);
  }
  if (account.access_log) {
    Json& made = module.resource("azurerm_monitor_diagnostic_setting", name);
    made["name"] = "shelflife";
    made["target_resource_id"] = id + "/blobServices/default";
    const bool workspace = account.access_log->find("/workspaces/") != std::string::npos;
    made[workspace ? "log_analytics_workspace_id" : "storage_account_id"] =
        terraform_text(*account.access_log);
    for (const char* category : {"StorageRead", "StorageWrite", "StorageDelete"})
      made["enabled_log"].push_back({{"category", category}});
  }
}

// Version and snapshot ages count from creation: only soft delete makes such a delete recoverable, and it is a setting
// of the account, which this module does not own. So whoever applies it has to say what the account keeps.
void demand_soft_delete(const AzureAccount& account, const NativeDocument& document, const std::string& name,
                        TerraformModule& module) {
  const bool counts_on_it = std::any_of(document.rules.begin(), document.rules.end(), [](const NativeRule& rule) {
    return std::any_of(rule.actions.begin(), rule.actions.end(), [](const NativeAction& action) {
      return action.kind == ActionKind::expire_noncurrent || action.kind == ActionKind::expire_snapshots;
    });
  });
  if (!counts_on_it) return;
  const std::string days = std::to_string(account.soft_delete_days);
  const std::string id = module.variable("azure_soft_delete_days_" + name,
                                         "Days of blob soft delete on the storage account " + account.account + " (apply.sh sets " + days + ")");
  Json& made = module.variables[id];
  made["type"] = "number";
  made["validation"]["condition"] = "${var." + id + " >= " + days + "}";
  made["validation"]["error_message"] = "Deletes of old versions and snapshots count on at least " + days + " days of blob soft delete.";
}

}  // namespace

void terraform_azurerm(const EmitContext& context, TerraformModule& module) {
  module.providers["azurerm"]["features"] = Json::object();
  for (const NativeDocument& document : context.lowered.documents) {
    if (document.provider != Provider::azure) continue;
    const std::string name = module.names.unique(document.name);
    const AzureAccount account = azure_account(context, document);
    const std::string id = refer(
        module.variable("azure_account_id_" + name, "Resource id of the storage account " + account.account));
    Json before = Json::array();
    for (StoreId store_id : document.stores) {
      const Store& store = context.policy.stores[store_id];
      const std::string resource = module.names.unique(name + "_" + store.name);
      if (const DefaultLock* lock = default_lock(context.lowered, store_id)) {
        Json& made = module.resource("azurerm_storage_container_immutability_policy", resource);
        made["storage_container_resource_manager_id"] =
            id + "/blobServices/default/containers/" + terraform_text(store.bucket);
        made["immutability_period_in_days"] = lock->duration.days;
        made["locked"] = lock->mode == LockMode::compliance;
        made["lifecycle"]["prevent_destroy"] = true;
        before.push_back("azurerm_storage_container_immutability_policy." + resource);
      }
      if (store.replicate_to) {
        const AzureTarget target = replication_target(context.policy, store);
        Json& made = module.resource("azurerm_storage_object_replication", resource);
        made["source_storage_account_id"] = id;
        made["destination_storage_account_id"] = refer(module.variable(
            "azure_replica_id_" + resource, "Resource id of the storage account " + target.account));
        made["rules"] = Json::array({{{"source_container_name", terraform_text(store.bucket)},
                                      {"destination_container_name", terraform_text(target.container)}}});
      }
    }
    account_settings(account, name, id, module);
    if (document.rules.empty()) continue;  // Terraform then removes what an earlier build deployed
    demand_soft_delete(account, document, name, module);
    Json& made = module.resource("azurerm_storage_management_policy", name);
    made["storage_account_id"] = id;
    made["rule"] = rule_blocks(context, document);
    if (!before.empty()) made["depends_on"] = std::move(before);
  }
}

}  // namespace shelflife
