// Amazon S3: parts that s3.cpp and the Terraform printer share, and what S3 can say.
//
//   capability                      S3
//   prefix                          one a rule
//   suffix                          no
//   tags                            all of, with delete and move of current objects only where no marker or
//   abort is size                            exclusive bounds clock of current objects        created clock
//   of noncurrent revisions   noncurrent newer noncurrent revisions      yes disabled rules yes
#pragma once

#include <vector>

#include "emitters/document.hpp"
#include "emitters/json.hpp"
#include "emitters/shell.hpp"

namespace shelflife {

// S3 User Guide, "Filtering your lifecycle rules": ObjectSizeLessThan is at most 1,099,511,627,776,000 (1000
// TiB).
inline constexpr std::uint64_t s3_largest_size = 1099511627775999;
// Objects below 128 KiB stay where they are unless a rule names a size (PutBucketLifecycleConfiguration).
inline constexpr const char* s3_minimum_size_mode = "all_storage_classes_128K";
inline constexpr const char* s3_sweep_tag = "shelflife-sweep";

void check_s3_rule(const NativeRule& rule);

// The ARN of a bucket in the partition of the store's region.
std::string s3_arn(const Store& near, const std::string& bucket);
// What a store's replication encrypts the copies with; empty: the user has to say (REPLICA_KMS_KEY_ARN).
bool replica_needs_key(const Store& store);
std::string replica_key(const Policy& policy, const Store& store);

// The settings files that the store declares, and the commands that apply them (protections; no lifecycle).
std::vector<OutputFile> s3_settings(const EmitContext& context, StoreId store, const std::string& folder);
void s3_settings_commands(const EmitContext& context, StoreId store, ShellScript& script);

}  // namespace shelflife
