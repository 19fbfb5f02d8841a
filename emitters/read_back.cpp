#include "emitters/read_back.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "compiler/capability.hpp"

namespace shelflife {

namespace {

using Json = nlohmann::json;

// Notes members of an object that the reader does not know.
class Reader {
 public:
  explicit Reader(ReadDocument& out) : out_(out) {}

 protected:
  void problem(std::string text) { out_.problems.push_back(std::move(text)); }
  void only(const Json& object, std::initializer_list<std::string_view> known, std::string_view where) {
    if (!object.is_object()) return problem(fmt::format("`{}` is no object", where));
    for (const auto& [key, value] : object.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) problem(fmt::format("`{}` has an unknown member `{}`", where, key));
    }
  }
  static std::uint64_t number(const Json& value) {
    if (value.is_string()) return std::stoull(value.get<std::string>());
    return value.get<std::uint64_t>();
  }
  static std::uint32_t days(const Json& value) { return static_cast<std::uint32_t>(number(value)); }
  NativeAction& act(NativeRule& rule, ActionKind kind, NativeClock clock, std::uint32_t after) {
    NativeAction action;
    action.kind = kind;
    action.clock = clock;
    action.days = after;
    rule.actions.push_back(std::move(action));
    return rule.actions.back();
  }
  ReadDocument& out_;
};

// S3 API reference: LifecycleRule, LifecycleRuleFilter, LifecycleExpiration, NoncurrentVersionExpiration.
class S3Reader : Reader {
 public:
  S3Reader(ReadDocument& out, StoreId store) : Reader(out), store_(store) {}

  void read(const Json& document) {
    only(document, {"Rules"}, "lifecycle");
    for (const Json& rule : document.at("Rules")) read_rule(rule);
  }

 private:
  void read_rule(const Json& json) {
    only(json, {"ID", "Status", "Filter", "Expiration", "Transitions", "NoncurrentVersionTransitions", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}, "Rules[]");
    if (json.at("Status") != "Enabled") return;
    NativeRule rule;
    rule.id = json.value("ID", "");
    rule.store = store_;
    const Json& filter = json.at("Filter");
    only(filter, {"Prefix", "Tag", "And", "ObjectSizeGreaterThan", "ObjectSizeLessThan"}, "Filter");
    read_filter(filter, rule.filter);
    if (filter.contains("And")) {
      only(filter["And"], {"Prefix", "Tags", "ObjectSizeGreaterThan", "ObjectSizeLessThan"}, "And");
      read_filter(filter["And"], rule.filter);
    }
    read_actions(json, rule);
    out_.rules.push_back(std::move(rule));
  }

  static void read_filter(const Json& json, NativeFilter& filter) {
    if (json.contains("Prefix") && json["Prefix"] != "") filter.prefixes = {json["Prefix"].get<std::string>()};
    const auto tag = [&](const Json& t) { filter.tags.emplace_back(t.at("Key"), t.at("Value")); };
    if (json.contains("Tag")) tag(json["Tag"]);
    if (json.contains("Tags")) {
      for (const Json& t : json["Tags"]) tag(t);
    }
    // both bounds are exclusive
    if (json.contains("ObjectSizeGreaterThan")) filter.size_min = number(json["ObjectSizeGreaterThan"]) + 1;
    if (json.contains("ObjectSizeLessThan")) filter.size_max = number(json["ObjectSizeLessThan"]) - 1;
  }

