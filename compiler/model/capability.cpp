#include "compiler/model/capability.hpp"

#include <algorithm>

namespace shelflife {

// Sources.
// S3: API reference LifecycleRule, LifecycleRuleFilter, NoncurrentVersionExpiration (1000 rules, one prefix with any
//   tags and sizes, NewerNoncurrentVersions 1..100), user guide "Lifecycle configuration elements" and "Transitioning
//   objects using Amazon S3 Lifecycle" (30 days before STANDARD_IA and ONEZONE_IA, expiry after transition, no moves
//   under 128 KiB without a size filter), "Lifecycle filters" (sizes up to 50 TB).
// Azure: "Lifecycle management policy structure" (100 rules an account, 10 prefixes, 10 index tag conditions, no
//   size filter, version age from creation, tags not with versions or snapshots), "Immutable storage overview"
//   (deletes do not work in an immutable container), "Access tiers" (no Archive on ZRS, GZRS, RA-GZRS).
// GCS: "Object Lifecycle Management" (one action a rule, AND of conditions, numNewerVersions counts the live one,
//   1000 prefixes and suffixes in all, sizeAboveBytes and sizeBelowBytes since June 2026); 100 rules by the
//   Terraform provider's schema of google_storage_bucket, since no page states a number.
// Lag. S3, "Expiring objects": rounds to the next midnight UTC and removes asynchronously, "there might be a delay".
//   Azure, "Lifecycle management overview": up to a day until a policy runs, a run a day. GCS, "Object Lifecycle
//   Management": asynchronous, "may take up to 24 hours" for a change and a lag for the action. None promises a bound:
//   two days is what the pages describe.
namespace {
constexpr Capability table[] = {
    {.provider = Provider::s3, .display = "S3", .container_word = "bucket", .max_rules = 1000,
     .max_prefixes_a_rule = 1, .max_prefixes_in_all = 1000, .max_tags_a_rule = 10, .size_filter = true,
     .small_objects_stay = true, .largest_object = 49'999'999'999'999, .suffix_filter = false, .one_action_a_rule = false, .noncurrent_clock = true, .max_newer = 100,
     .newer_counts_live = false, .accessed_clock = false, .abort_uploads = true, .expired_markers = true, .snapshots = false,
     .plan_moves_in_place = false, .expiry_after_transition = true, .immutable_blocks_delete = false,
     .per_object_lock_needs_setting = true, .max_prefix_bytes = 1024, .max_id = 255, .id_alphanumeric = false,
     .max_days = 2147483647, .lag_days = 2},
    {.provider = Provider::azure, .display = "Azure", .container_word = "container", .max_rules = 100,
     .max_prefixes_a_rule = 10, .max_prefixes_in_all = 1000, .max_tags_a_rule = 10, .size_filter = false,
     .small_objects_stay = false, .largest_object = ~std::uint64_t{0}, .suffix_filter = false, .one_action_a_rule = false, .noncurrent_clock = false, .max_newer = 0,
     .newer_counts_live = false, .accessed_clock = true, .abort_uploads = false, .expired_markers = false, .snapshots = true,
     .plan_moves_in_place = true, .expiry_after_transition = false, .immutable_blocks_delete = true,
     .per_object_lock_needs_setting = true, .max_prefix_bytes = 1024, .max_id = 256, .id_alphanumeric = true,
     .max_days = 99999, .lag_days = 2},
    {.provider = Provider::gcs, .display = "GCS", .container_word = "bucket", .max_rules = 100,
     .max_prefixes_a_rule = 1000, .max_prefixes_in_all = 1000, .max_tags_a_rule = 0, .size_filter = true,
     .small_objects_stay = false, .largest_object = 5'497'558'138'880, .suffix_filter = true, .one_action_a_rule = true, .noncurrent_clock = true, .max_newer = 2147483646,
     .newer_counts_live = true, .accessed_clock = false, .abort_uploads = true, .expired_markers = false, .snapshots = false,
     .plan_moves_in_place = false, .expiry_after_transition = false, .immutable_blocks_delete = false,
     .per_object_lock_needs_setting = true, .max_prefix_bytes = 1024, .max_id = 255, .id_alphanumeric = false,
     .max_days = 2147483647, .lag_days = 2},
};
}  // namespace

const Capability& capability(Provider provider) { return table[static_cast<std::size_t>(provider)]; }

std::uint32_t minimum_transition_days(Provider provider, std::string_view storage_class) {
  if (provider == Provider::s3 && (storage_class == "STANDARD_IA" || storage_class == "ONEZONE_IA")) return 30;
  return 0;
}

std::uint32_t minimum_gap_days(Provider provider, std::string_view warmer, std::string_view colder) {
  if (provider != Provider::s3) return 0;
  if (warmer != "STANDARD_IA" && warmer != "ONEZONE_IA") return 0;
  const bool needs = colder == "GLACIER" || colder == "DEEP_ARCHIVE" || (warmer == "STANDARD_IA" && colder == "ONEZONE_IA");
  return needs ? 30 : 0;
}

bool class_unavailable(Provider provider, std::string_view storage_class, std::string_view redundancy) {
  return provider == Provider::azure && storage_class == "Archive" && (redundancy == "zrs" || redundancy == "gzrs");
}

std::uint32_t soft_delete_days(const Policy& policy, StoreId id) {
  const Store& store = policy.stores[id];
  switch (store.provider) {
    case Provider::s3: return 0;
    case Provider::gcs: return store.versioned() || !store.recoverable ? 7 : std::clamp(store.recoverable_days(), 7U, 90U);
    case Provider::azure: break;
  }
  std::uint32_t most = 0;  // the account's setting is one for all its containers
  for (const Store& other : policy.stores)
    if (other.provider == Provider::azure && other.account == store.account) most = std::max(most, std::min(other.recoverable_days(), 365U));
  return most;
}

}  // namespace shelflife
