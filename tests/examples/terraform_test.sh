#!/bin/sh
# terraform_test.sh BINARY SOURCE: plans examples/terraform-pipeline both ways and compares the two plans.
# Needs terraform, jq and the AWS provider in a local plugin folder (SHELFLIFE_TF_PLUGIN_DIR, default /opt/tf-plugins):
# nothing is downloaded and AWS is never asked.
set -eu
binary=$1
source=$2
plugins=${SHELFLIFE_TF_PLUGIN_DIR:-/opt/tf-plugins}

skip() { echo "SKIPPED: $1"; exit 77; }
command -v terraform >/dev/null || skip "terraform is not installed"
command -v jq >/dev/null || skip "jq is not installed"
[ -d "$plugins/registry.terraform.io/hashicorp/aws" ] || skip "no AWS provider in $plugins (SHELFLIFE_TF_PLUGIN_DIR)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$source/examples/terraform-pipeline/." "$work"
cd "$work"
"$binary" build artifacts.shelf -o out >build.log || { cat build.log; exit 1; }

mkdir emitted
cp out/terraform/main.tf.json pipeline.auto.tfvars offline_override.tf emitted/  # as the README says
cp offline_override.tf jsondecode/

export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 AWS_EC2_METADATA_DISABLED=true
printf '' >terraformrc
export TF_CLI_CONFIG_FILE="$work/terraformrc"
for way in emitted jsondecode; do
  (
    cd "$way"
    terraform init -input=false -no-color -plugin-dir="$plugins" >init.log 2>&1 || { cat init.log; exit 1; }
    terraform plan -input=false -no-color -out=plan.bin >plan.log 2>&1 || { cat plan.log; exit 1; }
    ! grep -n 'Warning:' plan.log || { cat plan.log; exit 1; }
    terraform show -json plan.bin >plan.json
    # What matters of a rule, without what the provider fills in when it is not said.
    jq -S '[.planned_values.root_module.resources[] | select(.type == "aws_s3_bucket_lifecycle_configuration") | .values
            | {bucket, transition_default_minimum_object_size,
               rule: [.rule[] | walk(if type == "object" then with_entries(select(
                 .value != null and .value != "" and .value != [] and .value != 0 and .value != false)) else . end)]}]
           | sort_by(.bucket)' plan.json >rules.json
  )
done

cmp emitted/rules.json jsondecode/rules.json || {
  diff emitted/rules.json jsondecode/rules.json || true
  echo "the two ways plan different rules"
  exit 1
}
planned=$(jq '[.[].rule[]] | length' emitted/rules.json)
written=$(cat out/*/lifecycle.json | jq -s '[.[].Rules[]] | length')
[ "$planned" -gt 0 ] && [ "$planned" = "$written" ] || { echo "$planned rules planned, $written written"; exit 1; }
echo "$planned rules in $(jq length emitted/rules.json) buckets, the same both ways"
