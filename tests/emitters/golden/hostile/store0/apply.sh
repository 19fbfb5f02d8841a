#!/bin/sh
# Applies the policy to the S3 bucket of store0.
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
REPLICATION_ROLE_ARN=${REPLICATION_ROLE_ARN:-}
need_arn REPLICATION_ROLE_ARN "$REPLICATION_ROLE_ARN" 'the ARN of the role that S3 replicates with'
REPLICATION_ROLE_ARN=${REPLICATION_ROLE_ARN:-'<REPLICATION_ROLE_ARN>'}
REPLICA_KMS_KEY_ARN=${REPLICA_KMS_KEY_ARN:-}
need_arn REPLICA_KMS_KEY_ARN "$REPLICA_KMS_KEY_ARN" 'the ARN of the KMS key that encrypts the copies'
REPLICA_KMS_KEY_ARN=${REPLICA_KMS_KEY_ARN:-'<REPLICA_KMS_KEY_ARN>'}
PRUNER_ROLE_ARN=${PRUNER_ROLE_ARN:-}
need_arn PRUNER_ROLE_ARN "$PRUNER_ROLE_ARN" 'the ARN of the role that the pruner runs as'
PRUNER_ROLE_ARN=${PRUNER_ROLE_ARN:-'<PRUNER_ROLE_ARN>'}

fill() {
  sed "s|: \"$1\"|: \"$2\"|"
}

# Protections first.
run aws s3api put-bucket-versioning --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --versioning-configuration file://versioning.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
loud 'object lock with a compliance default: nobody, not even root, can delete new objects before 9 days have passed, nor switch object lock off'
run aws s3api put-object-lock-configuration --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --object-lock-configuration file://object-lock.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
run aws s3api put-bucket-encryption --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --server-side-encryption-configuration file://encryption.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
run aws s3api put-public-access-block --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --public-access-block-configuration file://public-access-block.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
run aws s3api put-bucket-logging --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --bucket-logging-status file://logging.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
replication=$(fill REPLICATION_ROLE_ARN "$REPLICATION_ROLE_ARN" < replication.json | fill REPLICA_KMS_KEY_ARN "$REPLICA_KMS_KEY_ARN")
run aws s3api put-bucket-replication --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --replication-configuration "$replication" --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'

bucket='a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
set -- --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'

# A bucket has one policy, and an existing one is never replaced: add the statement to it by hand, then set
# BUCKET_POLICY=merged.
document=$(fill PRUNER_ROLE_ARN "$PRUNER_ROLE_ARN" < bucket-policy-deny.json)
if [ "$yes" = yes ] && [ "${BUCKET_POLICY:-}" != merged ]; then
  present=$(aws s3api get-bucket-policy --bucket "$bucket" "$@" --query Policy --output text 2>&1) ||
    case $present in
      *NoSuchBucketPolicy*) present= ;;
      *) printf '%s\n' "$present" >&2; exit 1 ;;
    esac
  case $present in
    '') ;;
    *ShelflifeSweepTag*"$PRUNER_ROLE_ARN"* | *"$PRUNER_ROLE_ARN"*ShelflifeSweepTag*) BUCKET_POLICY=merged ;;
    *) echo "apply.sh: the bucket has a policy; add the statement of bucket-policy-deny.json to it, then set BUCKET_POLICY=merged" >&2
       exit 1 ;;
  esac
fi
if [ "${BUCKET_POLICY:-}" != merged ]; then
  run aws s3api put-bucket-policy --bucket "$bucket" --policy "$document" "$@"
fi

# Last of all: the rules.
run aws s3api put-bucket-lifecycle-configuration --bucket 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned' --transition-default-minimum-object-size all_storage_classes_128K --lifecycle-configuration file://lifecycle.json --region 'a'\''b"c$(touch owned)`touch owned`\${path.module}%{if true}$${x}%%{y}
; touch owned'
