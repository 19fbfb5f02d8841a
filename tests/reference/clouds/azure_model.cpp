// Azure management policy: one document an account, prefixes that begin with the container, days strictly exceeded,
// versions aged from their own creation, and a base delete that does nothing while versions stand behind the blob.
#include <nlohmann/json.hpp>

#include <stdexcept>

#include "tests/reference/clouds/native_model.hpp"

namespace shelflife::reference {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t day = 86400;

void only(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw std::runtime_error("Azure knows no member " + name);
  }
}

bool ran(const Json& condition, const CloudObject& object, std::int64_t now) {
  only(condition, {"daysAfterModificationGreaterThan", "daysAfterCreationGreaterThan",
                   "daysAfterLastAccessTimeGreaterThan", "daysAfterLastTierChangeGreaterThan"});
  bool any = false, all = true;
  for (const auto& [name, value] : condition.items()) {
    if (name == "daysAfterLastTierChangeGreaterThan") continue;  // only delays a move
    const std::int64_t from = name == "daysAfterLastAccessTimeGreaterThan" ? object.accessed : object.created;
    any = true;
    all = all && now - from > value.get<std::int64_t>() * day;
  }
  if (!any) throw std::runtime_error("an action without a condition");
  return all;
}

bool matches(const Json& filters, const CloudObject& object) {
  only(filters, {"blobTypes", "prefixMatch", "blobIndexMatch"});
  bool block = false;
  for (const Json& type : filters.at("blobTypes")) block = block || type == "blockBlob";
  if (!block) return false;
  if (filters.contains("prefixMatch")) {
    if (filters["prefixMatch"].size() > 10) throw std::runtime_error("more than ten prefixes");
    const std::string name = object.container + "/" + object.key;
    bool any = false;
    for (const Json& prefix : filters["prefixMatch"]) any = any || name.starts_with(prefix.get<std::string>());
    if (!any) return false;
  }
  for (const Json& tag : filters.value("blobIndexMatch", Json::array())) {
    if (tag.at("op") != "==") throw std::runtime_error("blobIndexMatch has == only");
    const auto found = object.tags.find(tag.at("name").get<std::string>());
    if (found == object.tags.end() || found->second != tag.at("value")) return false;
  }
  return true;
}

class AzureModel : public NativeModel {
 public:
  explicit AzureModel(Json rules) : rules_(std::move(rules)) {}

  CloudAction act(const CloudObject& object, std::int64_t now) const override {
    CloudAction action;
    for (const Json& rule : rules_) {
      const Json& definition = rule.at("definition");
      if (!matches(definition.at("filters"), object)) continue;
      const Json& actions = definition.at("actions");
      const char* part = object.current ? "baseBlob" : "version";
      if (!actions.contains(part)) continue;
      for (const auto& [name, condition] : actions[part].items()) {
        if (name == "enableAutoTierToHotFromCool") continue;
        if (!ran(condition, object, now)) continue;
        if (name == "delete") {
          if (!object.current || !object.has_older) action.deleted_by = rule.at("name");
        } else {
          const std::string tier = name == "tierToCool"      ? "Cool"
                                   : name == "tierToCold"    ? "Cold"
                                   : name == "tierToArchive" ? "Archive"
                                                             : throw std::runtime_error("Azure has no " + name);
          if (coldness(tier) <= coldness(action.moved_to)) continue;
          action.moved_to = tier;
          action.moved_by = rule.at("name");
        }
      }
    }
    return action;
  }

 private:
  Json rules_;
};

}  // namespace

std::unique_ptr<NativeModel> read_azure(const std::string& text) {
  const Json document = Json::parse(text);
  only(document, {"rules"});
  if (document.at("rules").size() > 100) throw std::runtime_error("more than 100 rules");
  Json enabled = Json::array();
  for (const Json& rule : document["rules"]) {
    only(rule, {"name", "enabled", "type", "definition"});
    for (char c : rule.at("name").get<std::string>()) {
      if (!std::isalnum(static_cast<unsigned char>(c))) throw std::runtime_error("a rule name is alphanumeric");
    }
    const Json& definition = rule.at("definition");
    only(definition, {"filters", "actions"});
    only(definition.at("actions"), {"baseBlob", "version", "snapshot"});
    const bool by_tag = definition.at("filters").contains("blobIndexMatch");
    if (by_tag && (definition["actions"].contains("version") || definition["actions"].contains("snapshot")))
      throw std::runtime_error("blobIndexMatch is not for versions and snapshots");
    if (rule.value("enabled", true)) enabled.push_back(rule);
  }
  return std::make_unique<AzureModel>(std::move(enabled));
}

}  // namespace shelflife::reference
