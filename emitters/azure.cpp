// management-policy.json as `az storage account management-policy create --policy` takes it: all rules of an
// account.
#include "emitters/azure.hpp"

#include <nlohmann/json.hpp>

namespace shelflife {
namespace {

const char* age_name(const NativeAction& action) {
  if (action.kind != ActionKind::transition && action.kind != ActionKind::expire)
    return "daysAfterCreationGreaterThan";
  return action.clock == NativeClock::accessed ? "daysAfterLastAccessTimeGreaterThan"
                                               : "daysAfterModificationGreaterThan";
}

// Cool, Cold, Archive: the names that `tiers on azure` uses.
std::string tier_action(const NativeRule& rule, const std::string& storage_class) {
  if (storage_class == "Cool" || storage_class == "Cold" || storage_class == "Archive")
    return "tierTo" + storage_class;
  refuse(rule, "no such access tier: " + storage_class);
}

void add_action(const NativeRule& rule, Json& actions, const NativeAction& action) {
  const Json age = {{age_name(action), action.days}};
  switch (action.kind) {
    case ActionKind::transition:
      actions["baseBlob"][tier_action(rule, action.storage_class)] = age;
      return;
    case ActionKind::expire:
      actions["baseBlob"]["delete"] = age;
      return;
    case ActionKind::transition_noncurrent:
      actions["version"][tier_action(rule, action.storage_class)] = age;
      return;
    case ActionKind::expire_noncurrent:
      actions["version"]["delete"] = age;
      return;
    case ActionKind::expire_snapshots:
      actions["snapshot"]["delete"] = age;
      return;
    case ActionKind::expired_markers:
    case ActionKind::abort_uploads:
      return;  // refused by check_azure_rule
  }
}

Json policy_json(const Policy& policy, const std::vector<EmittedRule>& rules) {
  Json list = Json::array();
  for (const EmittedRule& rule : rules) {
    Json filters = {{"blobTypes", azure_blob_types(*rule.from)},
                    {"prefixMatch", azure_prefixes(policy.stores[rule.from->store], rule.from->filter)}};
    for (const auto& [name, value] : rule.from->filter.tags)
      filters["blobIndexMatch"].push_back({{"name", name}, {"op", "=="}, {"value", value}});
    Json actions = Json::object();
    for (const NativeAction& action : rule.actions) add_action(*rule.from, actions, action);
    list.push_back({{"name", rule.id},
                    {"enabled", rule.enabled},
                    {"type", "Lifecycle"},
                    {"definition", {{"filters", std::move(filters)}, {"actions", std::move(actions)}}}});
  }
  return {{"rules", std::move(list)}};
}

}  // namespace

std::vector<std::string> azure_prefixes(const Store& store, const NativeFilter& filter) {
  std::vector<std::string> prefixes;
  for (const std::string& prefix : filter.prefixes) prefixes.push_back(store.bucket + "/" + prefix);
  if (prefixes.empty()) prefixes.push_back(store.bucket + "/");
  return prefixes;
}

std::vector<std::string> azure_blob_types(const NativeRule& rule) {
  for (const NativeAction& action : rule.actions) {
    // Append blobs have no access tier. Their access is not tracked either: a delete on that clock would
    // count from the day that tracking was switched on.
    if (moves(action.kind) || action.clock == NativeClock::accessed) return {"blockBlob"};
  }
  return {"blockBlob", "appendBlob"};
}

void check_azure_rule(const NativeRule& rule) {
  const NativeFilter& filter = rule.filter;
  if (!filter.suffixes.empty()) refuse(rule, "Azure has no suffix filter");
  if (filter.size_min || filter.size_max) refuse(rule, "Azure has no size filter");
  if (filter.prefixes.size() > 10) refuse(rule, "Azure takes ten prefixes a rule");
  if (rule.actions.empty()) refuse(rule, "Azure refuses a rule without an action");
  for (char c : rule.id)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
      refuse(rule, "Azure rule names are letters and digits");
  for (const NativeAction& action : rule.actions) {
    if (action.newer_noncurrent > 0) refuse(rule, "Azure does not count versions");
    const bool base = action.kind == ActionKind::transition || action.kind == ActionKind::expire;
    if (!base && !filter.tags.empty()) refuse(rule, "index tags filter base blobs only");
    if (!base && action.clock != NativeClock::created)
      refuse(rule, "the age of versions and snapshots is since creation");
    if (action.kind == ActionKind::expired_markers || action.kind == ActionKind::abort_uploads)
      refuse(rule, "Azure has neither delete markers nor uploads to abort");
  }
}

std::vector<OutputFile> emit_azure(const EmitContext& context, const NativeDocument& document) {
  const std::string folder = folder_name(context.lowered, document);
  const std::string& account = context.policy.stores[document.stores.at(0)].account;
  for (const NativeRule& rule : document.rules) check_azure_rule(rule);
  std::vector<OutputFile> files = azure_settings(context, document, folder);
  ShellScript script("Applies the policy to the Azure storage account of " + document.name + ".");
  script.require_variable("RESOURCE_GROUP", "the resource group of the storage account");
  azure_settings_commands(context, document, script);
  ShellCommand command{"az", "storage", "account", "management-policy"};
  const auto add = [&](std::initializer_list<ShellWord> words) { command.insert(command.end(), words); };
  const ShellWord group = ShellWord::variable("RESOURCE_GROUP");
  if (document.rules.empty()) {
    script.comment(
        "No native rule: what an earlier build deployed goes. A run of the service that has begun goes on.");
    add({"delete", "--account-name", account, "--resource-group", group});
  } else {
    files.push_back({folder + "/management-policy.json",
                     to_file(policy_json(context.policy, emitted_rules(document, context.freeze))), false});
    script.comment(
        context.freeze
            ? "The same rules with every delete disabled. A run of the service that has begun goes on."
            : "Last of all: the rules. They take the place of the whole policy of the account.");
    add({"create", "--account-name", account, "--resource-group", group, "--policy",
         "@management-policy.json"});
  }
  script.run(command);
  files.push_back({folder + "/apply.sh", script.text(), true});
  return files;
}

}  // namespace shelflife
