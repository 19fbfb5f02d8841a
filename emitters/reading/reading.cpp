// Which of the formats a text is in, and what in it is the list of rules.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "emitters/reading/input.hpp"

namespace shelflife {

namespace {

using reading::Input;
using reading::Node;
using reading::Remarks;

constexpr std::size_t deepest_template = 8, most_documents = 10000;

const Input* member(const Input& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto at = object.find(name);
  return at == object.end() || at->is_null() ? nullptr : &*at;
}
std::string text_of(const Input& object, const char* name) {
  const Input* found = member(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

bool ends_with_any_case(std::string text, std::string_view end) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text.ends_with(end);
}

class Recogniser {
 public:
  explicit Recogniser(DocumentReading& out) : out_(out) {}

  void json(const Input& whole) {
    if (whole.is_array()) {  // as the tools' `list` commands print
      for (const Input& one : whole) json_document(one);
    } else {
      json_document(whole);
    }
  }

 private:
  void json_document(const Input& whole) {
    if (!whole.is_object() || out_.documents.size() >= most_documents) return;
    if (member(whole, "planned_values") || member(whole, "resource_changes") || (member(whole, "values") && member(whole, "format_version"))) {
      return reading::read_terraform(whole, out_.documents);
    }
    if (const Input* rules = member(whole, "Rules")) return s3(whole, *rules);
    if (const Input* rules = member(whole, "rules")) {
      if (member(whole, "sourceAccount") || member(whole, "destinationAccount") || !rules->is_array()) return;  // replication
      return azure(whole, "", {});
    }
    if (const Input* policy = member(whole, "policy"); policy != nullptr && member(*policy, "rules")) return azure(*policy, "policy", account_of(whole, {}));
    if (const Input* properties = member(whole, "properties"); properties != nullptr && member(*properties, "policy")) return arm_resource(whole, "", {});
    if (const Input* resources = member(whole, "resources")) return arm_resources(*resources, "resources", {}, 0);
    if (member(whole, "rule")) return gcs(whole, whole, "");
    if (const Input* lifecycle = member(whole, "lifecycle")) return gcs(whole, *lifecycle, "lifecycle");
    if (const Input* lifecycle = member(whole, "lifecycle_config")) return gcs(whole, *lifecycle, "lifecycle_config");
    if (text_of(whole, "kind") == "storage#bucket") return gcs(whole, Input::object(), "lifecycle");
    setting(whole);
  }

  void setting(const Input& whole) {
    if (const std::string status = text_of(whole, "Status"); whole.size() <= 2 && (status == "Enabled" || status == "Suspended")) {
      out_.setting = true;
      out_.versioning = status == "Enabled";
    }
    if (const Input* versioning = member(whole, "versioning"); versioning != nullptr && member(*versioning, "enabled") && member(*versioning, "enabled")->is_boolean()) {
      out_.setting = true;
      out_.versioning = member(*versioning, "enabled")->get<bool>();
    }
  }

  ReadDocument& add(Provider provider) {
    out_.documents.emplace_back().provider = provider;
    return out_.documents.back();
  }

  void s3(const Input& whole, const Input& rules) {
    // Encryption and replication have a list of that name too.
    if (member(whole, "Role")) return;
    if (rules.is_array() && !rules.empty() && (member(rules[0], "ApplyServerSideEncryptionByDefault") || member(rules[0], "BucketKeyEnabled"))) return;
    ReadDocument& document = add(Provider::s3);
    Remarks remarks(document);
    reading::read_s3(Node(&whole, "", remarks), document);
  }

  static std::string account_of(const Input& resource, const std::string& parent) {
    const std::string id = text_of(resource, "id");
    if (const std::size_t at = id.find("/storageAccounts/"); at != std::string::npos) {
      const std::string rest = id.substr(at + 17);
      return rest.substr(0, rest.find('/'));
    }
    const std::string name = text_of(resource, "name");
    if (!name.starts_with("[") && name.find('/') != std::string::npos) return name.substr(0, name.find('/'));
    return parent;
  }

  void azure(const Input& policy, const std::string& place, std::string account) {
    ReadDocument& document = add(Provider::azure);
    document.bucket = std::move(account);
    Remarks remarks(document);
    reading::read_azure(Node(&policy, place, remarks), document);
  }

  void arm_resource(const Input& resource, const std::string& place, const std::string& parent) {
    const Input* properties = member(resource, "properties");
    const Input* policy = properties != nullptr ? member(*properties, "policy") : nullptr;
    if (policy == nullptr) return;
    azure(*policy, (place.empty() ? "" : place + ".") + "properties.policy", account_of(resource, parent));
  }

  // A list, or by name in the newer language of templates; a storage account may hold its policy.
  void arm_resources(const Input& resources, const std::string& place, const std::string& parent, std::size_t depth) {
    if (depth > deepest_template || !(resources.is_array() || resources.is_object())) return;
    std::size_t index = 0;
    for (const auto& [name, resource] : resources.items()) {
      const std::string here = resources.is_array() ? place + "[" + std::to_string(index++) + "]" : place + "." + name;
      const std::string type = text_of(resource, "type");
      if (ends_with_any_case(type, "managementpolicies")) arm_resource(resource, here, parent);
      if (const Input* inner = member(resource, "resources")) {
        const std::string own = text_of(resource, "name");
        arm_resources(*inner, here + ".resources", ends_with_any_case(type, "storageaccounts") && !own.starts_with("[") ? own : parent, depth + 1);
      }
    }
  }

  void gcs(const Input& whole, const Input& lifecycle, const std::string& place) {
    ReadDocument& document = add(Provider::gcs);
    document.bucket = text_of(whole, "name");
    if (document.bucket.empty()) document.bucket = text_of(whole, "id");
    if (const Input* on = member(whole, "versioning_enabled"); on != nullptr && on->is_boolean()) document.versioning = on->get<bool>();
    if (const Input* versioning = member(whole, "versioning"); versioning != nullptr && member(*versioning, "enabled") && member(*versioning, "enabled")->is_boolean())
      document.versioning = member(*versioning, "enabled")->get<bool>();
    Remarks remarks(document);
    reading::read_gcs(Node(&lifecycle, place, remarks), document);
  }

  DocumentReading& out_;
};

void name_elements(std::string& place) {
  for (const auto& [plural, singular] : {std::pair("Rules[", "Rule["), std::pair("Transitions[", "Transition["), std::pair("Tags[", "Tag["), std::pair("Rules", "Rule")}) {
    for (std::size_t at = place.find(plural); at != std::string::npos; at = place.find(plural, at + 1)) place.replace(at, std::string_view(plural).size(), singular);
  }
  if (place.ends_with("Transitions")) place.pop_back();
}

void read_xml(std::string_view text, DocumentReading& out) {
  ReadDocument document;
  Remarks remarks(document);
  Input whole;
  out.malformed = reading::parse_s3_xml(text, whole, remarks);
  if (!out.malformed.empty() || whole.is_null()) return;
  reading::read_s3(Node(&whole, "", remarks), document);
  for (Remark& remark : document.remarks) name_elements(remark.place);
  for (ReadRule& rule : document.rules) {
    name_elements(rule.place);
    for (Remark& beyond : rule.beyond) name_elements(beyond.place);
  }
  out.documents.push_back(std::move(document));
}

}  // namespace

DocumentReading read_lifecycle(std::string_view text, std::optional<Provider> provider) {
  DocumentReading out;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark, as Windows' editors write it
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    out.malformed = "it is empty";
  } else if (text[first] == '<') {
    read_xml(text, out);
  } else {
    Input whole;
    out.malformed = reading::parse_json(text, whole);
    if (out.malformed.empty()) Recogniser(out).json(whole);
    // `{}` is how the GCS tools say that there is no rule.
    if (out.malformed.empty() && provider == Provider::gcs && whole.is_object() && whole.empty()) out.documents.emplace_back().provider = Provider::gcs;
  }
  if (provider) std::erase_if(out.documents, [&](const ReadDocument& d) { return d.provider != *provider; });
  out.recognised = !out.documents.empty();
  return out;
}

bool only_live(const ReadDocument& document, const Store& store) {
  return document.provider == Provider::gcs && !store.versioned() && !document.versioning.value_or(false);
}

namespace {

bool is_current(const NativeAction& a) { return a.kind == ActionKind::expire || a.kind == ActionKind::transition; }

// A rule of both kinds of revisions; one of noncurrent revisions alone is left as it is.
void drop_noncurrent(NativeRule& rule) {
  if (std::any_of(rule.actions.begin(), rule.actions.end(), is_current)) std::erase_if(rule.actions, [](const NativeAction& a) { return a.clock == NativeClock::noncurrent; });
}

}  // namespace

bool speaks_of_both(const ReadDocument& document) {
  return std::any_of(document.rules.begin(), document.rules.end(), [](const ReadRule& rule) {
    const auto noncurrent = [](const NativeAction& a) { return a.clock == NativeClock::noncurrent; };
    return std::any_of(rule.native.actions.begin(), rule.native.actions.end(), is_current) && std::any_of(rule.native.actions.begin(), rule.native.actions.end(), noncurrent);
  });
}

std::vector<NativeRule> rules_of(const ReadDocument& document, const Store& store, StoreId id) {
  std::vector<NativeRule> out;
  for (const ReadRule& rule : document.rules) {
    std::optional<NativeRule> mine = document.provider == Provider::azure ? for_container(rule.native, store.bucket) : rule.native;
    if (!mine) continue;
    mine->store = id;
    if (only_live(document, store)) drop_noncurrent(*mine);
    // Where a document gives no name, its place is one.
    if (mine->id.empty()) mine->id = rule.place;
    out.push_back(std::move(*mine));
  }
  return out;
}

Tier tier_of(Provider provider, const std::string& storage_class) {
  if (storage_class.empty() || storage_class == "STANDARD" || storage_class == "Hot") return Tier::hot;
  if (storage_class == "GLACIER_IR" || storage_class == "COLDLINE" || storage_class == "Cold") return Tier::cold;
  if (storage_class == "GLACIER" || storage_class == "ARCHIVE" || storage_class == "Archive") return Tier::archive;
  if (provider == Provider::s3 && storage_class == "DEEP_ARCHIVE") return Tier::deep_archive;
  if (provider == Provider::gcs && storage_class != "NEARLINE") return Tier::hot;  // the names before STANDARD
  return Tier::cool;
}

std::string_view document_word(Provider provider) {
  switch (provider) {
    case Provider::s3: return "S3 lifecycle configuration";
    case Provider::azure: return "Azure management policy";
    case Provider::gcs: return "GCS lifecycle configuration";
  }
  return {};
}

std::string_view to_word(RemarkKind kind) {
  switch (kind) {
    case RemarkKind::unknown: return "unknown";
    case RemarkKind::invalid: return "invalid";
    case RemarkKind::oddity: return "oddity";
    case RemarkKind::note: return "note";
  }
  return {};
}

}  // namespace shelflife
