// Azure. Source: "Lifecycle management policy structure" (MicrosoftDocs/azure-docs, storage/blobs) and the REST model of
// Microsoft.Storage managementPolicies.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "emitters/reading/input.hpp"

namespace shelflife::reading {

namespace {

constexpr std::size_t most_rules = 100, most_prefixes = 10, most_tags = 10;
constexpr std::uint32_t most_azure_days = 99999;

class AzureReader {
 public:
  explicit AzureReader(ReadDocument& out) : out_(out) {}

  void read(const Node& whole) {
    // `version` is a key of old samples, which the service ignores.
    whole.only({"rules", "version"});
    if (whole["version"].there()) whole["version"].remark(RemarkKind::oddity, "a member of an old form of the document");
    const Node list = whole["rules"];
    if (!list.there()) list.invalid("there is no list of rules");
    const std::vector<Node> rules = list.elements();
    if (rules.size() > most_rules) list.invalid(fmt::format("{} rules, and an account takes {}", rules.size(), most_rules), "Lifecycle management policy structure");
    for (const Node& rule : rules) read_rule(rule);
  }

 private:
  void read_rule(const Node& json) {
    if (!json.only({"name", "enabled", "type", "definition"})) return;
    ReadRule rule;
    rule.place = json.place();
    rule.native.id = json["name"].text().value_or("");
    if (rule.native.id.empty()) json.invalid("a rule without a name", "Lifecycle management policy structure");
    else if (!names_.insert(rule.native.id).second) json["name"].invalid("two rules have this name", "Lifecycle management policy structure");
    const std::string type = json["type"].text().value_or("");
    if (!json["type"].there()) json.remark(RemarkKind::oddity, "a rule has the type `Lifecycle`");
    else if (type == "lifecycle") json["type"].remark(RemarkKind::oddity, "the type is written `Lifecycle`");
    else if (type != "Lifecycle") json["type"].unknown("the only type is `Lifecycle`");
    if (!json["enabled"].boolean().value_or(true)) {
      ++out_.disabled;
      json.remark(RemarkKind::note, "the rule is disabled");
      return;
    }
    const Node definition = json["definition"];
    if (!definition.there()) return json.invalid("a rule without a definition");
    if (!definition.only({"filters", "actions"})) return;
    read_filters(definition["filters"], rule);
    const Node actions = definition["actions"];
    if (!actions.there() || actions.only({"baseBlob", "version", "snapshot"})) {
      read_base(actions["baseBlob"], rule);
      read_old(actions["version"], rule, ActionKind::expire_noncurrent);
      read_old(actions["snapshot"], rule, ActionKind::expire_snapshots);
    }
    if (rule.native.actions.empty()) json.invalid("a rule without an action", "Lifecycle management policy structure");
    by_blob_type(definition["filters"]["blobTypes"], rule);
    out_.rules.push_back(std::move(rule));
  }

  void read_filters(const Node& filters, ReadRule& rule) {
    block_ = append_ = false;
    if (!filters.there()) return filters.invalid("a rule without filters: at least the blob types", "Lifecycle management policy structure");
    if (!filters.only({"blobTypes", "prefixMatch", "blobIndexMatch"})) return;
    for (const Node& type : filters["blobTypes"].elements()) {
      const std::string name = type.text().value_or("");
      if (name == "blockBlob") block_ = true;
      else if (name == "appendBlob") append_ = true;
      else type.unknown("lifecycle rules act on `blockBlob` and `appendBlob`");
    }
    if (!block_ && !append_) filters["blobTypes"].invalid("no blob type", "Lifecycle management policy structure");
    const std::vector<Node> prefixes = filters["prefixMatch"].elements();
    if (prefixes.size() > most_prefixes) filters["prefixMatch"].invalid("more than ten prefixes", "Lifecycle management policy structure");
    for (const Node& prefix : prefixes) rule.native.filter.prefixes.push_back(prefix.text().value_or(""));
    // An empty one matches everything, and so does the list that holds it.
    auto& list = rule.native.filter.prefixes;
    if (std::find(list.begin(), list.end(), "") != list.end()) list.clear();
    const std::vector<Node> tags = filters["blobIndexMatch"].elements();
    if (tags.size() > most_tags) filters["blobIndexMatch"].invalid("more than ten index tags", "Lifecycle management policy structure");
    for (const Node& tag : tags) {
      if (!tag.only({"name", "op", "value"})) continue;
      const std::optional<std::string> name = tag["name"].text(), value = tag["value"].text();
      if (!name || !value) tag.invalid("an index tag has a name and a value");
      else rule.native.filter.tags.emplace_back(*name, *value);
      if (tag["op"].there() && tag["op"].text() != "==") tag["op"].unknown("index tags are compared by `==` only");
    }
    std::sort(rule.native.filter.tags.begin(), rule.native.filter.tags.end());
  }

  void read_base(const Node& base, ReadRule& rule) {
    if (!base.there()) return;
    if (!base.only({"tierToCool", "tierToCold", "tierToArchive", "tierToHot", "delete", "enableAutoTierToHotFromCool"})) return;
    for (const char* tier : {"Hot", "Cool", "Cold", "Archive"}) {
      const Node move = base[("tierTo" + std::string(tier)).c_str()];
      if (!move.there()) continue;
      if (NativeAction* a = read_condition(move, rule, ActionKind::transition)) set_class(*a, Provider::azure, tier);
    }
    if (base["delete"].there()) read_condition(base["delete"], rule, ActionKind::expire);
    const Node back = base["enableAutoTierToHotFromCool"];
    if (!back.boolean().value_or(false)) return;
    back.remark(RemarkKind::note, "a blob that is read comes back to Hot: that costs, and deletes nothing");
    rule.beyond.push_back({RemarkKind::note, back.place(), "blobs that are read move back to Hot", {}});
  }

