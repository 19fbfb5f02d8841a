// GCS lifecycle: all conditions of a rule must hold, the values of a list are alternatives.
#include <nlohmann/json.hpp>

#include <stdexcept>

#include "tests/reference/clouds/native_model.hpp"

namespace shelflife::reference {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t day = 86400;

std::uint64_t bytes(const Json& value) {  // int64 members may be strings in GCS JSON
  return value.is_string() ? std::stoull(value.get<std::string>()) : value.get<std::uint64_t>();
}

bool holds(const std::string& name, const Json& value, const CloudObject& object, std::int64_t now) {
  if (name == "age") return now - object.created >= value.get<std::int64_t>() * day;
  if (name == "isLive") return object.current == value.get<bool>();
  if (name == "numNewerVersions") return object.newer >= value.get<std::uint32_t>();
  if (name == "daysSinceNoncurrentTime")
    return !object.current && now - object.noncurrent_since >= value.get<std::int64_t>() * day;
  if (name == "sizeAboveBytes") return object.size > bytes(value);
  if (name == "sizeBelowBytes") return object.size < bytes(value);
  bool any = false;
  for (const Json& text : value) {
    const std::string wanted = text.get<std::string>();
    if (wanted.empty()) throw std::runtime_error(name + " cannot contain a string that is empty");
    if (name == "matchesPrefix") {
      any = any || object.key.starts_with(wanted);
    } else if (name == "matchesSuffix") {
      any = any || object.key.ends_with(wanted);
    } else if (name == "matchesStorageClass") {
      any = any || object.storage_class == wanted;
    } else {
      throw std::runtime_error("GCS knows no condition " + name);
    }
  }
  return any;
}

class GcsModel : public NativeModel {
 public:
  explicit GcsModel(Json rules) : rules_(std::move(rules)) {}

  CloudAction act(const CloudObject& object, std::int64_t now) const override {
    CloudAction action;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const Json& rule = rules_[i];
      bool all = true;
      for (const auto& [name, value] : rule.at("condition").items()) all = all && holds(name, value, object, now);
      if (!all) continue;
      const std::string type = rule.at("action").at("type");
      const std::string id = "rule " + std::to_string(i);
      if (type == "Delete") action.deleted_by = id;
      if (type == "SetStorageClass") {
        const std::string to = rule["action"].at("storageClass");
        if (coldness(to) <= coldness(action.moved_to)) continue;
        action.moved_to = to;
        action.moved_by = id;
      }
    }
    return action;
  }

 private:
  Json rules_;
};

}  // namespace

std::unique_ptr<NativeModel> read_gcs(const std::string& text) {
  Json document = Json::parse(text);
  if (document.contains("lifecycle")) document = Json(document["lifecycle"]);
  const Json& rules = document.at("rule");
  if (rules.size() > 100) throw std::runtime_error("more than 100 rules");
  std::size_t texts = 0;
  for (const Json& rule : rules) {
    const Json& condition = rule.at("condition");
    if (condition.empty()) throw std::runtime_error("Lifecycle rules must have a condition.");
    const std::string type = rule.at("action").at("type");
    if (type != "Delete" && type != "SetStorageClass" && type != "AbortIncompleteMultipartUpload")
      throw std::runtime_error("GCS knows no action " + type);
    if (type == "Delete" && condition.contains("age") && condition["age"] == 0)
      throw std::runtime_error("age 0 deletes everything");
    for (const char* list : {"matchesPrefix", "matchesSuffix"}) {
      if (condition.contains(list)) texts += condition[list].size();
    }
  }
  if (texts > 1000) throw std::runtime_error("more than 1000 prefixes and suffixes");
  return std::make_unique<GcsModel>(rules);
}

int coldness(std::string_view storage_class) {
  constexpr std::string_view order[][3] = {
      {"", "", ""},
      {"STANDARD", "Hot", "STANDARD"},
      {"STANDARD_IA", "Cool", "NEARLINE"},
      {"ONEZONE_IA", "", ""},
      {"INTELLIGENT_TIERING", "", ""},
      {"GLACIER_IR", "Cold", "COLDLINE"},
      {"GLACIER", "Archive", "ARCHIVE"},
      {"DEEP_ARCHIVE", "", ""},
  };
  for (int i = 0; i < 8; ++i) {
    for (std::string_view name : order[i]) {
      if (name == storage_class) return i;
    }
  }
  return -1;
}

}  // namespace shelflife::reference
