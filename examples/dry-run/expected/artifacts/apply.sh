#!/bin/sh
# Applies the policy to the S3 bucket of artifacts.
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

# Protections first.
run aws s3api put-bucket-versioning --bucket acme-ml --versioning-configuration file://versioning.json --region us-east-1
loud 'object lock cannot be switched off again, and versioning cannot be suspended'
run aws s3api put-object-lock-configuration --bucket acme-ml --object-lock-configuration file://object-lock.json --region us-east-1
run aws s3api put-bucket-encryption --bucket acme-ml --server-side-encryption-configuration file://encryption.json --region us-east-1
run aws s3api put-bucket-logging --bucket acme-ml --bucket-logging-status file://logging.json --region us-east-1

# Last of all: the rules.
run aws s3api put-bucket-lifecycle-configuration --bucket acme-ml --transition-default-minimum-object-size all_storage_classes_128K --lifecycle-configuration file://lifecycle.json --region us-east-1