  // `...GreaterThan: N` acts when the age exceeds N days, so from N days on.
  NativeAction* read_condition(const Node& json, ReadRule& rule, ActionKind kind) {
    if (!json.only({"daysAfterModificationGreaterThan", "daysAfterCreationGreaterThan", "daysAfterLastAccessTimeGreaterThan", "daysAfterLastTierChangeGreaterThan"})) return nullptr;
    const Node modified = json["daysAfterModificationGreaterThan"], created = json["daysAfterCreationGreaterThan"], accessed = json["daysAfterLastAccessTimeGreaterThan"];
    if (modified.there() + created.there() + accessed.there() != 1) {
      json.invalid("one of the ages since modification, creation and last access", "azurerm_storage_management_policy");
      return nullptr;
    }
    const Node& clock = modified.there() ? modified : created.there() ? created : accessed;
    NativeAction& action = add_action(rule, kind, accessed.there() ? NativeClock::accessed : NativeClock::created, days(clock));
    if (created.there()) {
      // What a policy calls `created` is the last write; the blob itself may be much older.
      action.days = 0;
      make_partial(rule, action, created, "counts from the blob's creation, not from its last write");
    }
    read_tier_change(json["daysAfterLastTierChangeGreaterThan"], rule, action);
    return &action;
  }

  // Versions and snapshots: their age counts from their own creation, not from when they became noncurrent.
  void read_old(const Node& part, ReadRule& rule, ActionKind remove) {
    if (!part.there() || !part.only({"tierToCool", "tierToCold", "tierToArchive", "tierToHot", "delete"})) return;
    if (!rule.native.filter.tags.empty()) part.invalid("index tags filter base blobs only", "Lifecycle management policy structure");
    for (const std::string& name : part.names()) {
      const Node json = part[name.c_str()];
      if (!json.only({"daysAfterCreationGreaterThan", "daysAfterLastTierChangeGreaterThan"})) continue;
      if (!json["daysAfterCreationGreaterThan"].there()) {
        json.invalid("daysAfterCreationGreaterThan is missing", "Lifecycle management policy structure");
        continue;
      }
      const bool move = name != "delete";
      NativeAction& action = add_action(rule, move ? ActionKind::transition_noncurrent : remove, NativeClock::created, days(json["daysAfterCreationGreaterThan"]));
      if (move) set_class(action, Provider::azure, name.substr(6));
      if (move) rule.beyond.push_back({RemarkKind::note, json.place(), "a version's or snapshot's age since its creation; a policy counts from when it became noncurrent", {}});
      read_tier_change(json["daysAfterLastTierChangeGreaterThan"], rule, action);
    }
  }

  static void read_tier_change(const Node& json, ReadRule& rule, NativeAction& action) {
    if (!json.there()) return;
    if (!json.place().ends_with("tierToArchive.daysAfterLastTierChangeGreaterThan")) json.invalid("only for tierToArchive", "Lifecycle management policy structure");
    make_partial(rule, action, json, fmt::format("only when the tier was last changed more than {} days ago", days(json)));
  }

  static std::uint32_t days(const Node& json) { return static_cast<std::uint32_t>(json.number(0, most_azure_days).value_or(0)); }

  // Append blobs can be deleted but not tiered; their access is not tracked.
  void by_blob_type(const Node& types, ReadRule& rule) const {
    bool stay = false;
    for (NativeAction& action : rule.native.actions) {
      if (append_ && !block_) make_partial(rule, action, types, "acts on append blobs only");
      if (append_ && (action.kind == ActionKind::transition || action.kind == ActionKind::transition_noncurrent)) types.invalid("append blobs have no tier", "Lifecycle management policy structure");
      if (append_ || action.clock == NativeClock::accessed || !deletes(action.kind)) continue;
      stay = action.partial = true;
      action.partial_why += (action.partial_why.empty() ? "" : "; ") + std::string("append blobs stay");
    }
    if (stay) types.remark(RemarkKind::note, "append blobs stay: only block blobs are deleted", "Lifecycle management policy structure");
  }

  ReadDocument& out_;
  std::set<std::string> names_;
  bool block_ = false, append_ = false;
};

}  // namespace

void read_azure(const Node& whole, ReadDocument& out) {
  out.provider = Provider::azure;
  AzureReader(out).read(whole);
}

}  // namespace shelflife::reading

namespace shelflife {

// prefixMatch begins with the container's name and is compared as text: without the slash behind that name it also means
// containers whose names go on ("Azure Blob Storage FAQ").
std::optional<NativeRule> for_container(const NativeRule& rule, const std::string& container) {
  NativeRule out = rule;
  out.filter.prefixes.clear();
  bool speaks = rule.filter.prefixes.empty(), whole = speaks;
  const std::string root = container + "/";
  for (const std::string& prefix : rule.filter.prefixes) {
    if (root.starts_with(prefix)) speaks = whole = true;
    else if (prefix.starts_with(root)) {
      speaks = true;
      out.filter.prefixes.push_back(prefix.substr(root.size()));
    }
  }
  if (whole) out.filter.prefixes.clear();
  if (!speaks) return std::nullopt;
  return out;
}

}  // namespace shelflife
