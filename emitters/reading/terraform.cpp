// Terraform: `terraform show -json` of a plan (planned_values, resource_changes) or a state (values). Each resource is turned
// into its cloud's own document by the provider's documented arguments, and read as such; places then name the resource.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "emitters/reading/terraform.hpp"

namespace shelflife::reading {

namespace {

constexpr std::size_t most_resources = 100000, deepest_module = 32;

struct Resource {
  std::string address, type;
  const Input* values = nullptr;
  const Input* unknown = nullptr;  // `true` at every value that only applying will tell
};

std::string text_of(const Input& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

class Resources {
 public:
  explicit Resources(const Input& plan) {
    if (const Input* values = member(plan, "planned_values")) add_module(member(*values, "root_module"), 0);
    else if (const Input* state = member(plan, "values")) add_module(member(*state, "root_module"), 0);
    const Input* changes = member(plan, "resource_changes");
    if (changes == nullptr || !changes->is_array()) return;
    const bool complete = !all.empty() || member(plan, "planned_values") != nullptr;
    for (const Input& change : *changes) {
      const Input* what = member(change, "change");
      if (what == nullptr) continue;
      Resource resource{text_of(change, "address"), text_of(change, "type"), member(*what, "after"), member(*what, "after_unknown")};
      const auto at = by_address.find(resource.address);
      if (at != by_address.end()) all[at->second].unknown = resource.unknown;
      else if (!complete) add(std::move(resource));
    }
  }

  std::vector<Resource> all;

 private:
  static const Input* member(const Input& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto at = object.find(name);
    return at == object.end() || at->is_null() ? nullptr : &*at;
  }
  void add_module(const Input* module, std::size_t depth) {
    if (module == nullptr || depth > deepest_module) return;
    if (const Input* list = member(*module, "resources"); list != nullptr && list->is_array())
      for (const Input& r : *list)
        if (r.is_object() && text_of(r, "mode") != "data") add({text_of(r, "address"), text_of(r, "type"), member(r, "values"), nullptr});
    if (const Input* list = member(*module, "child_modules"); list != nullptr && list->is_array())
      for (const Input& child : *list) add_module(&child, depth + 1);
  }
  void add(Resource resource) {
    if (resource.values == nullptr || all.size() >= most_resources) return;
    by_address.emplace(resource.address, all.size());
    all.push_back(std::move(resource));
  }
  std::map<std::string, std::size_t> by_address;
};

// Places below `unknown` that hold a true. A block that is wholly unknown is one place.
void find_unknown(const Input& unknown, const std::string& place, Remarks& remarks) {
  if (unknown.is_boolean()) {
    if (unknown.get<bool>()) remarks.add(RemarkKind::unknown, place, "only applying the plan will tell this value");
  } else if (unknown.is_object()) {
    for (const auto& [name, value] : unknown.items()) find_unknown(value, place + "." + name, remarks);
  } else if (unknown.is_array()) {
    for (std::size_t i = 0; i < unknown.size(); ++i) find_unknown(unknown[i], fmt::format("{}[{}]", place, i), remarks);
  }
}

void report_unknown(const Resource& resource, const char* part, Remarks& remarks) {
  if (resource.unknown == nullptr || !resource.unknown->is_object()) return;
  const auto at = resource.unknown->find(part);
  if (at == resource.unknown->end()) return;
  // S3 gives a rule its name, and the providers mark computed arguments; only what bears on the meaning counts.
  Input bearing = *at;
  if (bearing.is_array())
    for (Input& rule : bearing)
      if (rule.is_object()) rule.erase("id");
  find_unknown(bearing, part, remarks);
}

}  // namespace

void read_terraform(const Input& plan, std::vector<ReadDocument>& out) {
  for (const Resource& resource : Resources(plan).all) {
    ReadDocument document;
    document.origin = resource.address;
    Remarks remarks(document);
    const Node values(resource.values, "", remarks);
    Input converted;
    if (resource.type == "aws_s3_bucket_lifecycle_configuration") {
      report_unknown(resource, "rule", remarks);
      document.bucket = text_of(*resource.values, "bucket");
      converted = s3_from_terraform(values);
      read_s3(Node(&converted, "", remarks), document);
    } else if (resource.type == "azurerm_storage_management_policy") {
      report_unknown(resource, "rule", remarks);
      const std::string id = text_of(*resource.values, "storage_account_id");
      document.bucket = id.substr(id.rfind('/') + 1);
      converted = azure_from_terraform(values);
      read_azure(Node(&converted, "", remarks), document);
    } else if (resource.type == "google_storage_bucket") {
      report_unknown(resource, "lifecycle_rule", remarks);
      document.bucket = text_of(*resource.values, "name");
      converted = gcs_from_terraform(values, document);
      read_gcs(Node(&converted, "", remarks), document);
    } else if (resource.type == "aws_s3_bucket" && !values["lifecycle_rule"].elements().empty()) {
      document.bucket = text_of(*resource.values, "bucket");
      remarks.add(RemarkKind::unknown, "lifecycle_rule", "rules in the bucket resource itself, as the provider had them before version 4, are not read");
    } else {
      continue;
    }
    out.push_back(std::move(document));
  }
}

}  // namespace shelflife::reading
