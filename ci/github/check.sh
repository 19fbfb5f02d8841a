#!/bin/sh
# The second step of action.yml: `shelflife check`, and `build --check` where it is asked for. The words of the user are in
# the environment: SHELFLIFE_PATHS, SHELFLIFE_FAIL_ON, SHELFLIFE_BUILD_CHECK, SHELFLIFE_SARIF, SHELFLIFE_FOLDER.
set -u

refuse() { printf '::error title=Shelflife::%s\n' "$1"; echo "status=2" >> "$GITHUB_OUTPUT"; exit 2; }

cd -- "$SHELFLIFE_FOLDER" || refuse "the input working-directory is no folder"
case $SHELFLIFE_SARIF in true | false | '') ;; *) refuse "the input upload-sarif is neither true nor false" ;; esac
# `error` is the default of the command.
case $SHELFLIFE_FAIL_ON in
  error | '') set -- ;;
  warning | note | never) set -- --fail-on "$SHELFLIFE_FAIL_ON" ;;
  *) refuse "the input fail-on is not error, warning, note or never" ;;
esac
set -- "$@" --
while IFS= read -r path; do
  [ -z "$path" ] || set -- "$@" "$path"
done <<LINES
$SHELFLIFE_PATHS
LINES

shelflife check --format github "$@"
status=$?

if [ "$SHELFLIFE_SARIF" = true ] && [ "$status" -lt 2 ]; then
  sarif=$RUNNER_TEMP/shelflife.sarif
  shelflife check --format sarif "$@" > "$sarif"
  [ $? -lt 2 ] && printf 'sarif=%s\n' "$sarif" >> "$GITHUB_OUTPUT"
fi

while IFS= read -r pair; do
  [ -n "$pair" ] || continue
  policy=${pair%% *} out=${pair##* }
  [ "$policy" != "$out" ] || refuse "a line of the input build-check is a policy, a blank and a folder"
  shelflife build --quiet --check --output "$out" -- "$policy"
  built=$?
  [ "$built" = 0 ] || printf '::error title=Shelflife::the committed outputs are not what the policy gives: build it again and commit them\n'
  [ "$built" -le "$status" ] || status=$built
done <<LINES
$SHELFLIFE_BUILD_CHECK
LINES

printf 'status=%s\n' "$status" >> "$GITHUB_OUTPUT"
exit "$status"
