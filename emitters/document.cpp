#include "emitters/document.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace shelflife {
namespace {

std::size_t rule_limit(Provider provider) { return provider == Provider::s3 ? 1000 : 100; }

std::string unused_id(const std::set<std::string>& taken, const std::string& wanted) {
  std::string id = wanted;
  for (int n = 2; taken.count(id) != 0; ++n) id = wanted + std::to_string(n);
  return id;
}

// S3 takes 255 characters, Azure 256 letters and digits.
std::string frozen_id(const std::set<std::string>& taken, Provider provider, const std::string& id) {
  return unused_id(taken, id.substr(0, 240) + (provider == Provider::azure ? "Frozen" : "-frozen"));
}

std::vector<EmittedRule> gcs_rules(const NativeDocument& document, bool freeze) {
  std::vector<EmittedRule> rules;
  for (const NativeRule& rule : document.rules)
    for (const NativeAction& action : rule.actions)
      if (!freeze || moves(action.kind)) rules.push_back({rule.id, &rule, {action}, true});
  return rules;
}

}  // namespace

std::vector<EmittedRule> emitted_rules(const NativeDocument& document, bool freeze) {
  if (document.provider == Provider::gcs) return gcs_rules(document, freeze);
  std::vector<EmittedRule> rules;
  std::set<std::string> taken;
  for (const NativeRule& rule : document.rules) taken.insert(rule.id);
  // Halves of split rules count against the provider's limit; a disabled half does nothing and may be left
  // out.
  std::size_t spare =
      rule_limit(document.provider) - std::min(document.rules.size(), rule_limit(document.provider));
  for (const NativeRule& rule : document.rules) {
    EmittedRule kept{rule.id, &rule, {}, true};
    EmittedRule frozen{rule.id, &rule, {}, false};
    for (const NativeAction& action : rule.actions)
      (freeze && !moves(action.kind) ? frozen : kept).actions.push_back(action);
    if (frozen.actions.empty()) {
      rules.push_back(kept);
    } else if (kept.actions.empty()) {
      rules.push_back(frozen);
    } else {
      rules.push_back(kept);
      if (spare == 0) continue;
      --spare;
      frozen.id = frozen_id(taken, document.provider, rule.id);
      taken.insert(frozen.id);
      rules.push_back(frozen);
    }
  }
  return rules;
}

std::string folder_name(const Lowered& lowered, const NativeDocument& document) {
  std::set<std::string> taken;
  for (const NativeDocument& other : lowered.documents) {
    std::string name;
    for (char c : other.name) {
      const bool plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      name += plain ? c : '_';
    }
    if (name.empty()) name = "_";
    // A store and an Azure account may have one name.
    if (taken.count(name) != 0)
      name = unused_id(taken, name + "-" + (other.provider == Provider::azure ? "azure" : "store"));
    if (&other == &document || (other.name == document.name && other.provider == document.provider))
      return name;
    taken.insert(name);
  }
  return document.name;
}

const DefaultLock* default_lock(const Lowered& lowered, StoreId store) {
  for (const DefaultLock& lock : lowered.default_locks)
    if (lock.store == store) return &lock;
  return nullptr;
}

SizeBounds exclusive_sizes(const NativeFilter& filter, std::uint64_t largest) {
  SizeBounds bounds;
  if (filter.size_min && *filter.size_min > 0) bounds.above = *filter.size_min - 1;
  if (filter.size_max && *filter.size_max < largest) bounds.below = *filter.size_max + 1;
  return bounds;
}

void refuse(const NativeRule& rule, std::string_view what) {
  throw std::logic_error("native rule `" + rule.id + "`: " + std::string(what));
}

}  // namespace shelflife
