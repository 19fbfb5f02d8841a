// Arguments of the Terraform providers to each cloud's own document. Only for the readers of this folder.
#pragma once

#include "emitters/reading/input.hpp"

namespace shelflife::reading {

// Each reports arguments that the provider does not document, at their place in the resource.
Input s3_from_terraform(const Node& resource);     // aws_s3_bucket_lifecycle_configuration
Input azure_from_terraform(const Node& resource);  // azurerm_storage_management_policy
// google_storage_bucket; `out.versioning` is set where the resource says it.
Input gcs_from_terraform(const Node& resource, ReadDocument& out);

}  // namespace shelflife::reading
