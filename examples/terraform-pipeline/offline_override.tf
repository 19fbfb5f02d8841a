# For a plan without an AWS account, as the test makes it: nothing is asked of AWS.
# Terraform merges an override file into the provider block that is there; a real pipeline leaves it out.
provider "aws" {
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
