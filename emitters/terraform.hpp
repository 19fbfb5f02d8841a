// terraform/main.tf.json: one module for all stores. terraform.cpp puts it together, one file a provider
// fills it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "emitters/document.hpp"
#include "emitters/json.hpp"
#include "emitters/terraform_text.hpp"

namespace shelflife {

// Filled by the providers' printers. Maps, because a reference to a block must outlive the making of others.
struct TerraformModule {
  using Blocks = std::map<std::string, std::map<std::string, Json>>;  // type, name
  TerraformNames names;                                               // of resources; the same in every type
  TerraformNames variable_names;
  Blocks resources, data;
  std::map<std::string, Json> variables, providers;

  Json& resource(const std::string& type, const std::string& name);
  // Declares a variable without a default and returns its name; refer() makes the reference to it.
  std::string variable(const std::string& name, const std::string& description);
};
std::string refer(const std::string& variable);

void terraform_aws(const EmitContext& context, TerraformModule& module);
void terraform_azurerm(const EmitContext& context, TerraformModule& module);
void terraform_google(const EmitContext& context, TerraformModule& module);

}  // namespace shelflife
