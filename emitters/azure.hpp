// Azure Blob Storage: parts that azure.cpp and the Terraform printer share, and what Azure can say.
//
//   capability                      Azure
//   prefixes                        up to 10 in one rule, each begins with its container
//   suffix, size                    no
//   index tags                      all of, `==` only, base blobs only
//   clock of current blobs          created (last modified), accessed
//   clock of versions, snapshots    created
//   newer noncurrent revisions      no
//   disabled rules                  yes
// One policy an account; settings of the account speak for all of its declared containers together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emitters/document.hpp"
#include "emitters/json.hpp"
#include "emitters/shell.hpp"

namespace shelflife {

void check_azure_rule(const NativeRule& rule);
// `container/prefix` for each prefix; `container/` alone for the whole container, since `container` would
// also match the names that begin with it (Storage FAQ).
std::vector<std::string> azure_prefixes(const Store& store, const NativeFilter& filter);
std::vector<std::string> azure_blob_types(const NativeRule& rule);

// Settings of one account, put together from its containers; the longest and safest wins.
struct AzureAccount {
  std::string account;
  std::optional<bool> versioning;
  std::uint32_t soft_delete_days = 0;  // 0: not said
  bool access_tracking = false;
  bool change_feed = false;  // object replication needs it
  bool deny_public = false;
  std::string kms_key;
  std::optional<std::string> access_log;
};
AzureAccount azure_account(const EmitContext& context, const NativeDocument& document);

// https://VAULT/keys/NAME[/VERSION] in its parts.
struct KeyVaultKey {
  std::string vault, name, version;
};
std::optional<KeyVaultKey> key_vault_key(const std::string& url);

// Where a container is replicated to.
struct AzureTarget {
  std::string account, container;
};
AzureTarget replication_target(const Policy& policy, const Store& store);

std::vector<OutputFile> azure_settings(const EmitContext& context, const NativeDocument& document,
                                       const std::string& folder);
void azure_settings_commands(const EmitContext& context, const NativeDocument& document, ShellScript& script);

}  // namespace shelflife
