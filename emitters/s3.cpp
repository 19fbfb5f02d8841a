// lifecycle.json as `aws s3api put-bucket-lifecycle-configuration --lifecycle-configuration` takes it. Every
// rule has a V2 Filter, because the older rule-level Prefix may not be mixed with it (API_LifecycleRule).
#include "emitters/s3.hpp"

#include <nlohmann/json.hpp>

namespace shelflife {
namespace {

Json tag_json(const std::pair<std::string, std::string>& tag) {
  return {{"Key", tag.first}, {"Value", tag.second}};
}

// API_LifecycleRuleFilter: exactly one of Prefix, Tag, the sizes, or And; {} is the whole bucket.
Json filter_json(const NativeFilter& filter) {
  const SizeBounds sizes = exclusive_sizes(filter, s3_largest_size);
  Json parts = Json::object();
  if (!filter.prefixes.empty()) parts["Prefix"] = filter.prefixes[0];
  if (filter.tags.size() == 1) parts["Tag"] = tag_json(filter.tags[0]);
  if (filter.tags.size() > 1) {
    Json tags = Json::array();
    for (const auto& tag : filter.tags) tags.push_back(tag_json(tag));
    parts["Tags"] = std::move(tags);
  }
  if (sizes.above) parts["ObjectSizeGreaterThan"] = *sizes.above;
  if (sizes.below) parts["ObjectSizeLessThan"] = *sizes.below;
  if (parts.size() <= 1 && !parts.contains("Tags")) return parts;
  Json all = Json::object();
  for (auto& [name, value] : parts.items()) {
    if (name == "Tag")
      all["Tags"] = Json::array({value});
    else
      all[name] = value;
  }
  return {{"And", std::move(all)}};
}

void add_action(Json& rule, const NativeAction& action) {
  switch (action.kind) {
    case ActionKind::transition:
      rule["Transitions"].push_back({{"Days", action.days}, {"StorageClass", action.storage_class}});
      return;
    case ActionKind::transition_noncurrent: {
      Json move = {{"NoncurrentDays", action.days}, {"StorageClass", action.storage_class}};
      if (action.newer_noncurrent > 0) move["NewerNoncurrentVersions"] = action.newer_noncurrent;
      rule["NoncurrentVersionTransitions"].push_back(std::move(move));
      return;
    }
    case ActionKind::expire:
      rule["Expiration"]["Days"] = action.days;
      return;
    case ActionKind::expired_markers:
      rule["Expiration"]["ExpiredObjectDeleteMarker"] = true;
      return;
    case ActionKind::expire_noncurrent:
      rule["NoncurrentVersionExpiration"]["NoncurrentDays"] = action.days;
      if (action.newer_noncurrent > 0)
        rule["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = action.newer_noncurrent;
      return;
    case ActionKind::abort_uploads:
      rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] = action.days;
      return;
    case ActionKind::expire_snapshots:
      return;  // refused by check_s3_rule
  }
}

Json lifecycle_json(const std::vector<EmittedRule>& rules) {
  Json list = Json::array();
  for (const EmittedRule& rule : rules) {
    Json json = {{"ID", rule.id}, {"Status", rule.enabled ? "Enabled" : "Disabled"}};
    json["Filter"] = filter_json(rule.from->filter);
    for (const NativeAction& action : rule.actions) add_action(json, action);
    list.push_back(std::move(json));
  }
  return {{"Rules", std::move(list)}};
}

ShellScript apply_script(const EmitContext& context, const NativeDocument& document) {
  const Store& store = context.policy.stores[document.stores.at(0)];
  ShellScript script("Applies the policy to the S3 bucket of " + document.name + ".");
  s3_settings_commands(context, document.stores[0], script);
  ShellCommand command{"aws", "s3api"};
  const auto add = [&](std::initializer_list<ShellWord> words) { command.insert(command.end(), words); };
  if (document.rules.empty()) {
    script.comment("No native rule: what an earlier build deployed goes, so that it deletes nothing more.");
    add({"delete-bucket-lifecycle", "--bucket", store.bucket});
  } else {
    script.comment(context.freeze ? "The same rules with every delete disabled." : "Last of all: the rules.");
    add({"put-bucket-lifecycle-configuration", "--bucket", store.bucket,
         "--transition-default-minimum-object-size", s3_minimum_size_mode, "--lifecycle-configuration",
         "file://lifecycle.json"});
  }
  if (!store.region.empty()) add({"--region", store.region});
  script.run(command);
  return script;
}

}  // namespace

void check_s3_rule(const NativeRule& rule) {
  const NativeFilter& filter = rule.filter;
  if (filter.prefixes.size() > 1) refuse(rule, "S3 takes one prefix a rule");
  if (!filter.suffixes.empty()) refuse(rule, "S3 has no suffix filter");
  if (rule.actions.empty()) refuse(rule, "S3 refuses a rule without an action");
  const bool narrow = !filter.tags.empty() || filter.size_min || filter.size_max;
  int expirations = 0, noncurrent_expirations = 0;
  for (const NativeAction& action : rule.actions) {
    if (action.clock == NativeClock::accessed) refuse(rule, "S3 does not track access");
    switch (action.kind) {
      case ActionKind::expire_snapshots:
        refuse(rule, "S3 has no snapshots");
      case ActionKind::expired_markers:
      case ActionKind::abort_uploads:
        if (narrow) refuse(rule, "S3 filters markers and uploads by prefix only");
        if (action.kind == ActionKind::expired_markers) ++expirations;
        break;
      case ActionKind::expire:
        ++expirations;
        break;
      case ActionKind::expire_noncurrent:
        ++noncurrent_expirations;
        [[fallthrough]];
      case ActionKind::transition_noncurrent:
        if (action.clock != NativeClock::noncurrent) refuse(rule, "S3 counts noncurrent days only");
        break;
      case ActionKind::transition:
        break;
    }
  }
  if (expirations > 1 || noncurrent_expirations > 1) refuse(rule, "S3 takes one expiration a rule");
}

std::vector<OutputFile> emit_s3(const EmitContext& context, const NativeDocument& document) {
  const std::string folder = folder_name(context.lowered, document);
  std::vector<OutputFile> files = s3_settings(context, document.stores.at(0), folder);
  for (const NativeRule& rule : document.rules) check_s3_rule(rule);
  if (!document.rules.empty())
    files.push_back({folder + "/lifecycle.json",
                     to_file(lifecycle_json(emitted_rules(document, context.freeze))), false});
  files.push_back({folder + "/apply.sh", apply_script(context, document).text(), true});
  return files;
}

}  // namespace shelflife
