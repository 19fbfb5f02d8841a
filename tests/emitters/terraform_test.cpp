// main.tf.json: what it must hold for Terraform to do no more and no less than the documents.
#include <doctest/doctest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "emitters/terraform_text.hpp"
#include "fixture.hpp"

namespace shelflife::test {
namespace {

using nlohmann::json;

json module_of(const Fixture& fixture, bool freeze = false) {
  const std::vector<OutputFile> files = fixture.emit(freeze, {"terraform"});
  REQUIRE(files.size() == 1);
  return json::parse(files[0].content);
}

// Every string, object keys included.
void each_string(const json& value, const std::function<void(const std::string&)>& visit) {
  if (value.is_string()) visit(value.get<std::string>());
  if (value.is_object())
    for (const auto& [key, child] : value.items()) {
      visit(key);
      each_string(child, visit);
    }
  if (value.is_array())
    for (const json& child : value) each_string(child, visit);
}

TEST_CASE("templates are escaped, nothing else") {
  CHECK(terraform_text("plain $ % { }") == "plain $ % { }");
  CHECK(terraform_text("${a}") == "$${a}");
  CHECK(terraform_text("%{if}") == "%%{if}");
  CHECK(terraform_text("$${a}") == "$$${a}");
  CHECK(terraform_text("$%{a}") == "$%%{a}");
  CHECK(terraform_text("${") == "$${");
  CHECK(terraform_text("$") == "$");
}

TEST_CASE("no text of the user's is a template: all that are left are our own references") {
  each_string(module_of(hostile_case()), [](const std::string& text) {
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      if (at == 0 || (text[at - 1] != '$' && text[at - 1] != '%')) continue;
      const bool escaped = at > 1 && text[at - 2] == text[at - 1];
      const std::string rest = text.substr(at + 1);
      const bool ours = text[at - 1] == '$' &&
                        (rest.rfind("var.", 0) == 0 || rest.rfind("data.aws_iam_policy_document.", 0) == 0);
      INFO(text);
      CHECK((escaped || ours));
    }
  });
}

TEST_CASE("names are identifiers and each is given once") {
  TerraformNames names;
  CHECK(names.unique("acme-ml_1") == "acme-ml_1");
  CHECK(names.unique("acme-ml_1") == "acme-ml_1_2");
  CHECK(names.unique("1a") == "_1a");
  CHECK(names.unique("-a") == "_-a");
  CHECK(names.unique("a b\"${x}") == "a_b___x_");
  CHECK(names.unique("") == "_");
}

TEST_CASE("no bucket of S3 and no account of Azure is created; what owns data cannot be destroyed") {
  for (const Fixture& fixture : all_cases()) {
    const json resources = module_of(fixture).value("resource", json::object());
    CHECK_FALSE(resources.contains("aws_s3_bucket"));
    CHECK_FALSE(resources.contains("azurerm_storage_account"));
    CHECK_FALSE(resources.contains("azurerm_storage_container"));
    const json buckets = resources.value("google_storage_bucket", json::object());
    for (const json& bucket : buckets) {
      CHECK(bucket["lifecycle"]["prevent_destroy"] == true);
      CHECK(bucket["force_destroy"] == false);
    }
  }
}

TEST_CASE("the lifecycle waits for versioning and says the minimum size") {
  const json lifecycle =
      module_of(s3_case())["resource"]["aws_s3_bucket_lifecycle_configuration"]["artifacts"];
  CHECK(lifecycle["transition_default_minimum_object_size"] == "all_storage_classes_128K");
  CHECK(lifecycle["depends_on"][0] == "aws_s3_bucket_versioning.artifacts");
  for (const json& rule : lifecycle["rule"]) {
    CHECK(rule.contains("filter"));
    CHECK(rule["filter"].value("prefix", "x") != "");
  }
  CHECK(
      module_of(s3_marked_case())["resource"]["aws_s3_bucket_lifecycle_configuration"]["models"]["depends_on"]
          .back() == "aws_s3_bucket_policy.models");
}

TEST_CASE("without rules there is no lifecycle resource, so that Terraform removes what is deployed") {
  const json resources = module_of(removal_case())["resource"];
  CHECK_FALSE(resources.contains("aws_s3_bucket_lifecycle_configuration"));
  CHECK_FALSE(resources.contains("azurerm_storage_management_policy"));
  CHECK_FALSE(resources["google_storage_bucket"]["c"].contains("lifecycle_rule"));
  for (const json& argument : resources["google_storage_bucket"]["c"]["lifecycle"]["ignore_changes"])
    CHECK(argument != "lifecycle_rule");
}

TEST_CASE("frozen: no enabled rule deletes") {
  const json s3 = module_of(s3_case(), true)["resource"], azure = module_of(azure_case(), true)["resource"],
             gcs = module_of(gcs_case(), true)["resource"];
  for (const json& rule : s3["aws_s3_bucket_lifecycle_configuration"]["artifacts"]["rule"])
    if (rule["status"] == "Enabled") CHECK(rule.dump().find("expiration") == std::string::npos);
  for (const json& rule : azure["azurerm_storage_management_policy"]["acmeml"]["rule"])
    if (rule["enabled"] == true) CHECK(rule["actions"].dump().find("delete") == std::string::npos);
  for (const json& rule : gcs["google_storage_bucket"]["bucket"]["lifecycle_rule"])
    CHECK(rule["action"]["type"] == "SetStorageClass");
}

TEST_CASE("google: a newer provider only where sizes are used, and every zero switch is said") {
  CHECK(module_of(gcs_case())["terraform"]["required_providers"]["google"]["version"] == ">= 7.38");
  CHECK(module_of(removal_case())["terraform"]["required_providers"]["google"]["version"] == ">= 6.0");
  const json gcs = module_of(gcs_case())["resource"];
  for (const json& rule : gcs["google_storage_bucket"]["bucket"]["lifecycle_rule"])
    for (const char* name : {"send_age_if_zero", "send_days_since_noncurrent_time_if_zero",
                             "send_days_since_custom_time_if_zero", "send_num_newer_versions_if_zero"})
      CHECK(rule["condition"][name] == false);
}

}  // namespace
}  // namespace shelflife::test
