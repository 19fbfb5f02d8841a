// Google Cloud Storage: parts that gcs.cpp and the Terraform printer share, and what GCS can say.
//
//   capability                      GCS
//   prefixes, suffixes              any of, in one rule
//   tags                            no
//   size                            exclusive bounds, since mid-2026
//   clock of current objects        created
//   clock of noncurrent revisions   noncurrent
//   newer noncurrent revisions      yes, counted with the live one
//   actions a rule                  one; rules have no name and cannot be disabled
#pragma once

#include <string>
#include <vector>

#include "emitters/document.hpp"
#include "emitters/json.hpp"
#include "emitters/shell.hpp"

namespace shelflife {

inline constexpr std::uint64_t gcs_largest_size = 5497558138880;  // 5 TiB, the largest object

void check_gcs_rule(const NativeRule& rule);

// Every class that is warmer than `storage_class`, the legacy names of STANDARD included; what is colder
// stays.
std::vector<std::string> gcs_warmer_classes(const std::string& storage_class);

// Days that a deleted object of an unversioned bucket stays recoverable, within what GCS takes; 0: not
// declared.
std::uint32_t gcs_soft_delete_days(const Policy& policy, StoreId store);

std::vector<OutputFile> gcs_settings(const EmitContext& context, StoreId store, const std::string& folder);
void gcs_settings_commands(const EmitContext& context, StoreId store, ShellScript& script);

}  // namespace shelflife
