// What each provider's lifecycle document can say, as data. Lowering asks this table, never `if (provider == ...)`
// where a column can answer. Each fact names its source beside the table (capability.cpp).
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/model/policy.hpp"

namespace shelflife {

struct Capability {
  Provider provider;
  std::string_view display;           // "S3", "Azure", "GCS"
  std::string_view container_word;    // "bucket" or "container"
  std::uint32_t max_rules;            // a document
  std::uint32_t max_prefixes_a_rule;
  std::uint32_t max_prefixes_in_all;  // over all rules of a document
  std::uint32_t max_tags_a_rule;      // 0: tags cannot be filtered on
  bool size_filter;
  bool small_objects_stay;            // objects under 128 KiB are not moved unless a rule filters on size
  std::uint64_t largest_object;       // bytes; what a size filter may name
  bool suffix_filter;
  bool one_action_a_rule;
  bool noncurrent_clock;              // an age since a revision became noncurrent
  std::uint32_t max_newer;            // largest count of newer revisions; 0: cannot count them
  bool newer_counts_live;             // the live object counts among the newer ones
  bool accessed_clock;                // an age since the last access, where access tracking is on
  bool abort_uploads;
  bool expired_markers;               // delete markers exist and need a rule of their own
  bool snapshots;                     // revisions beside versions, deleted by their own action
  bool plan_moves_in_place;           // the pruner can change an object's tier without rewriting it
  bool expiry_after_transition;       // refuses an expiry that is not later than every transition of its rule
  bool immutable_blocks_delete;       // a container under a default lock ignores lifecycle deletes
  bool per_object_lock_needs_setting; // per-object retention needs the bucket to be made for it
  std::uint32_t max_prefix_bytes;
  std::uint32_t max_id;
  bool id_alphanumeric;
  std::uint32_t max_days;
  std::uint32_t lag_days;             // an action that is due is done within this many days
};
const Capability& capability(Provider provider);

// Days below which the provider refuses a transition to this class; 0: none.
std::uint32_t minimum_transition_days(Provider provider, std::string_view storage_class);
// Days that must lie between two transitions of one rule, from `warmer` to `colder`; 0: any.
std::uint32_t minimum_gap_days(Provider provider, std::string_view warmer, std::string_view colder);
// Redundancies (Azure) on which a class does not exist.
bool class_unavailable(Provider provider, std::string_view storage_class, std::string_view redundancy);

// Days in which the cloud's own soft delete can bring back what was deleted for good; 0: not at all. On Azure one setting of
// the account, the longest that any of its containers asks for; GCS gives a bucket seven days unless told.
std::uint32_t soft_delete_days(const Policy& policy, StoreId store);

}  // namespace shelflife
