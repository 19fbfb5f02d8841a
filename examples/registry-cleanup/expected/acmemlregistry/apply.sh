#!/bin/sh
# Applies the policy to the Azure storage account of acmemlregistry.
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
run az storage account blob-service-properties update --account-name acmemlregistry --resource-group "$RESOURCE_GROUP" --enable-versioning true --enable-delete-retention true --delete-retention-days 14 --enable-container-delete-retention true --container-delete-retention-days 14 --enable-last-access-tracking true
run az storage account update --name acmemlregistry --resource-group "$RESOURCE_GROUP" --allow-blob-public-access false
resource='<ACCOUNT ID>'
if [ "$yes" = yes ]; then
  resource=$(az storage account show --name acmemlregistry --resource-group "$RESOURCE_GROUP" --query id --output tsv)
fi
service=$resource/blobServices/default
run az monitor diagnostic-settings create --name shelflife --resource "$service" --storage-account acme-audit-logs --logs @logging.json

# No native rule: what an earlier build deployed goes. A run of the service that has begun goes on.
run az storage account management-policy delete --account-name acmemlregistry --resource-group "$RESOURCE_GROUP"
