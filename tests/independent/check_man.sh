#!/bin/sh
# check_man.sh SHELFLIFE: every manual page as mandoc and groff see it.
set -eu
shelflife=$1
command -v mandoc >/dev/null 2>&1 || command -v groff >/dev/null 2>&1 || { echo "SKIPPED: neither mandoc nor groff"; exit 77; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Pages bear no date: they are the same whenever they are made.
judge() {
  if command -v mandoc >/dev/null 2>&1; then
    mandoc -Tlint -W warning "$1" | grep -v 'WARNING: missing date' > "$scratch/said" || true
    [ ! -s "$scratch/said" ] || return 1
  fi
  if command -v groff >/dev/null 2>&1; then
    groff -man -ww -z "$1" > "$scratch/said" 2>&1
    [ ! -s "$scratch/said" ] || return 1
  fi
}

printf '.TH X 1\n.SH NAME\nx \\- y\n.nosuchrequest\n.SH\n' > "$scratch/bad.1"
if judge "$scratch/bad.1"; then
  echo "a broken page was accepted"
  exit 1
fi

"$shelflife" man -o "$scratch/pages"
count=0
for page in "$scratch"/pages/*.1; do
  judge "$page" || { echo "in $page:"; cat "$scratch/said"; exit 1; }
  count=$((count + 1))
done
[ "$count" -gt 10 ] || { echo "only $count pages"; exit 1; }
echo "$count pages"
