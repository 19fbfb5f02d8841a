// Terraform's JSON syntax: a nested block is an object, a repeatable one an array of objects, `//` is a
// comment. Buckets of S3 and accounts of Azure are referred to, never created: they outlive the policy.
#include "emitters/terraform.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace shelflife {
namespace {

bool has(const Lowered& lowered, Provider provider) {
  return std::any_of(lowered.documents.begin(), lowered.documents.end(),
                     [&](const NativeDocument& document) { return document.provider == provider; });
}

bool gcs_uses_sizes(const Lowered& lowered) {
  for (const NativeDocument& document : lowered.documents)
    for (const NativeRule& rule : document.rules)
      if (document.provider == Provider::gcs && (rule.filter.size_min || rule.filter.size_max)) return true;
  return false;
}

// The oldest versions that have every argument that is written here.
Json required_providers(const Lowered& lowered) {
  Json providers = Json::object();
  const auto need = [&](const char* name, const char* version) {
    providers[name] = {{"source", std::string("hashicorp/") + name}, {"version", version}};
  };
  if (has(lowered, Provider::s3)) need("aws", ">= 5.86");  // transition_default_minimum_object_size
  if (has(lowered, Provider::azure)) need("azurerm", ">= 4.0");
  // size_above_bytes is of 7.38; since 6.0 an age that is not said is not sent.
  if (has(lowered, Provider::gcs)) need("google", gcs_uses_sizes(lowered) ? ">= 7.38" : ">= 6.0");
  return providers;
}

}  // namespace

Json& TerraformModule::resource(const std::string& type, const std::string& name) { return resources[type][name]; }

std::string TerraformModule::variable(const std::string& name, const std::string& description) {
  const std::string id = variable_names.unique(name);
  variables[id] = {{"type", "string"}, {"description", terraform_text(description)}};
  return id;
}

std::string refer(const std::string& variable) { return "${var." + variable + "}"; }

std::vector<OutputFile> emit_terraform(const EmitContext& context) {
  TerraformModule module;
  if (has(context.lowered, Provider::s3)) terraform_aws(context, module);
  if (has(context.lowered, Provider::azure)) terraform_azurerm(context, module);
  if (has(context.lowered, Provider::gcs)) terraform_google(context, module);
  Json root = Json::object();
  root["//"] = "Written by `shelflife build`; edit the policy, not this file.";
  root["terraform"] = {{"required_version", ">= 1.5"},
                       {"required_providers", required_providers(context.lowered)}};
  if (!module.providers.empty()) root["provider"] = module.providers;
  if (!module.variables.empty()) root["variable"] = module.variables;
  if (!module.data.empty()) root["data"] = module.data;
  if (!module.resources.empty()) root["resource"] = module.resources;
  return {{"terraform/main.tf.json", to_file(root), false}};
}

}  // namespace shelflife
