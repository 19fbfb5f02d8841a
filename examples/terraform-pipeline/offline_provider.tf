# For a plan without an AWS account, as the test makes it: nothing is asked of AWS.
# A real pipeline has its own provider block, with its own credentials, in this place.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