  void read_actions(const Json& json, NativeRule& rule) {
    if (json.contains("Expiration")) {
      const Json& e = json["Expiration"];
      only(e, {"Days", "ExpiredObjectDeleteMarker"}, "Expiration");
      if (e.contains("Days")) act(rule, ActionKind::expire, NativeClock::created, days(e["Days"]));
      if (e.value("ExpiredObjectDeleteMarker", false)) act(rule, ActionKind::expired_markers, NativeClock::created, 0);
    }
    for (const Json& t : json.value("Transitions", Json::array())) {
      only(t, {"Days", "StorageClass"}, "Transitions[]");
      act(rule, ActionKind::transition, NativeClock::created, days(t.at("Days"))).storage_class = t.at("StorageClass");
    }
    for (const Json& t : json.value("NoncurrentVersionTransitions", Json::array())) {
      only(t, {"NoncurrentDays", "StorageClass", "NewerNoncurrentVersions"}, "NoncurrentVersionTransitions[]");
      NativeAction& a = act(rule, ActionKind::transition_noncurrent, NativeClock::noncurrent, days(t.at("NoncurrentDays")));
      a.storage_class = t.at("StorageClass");
      a.newer_noncurrent = t.contains("NewerNoncurrentVersions") ? days(t["NewerNoncurrentVersions"]) : 0;
    }
    if (json.contains("NoncurrentVersionExpiration")) {
      const Json& e = json["NoncurrentVersionExpiration"];
      only(e, {"NoncurrentDays", "NewerNoncurrentVersions"}, "NoncurrentVersionExpiration");
      NativeAction& a = act(rule, ActionKind::expire_noncurrent, NativeClock::noncurrent, days(e.at("NoncurrentDays")));
      a.newer_noncurrent = e.contains("NewerNoncurrentVersions") ? days(e["NewerNoncurrentVersions"]) : 0;
    }
    if (json.contains("AbortIncompleteMultipartUpload")) {
      const Json& a = json["AbortIncompleteMultipartUpload"];
      only(a, {"DaysAfterInitiation"}, "AbortIncompleteMultipartUpload");
      act(rule, ActionKind::abort_uploads, NativeClock::created, days(a.at("DaysAfterInitiation")));
    }
  }

  StoreId store_;
};

// Azure: "Lifecycle management policy structure". `...GreaterThan: N` acts when the age exceeds N days, so from N on.
class AzureReader : Reader {
 public:
  AzureReader(ReadDocument& out, const Policy& policy, const std::vector<StoreId>& stores) : Reader(out), policy_(policy), stores_(stores) {}

  void read(const Json& document) {
    only(document, {"rules"}, "policy");
    for (const Json& rule : document.at("rules")) read_rule(rule);
  }

 private:
  void read_rule(const Json& json) {
    only(json, {"name", "enabled", "type", "definition"}, "rules[]");
    if (!json.value("enabled", true)) return;
    const Json& definition = json.at("definition");
    only(definition, {"filters", "actions"}, "definition");
    const Json& filters = definition.at("filters");
    only(filters, {"blobTypes", "prefixMatch", "blobIndexMatch"}, "filters");
    NativeRule rule;
    rule.id = json.at("name");
    for (const Json& t : filters.value("blobIndexMatch", Json::array())) {
      only(t, {"name", "op", "value"}, "blobIndexMatch[]");
      if (t.at("op") != "==") problem(fmt::format("rule `{}` compares an index tag by `{}`", rule.id, t.at("op").get<std::string>()));
      rule.filter.tags.emplace_back(t.at("name"), t.at("value"));
    }
    read_actions(definition.at("actions"), rule);
    const Json prefixes = filters.value("prefixMatch", Json::array({""}));
    for (const StoreId s : stores_) {
      // A prefix without the slash after the container's name also means containers whose names go on.
      const std::string container = policy_.stores[s].bucket + "/";
      NativeRule mine = rule;
      mine.store = s;
      bool speaks = false, whole = false;
      for (const Json& p : prefixes) {
        const std::string prefix = p.get<std::string>();
        if (container.starts_with(prefix)) speaks = whole = true;
        else if (prefix.starts_with(container)) {
          speaks = true;
          mine.filter.prefixes.push_back(prefix.substr(container.size()));
        }
      }
      if (whole) mine.filter.prefixes.clear();
      if (speaks) out_.rules.push_back(std::move(mine));
    }
  }

  void read_actions(const Json& json, NativeRule& rule) {
    only(json, {"baseBlob", "version", "snapshot"}, "actions");
    for (const auto& [part, actions] : json.items()) {
      const ActionKind remove = part == "baseBlob" ? ActionKind::expire : part == "version" ? ActionKind::expire_noncurrent : ActionKind::expire_snapshots;
      for (const auto& [name, condition] : actions.items()) {
        const bool move = name == "tierToCool" || name == "tierToCold" || name == "tierToArchive";
        if (!move && name != "delete") {
          problem(fmt::format("rule `{}` has the action `{}`", rule.id, name));
          continue;
        }
        only(condition, {"daysAfterModificationGreaterThan", "daysAfterCreationGreaterThan", "daysAfterLastAccessTimeGreaterThan"}, name);
        for (const auto& [clock, value] : condition.items()) {
          NativeAction& a = act(rule, move ? (part == "baseBlob" ? ActionKind::transition : ActionKind::transition_noncurrent) : remove,
                                clock == "daysAfterLastAccessTimeGreaterThan" ? NativeClock::accessed : NativeClock::created, days(value));
          if (move) a.storage_class = name.substr(6);
          // modification, not creation, is what the policy's `created` means on a base blob
          if (part == "baseBlob" && clock == "daysAfterCreationGreaterThan") problem(fmt::format("rule `{}` counts from a blob's creation", rule.id));
        }
      }
    }
  }

