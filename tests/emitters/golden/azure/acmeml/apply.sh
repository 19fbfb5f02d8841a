#!/bin/sh
# Applies the policy to the Azure storage account of acmeml.
# Written by `shelflife build`; edit the policy, not this file.

set -eu
CDPATH='' cd -- "$(dirname -- "$0")"

yes=no
for argument in "$@"; do
  case $argument in
    --yes) yes=yes ;;
    *) echo "usage: apply.sh [--yes]; without --yes the commands are only printed" >&2; exit 2 ;;
  esac
done

# One word as it would be typed.
show_word() {
  case $1 in
    '' | *[!A-Za-z0-9_./:=,+@%-]*)
      rest=$1 shown=
      while :; do
        case $rest in
          *\'*) shown=$shown${rest%%\'*}"'\\''" rest=${rest#*\'} ;;
          *) break ;;
        esac
      done
      printf "'%s' " "$shown$rest" ;;
    *) printf '%s ' "$1" ;;
  esac
}
show() {
  { for word in "$@"; do show_word "$word"; done; echo; } | LC_ALL=C tr -d '\001-\010\013-\037\177'
}
# Prints a command; runs it with --yes.
run() {
  show "$@"
  if [ "$yes" = yes ]; then "$@"; fi
}
loud() {
  printf '\n!!! CANNOT BE UNDONE: %s\n' "$1"
}
# need NAME VALUE MEANING: the value of a variable that only you know.
need() {
  if [ -z "$2" ] && [ "$yes" = yes ]; then
    printf 'apply.sh: set %s: %s\n' "$1" "$3" >&2
    exit 2
  fi
}
# need_arn NAME VALUE MEANING
need_arn() {
  need "$@"
  case $2 in
    '') ;;
    arn:*[!A-Za-z0-9:/_+=,.@-]*) printf 'apply.sh: %s is no ARN\n' "$1" >&2; exit 2 ;;
    arn:*:*:*) ;;
    *) printf 'apply.sh: %s is no ARN\n' "$1" >&2; exit 2 ;;
  esac
}
RESOURCE_GROUP=${RESOURCE_GROUP:-}
need RESOURCE_GROUP "$RESOURCE_GROUP" 'the resource group of the storage account'
RESOURCE_GROUP=${RESOURCE_GROUP:-'<RESOURCE_GROUP>'}

# Protections first.
run az storage account blob-service-properties update --account-name acmeml --resource-group "$RESOURCE_GROUP" --enable-versioning true --enable-change-feed true --enable-delete-retention true --delete-retention-days 14 --enable-container-delete-retention true --container-delete-retention-days 14 --enable-last-access-tracking true
run az storage account update --name acmeml --resource-group "$RESOURCE_GROUP" --encryption-key-source Microsoft.Keyvault --encryption-key-vault https://acme.vault.azure.net --encryption-key-name ml --encryption-key-version 0123456789abcdef
run az storage account update --name acmeml --resource-group "$RESOURCE_GROUP" --allow-blob-public-access false
resource='<ACCOUNT ID>'
if [ "$yes" = yes ]; then
  resource=$(az storage account show --name acmeml --resource-group "$RESOURCE_GROUP" --query id --output tsv)
fi
service=$resource/blobServices/default
run az monitor diagnostic-settings create --name shelflife --resource "$service" --workspace /subscriptions/0/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/audit --logs @logging.json
run az storage container immutability-policy create --account-name acmeml --resource-group "$RESOURCE_GROUP" --container-name vault --period 365
loud 'version-level immutability of a container cannot be switched off again'
run az storage container-rm migrate-vlw --storage-account acmeml --resource-group "$RESOURCE_GROUP" --name vault
etag='<ETAG>'
if [ "$yes" = yes ]; then
  etag=$(az storage container immutability-policy show --account-name acmeml --resource-group "$RESOURCE_GROUP" --container-name vault --query etag --output tsv)
fi
loud 'locking the immutability policy: it can only be made longer, five times, and neither the container nor the account can be deleted while a blob is in it'
run az storage container immutability-policy lock --account-name acmeml --resource-group "$RESOURCE_GROUP" --container-name vault --if-match "$etag"
DESTINATION_RESOURCE_GROUP=${DESTINATION_RESOURCE_GROUP:-}
need DESTINATION_RESOURCE_GROUP "$DESTINATION_RESOURCE_GROUP" 'the resource group of the account that is replicated to'
DESTINATION_RESOURCE_GROUP=${DESTINATION_RESOURCE_GROUP:-'<DESTINATION_RESOURCE_GROUP>'}

# Replication: the destination needs versioning too.
run az storage account or-policy create --account-name acmemldr --resource-group "$DESTINATION_RESOURCE_GROUP" --policy @replication.json
replication='<POLICY>'
if [ "$yes" = yes ]; then
  id=$(az storage account or-policy list --account-name acmemldr --resource-group "$DESTINATION_RESOURCE_GROUP" --query '[?ends_with(sourceAccount, '\''acmeml'\'')].policyId | [0]' --output tsv)
  replication=$(az storage account or-policy show --account-name acmemldr --resource-group "$DESTINATION_RESOURCE_GROUP" --policy-id "$id" --output json)
fi
run az storage account or-policy create --account-name acmeml --resource-group "$RESOURCE_GROUP" --policy "$replication"

# Last of all: the rules. They take the place of the whole policy of the account.
run az storage account management-policy create --account-name acmeml --resource-group "$RESOURCE_GROUP" --policy @management-policy.json
