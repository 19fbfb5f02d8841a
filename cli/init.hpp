// A first policy of a bucket: what it is made of, its text, and the questions that ask for it. Only for command_init*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "compiler/model/policy.hpp"

namespace shelflife::cli {

inline constexpr std::string_view default_layout = "ml/{stage}/{project}/{model}/{version}/{run_id}/";
inline constexpr std::string_view default_stages = "dev,staging,production";
inline constexpr std::string_view default_policy_file = "policy.shelf";

struct BucketAddress {
  Provider provider = Provider::s3;
  std::string bucket;  // Azure: ACCOUNT/CONTAINER
};
// Of s3://NAME, gs://NAME or azure://ACCOUNT/CONTAINER, with or without a final `/`. Nothing where it is none of these,
// or goes on with a key. Whether the cloud takes such a name is not asked here.
std::optional<BucketAddress> parse_bucket(std::string_view uri);

struct FirstPolicy {
  std::string uri;  // as typed
  BucketAddress address;
  std::string store = "artifacts";
  std::string layout;
  std::vector<std::string> fields;  // what the layout binds, from the left
  std::vector<std::string> stages;  // from the cheapest to the strictest; empty: the layout binds no `stage`
  std::string owner;
  std::string region, kms, access_log;  // empty: not said
  std::string lock;                     // the mode; empty: nothing is locked
  std::string lock_bucket;              // the bucket that is locked; with `lock` only
};
// The text, not formatted. All words of the user in it are quoted, or names; none of them may have a line break.
std::string policy_text(const FirstPolicy& policy);

// Asks on the terminal for what no option has said: the bucket goes to `paths`, the rest to its option. False: the
// input ended before all was answered.
bool ask_for_policy(Arguments& arguments);

}  // namespace shelflife::cli