  const Policy& policy_;
  const std::vector<StoreId>& stores_;
};

// GCS: "Object Lifecycle Management"; conditions are joined by and.
class GcsReader : Reader {
 public:
  GcsReader(ReadDocument& out, StoreId store) : Reader(out), store_(store) {}

  void read(const Json& document) {
    only(document, {"lifecycle"}, "document");
    only(document.at("lifecycle"), {"rule"}, "lifecycle");
    std::size_t index = 0;
    for (const Json& rule : document["lifecycle"].at("rule")) read_rule(rule, index++);
  }

 private:
  void read_rule(const Json& json, std::size_t index) {
    only(json, {"action", "condition"}, "rule[]");
    const Json& action = json.at("action");
    const Json& c = json.at("condition");
    only(action, {"type", "storageClass"}, "action");
    only(c, {"age", "isLive", "daysSinceNoncurrentTime", "numNewerVersions", "matchesPrefix", "matchesSuffix", "matchesStorageClass", "sizeAboveBytes", "sizeBelowBytes"}, "condition");
    NativeRule rule;
    rule.id = std::to_string(index);
    rule.store = store_;
    for (const Json& p : c.value("matchesPrefix", Json::array())) rule.filter.prefixes.push_back(p);
    for (const Json& p : c.value("matchesSuffix", Json::array())) rule.filter.suffixes.push_back(p);
    if (c.contains("sizeAboveBytes")) rule.filter.size_min = number(c["sizeAboveBytes"]) + 1;
    if (c.contains("sizeBelowBytes")) rule.filter.size_max = number(c["sizeBelowBytes"]) - 1;
    const std::uint32_t age = c.contains("age") ? days(c["age"]) : 0;
    const std::uint32_t since = c.contains("daysSinceNoncurrentTime") ? days(c["daysSinceNoncurrentTime"]) : 0;
    const std::uint32_t newer = c.contains("numNewerVersions") ? days(c["numNewerVersions"]) : 0;
    const bool abort = action.at("type") == "AbortIncompleteMultipartUpload";
    const bool move = action.at("type") == "SetStorageClass";
    if (!abort && !move && action.at("type") != "Delete") return problem(fmt::format("rule {} has an unknown action", index));
    const auto add = [&](ActionKind kind, NativeClock clock, std::uint32_t after) {
      NativeAction& a = act(rule, kind, clock, after);
      if (move) a.storage_class = action.at("storageClass");
      return &a;
    };
    if (abort) {
      add(ActionKind::abort_uploads, NativeClock::created, age);
    } else {
      const bool live = c.value("isLive", true) && since == 0;
      const bool noncurrent = !c.value("isLive", false);
      if (live) add(move ? ActionKind::transition : ActionKind::expire, NativeClock::created, age);
      if (noncurrent) {
        NativeAction* a = add(move ? ActionKind::transition_noncurrent : ActionKind::expire_noncurrent, NativeClock::noncurrent, since);
        // the live one counts among the newer, where there is one
        a->newer_noncurrent = newer > 0 ? newer - 1 : 0;
      }
    }
    out_.rules.push_back(std::move(rule));
  }

  StoreId store_;
};

}  // namespace

ReadDocument read_lifecycle(const Policy& policy, Provider provider, const std::vector<StoreId>& stores, std::string_view json) {
  ReadDocument out;
  try {
    const Json document = Json::parse(json);
    if (provider == Provider::s3) S3Reader(out, stores[0]).read(document);
    else if (provider == Provider::azure) AzureReader(out, policy, stores).read(document);
    else GcsReader(out, stores[0]).read(document);
  } catch (const std::exception& error) {
    out.problems.push_back(fmt::format("it is not in the cloud's format: {}", error.what()));
  }
  return out;
}

}  // namespace shelflife
