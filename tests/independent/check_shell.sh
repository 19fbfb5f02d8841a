#!/bin/sh
# Every apply.sh is POSIX shell that dash parses and shellcheck finds nothing in.
set -eu
command -v dash >/dev/null 2>&1 || { echo "SKIPPED: no dash"; exit 77; }
command -v shellcheck >/dev/null 2>&1 || { echo "SKIPPED: no shellcheck"; exit 77; }

# SC2016: text in single quotes that looks like an expansion is meant not to be one.
judge() {
  dash -n "$1" && shellcheck --shell=sh --exclude=SC2016 "$1"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf '#!/bin/sh\necho $1\nif [ x = y ]; then\n' > "$scratch/bad.sh"
if judge "$scratch/bad.sh" >/dev/null 2>&1; then
  echo "a broken script was accepted"
  exit 1
fi

find "$1" -name apply.sh > "$scratch/list"
[ -s "$scratch/list" ] || { echo "nothing to judge"; exit 1; }
while IFS= read -r script; do
  judge "$script" || { echo "in $script"; exit 1; }
done < "$scratch/list"
echo "$(wc -l < "$scratch/list") scripts"
