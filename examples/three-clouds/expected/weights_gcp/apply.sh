#!/bin/sh
# Applies the policy to the GCS bucket of weights_gcp.
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
run gcloud storage buckets update gs://acme-weights-tpu --versioning
loud 'object retention cannot be switched off again'
run gcloud storage buckets update gs://acme-weights-tpu --enable-per-object-retention
run gcloud storage buckets update gs://acme-weights-tpu --clear-default-encryption-key
run gcloud storage buckets update gs://acme-weights-tpu --log-bucket=gs://acme-audit-logs-gcp --log-object-prefix=acme-weights-tpu

# Copies new objects to the other bucket; deletions stay here.
run gcloud transfer jobs create gs://acme-weights-tpu gs://acme-weights-copies-gcp --replication

# Last of all: the rules.
run gcloud storage buckets update gs://acme-weights-tpu --lifecycle-file=lifecycle.json
