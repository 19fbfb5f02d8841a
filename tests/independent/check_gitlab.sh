#!/bin/sh
# check_gitlab.sh SHELFLIFE SOURCE_DIR: the template for GitLab CI, against GitLab's schema and run by gitlab-ci-local as its
# shell runner would, in a repository with a good policy, a broken one, and hostile variables.
set -eu
shelflife=$1 source=$2
parts=${SHELFLIFE_PARTS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/shelflife-parts}
program=$parts/npm/node_modules/gitlab-ci-local/src/index.js
[ -f "$program" ] || program=$parts/npm/node_modules/.bin/gitlab-ci-local
[ -e "$program" ] || { echo "SKIPPED: no gitlab-ci-local; scripts/ci-parts.sh installs it"; exit 77; }
for command in node git rsync; do
  command -v $command >/dev/null 2>&1 || { echo "SKIPPED: no $command"; exit 77; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$(dirname "$shelflife"):$PATH HOME=$scratch
export PATH HOME
local_ci() { node "$program" --home "$scratch/home" --force-shell-executor "$@"; }
fail() { echo "$*"; cat "$scratch/log"; exit 1; }

mkdir -p "$scratch/repository/ci" "$scratch/home"
cd "$scratch/repository"
cp "$source/ci/gitlab/shelflife.yml" ci/
printf 'include:\n  - local: ci/shelflife.yml\n' > .gitlab-ci.yml
cat > policy.shelf <<'SHELF'
layout "ml/{stage}/"

store a on s3 "acme-ml" { versioning on }

rule dev where stage == dev { delete after 14 days }

rule uploads { abort uploads after 7 days }
SHELF
git init -q
git config user.name tester
git config user.email tester@localhost
git remote add origin https://gitlab.invalid/acme/policies.git
git add .
git commit -q -m policies

# The schema says no, too.
sed -i 's/^  stage: test/  stages: test/' ci/shelflife.yml
if local_ci --list >"$scratch/log" 2>&1; then fail "gitlab-ci-local accepts a broken template:"; fi
cp "$source/ci/gitlab/shelflife.yml" ci/
local_ci --list >"$scratch/log" 2>&1 || fail "the template is refused:"
grep -q '^shelflife ' "$scratch/log" || fail "there is no job:"

if ! shelflife check --help | grep -q gitlab; then
  echo "the template is valid"
  echo "SKIPPED: this shelflife has no \`check --format gitlab\`"
  exit 77
fi

report=gl-code-quality-report.json
# job STATUS VARIABLE...: runs the job. Its status is 0, or what the script gave.
job() {
  wanted=$1
  shift
  status=0
  rm -rf .gitlab-ci-local "$report"
  for variable; do set -- "$@" --variable "$variable"; shift; done
  local_ci --artifacts-to-source "$@" shelflife >"$scratch/log" 2>&1 || status=1
  [ "$status" = "$wanted" ] || fail "the job's status is $status, not $wanted:"
  [ ! -e pwned ] || fail "a variable was run:"
}
job 0
[ "$(cat $report)" = "[]" ] || fail "a finding in a good policy: $(cat $report)"
job 1 'SHELFLIFE_PATHS=$(touch pwned)'
job 1 'SHELFLIFE_PATHS=; touch pwned'
job 1 'SHELFLIFE_PATHS=--help'
job 1 'SHELFLIFE_FAIL_ON=$(touch pwned)'
job 0 'SHELFLIFE_PATHS=policy.shelf'
printf '\nrule again where stage == dev { delete after 20 days }\n' >> policy.shelf
job 0
job 1 SHELFLIFE_FAIL_ON=warning
sed -i 's/stage == dev/stagee == dev/' policy.shelf
job 1
node -e '
  const findings = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  // What GitLab asks of each: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  for (const f of findings)
    if (!f.description || !f.check_name || !f.fingerprint || !f.severity || !f.location.path || !f.location.lines.begin) process.exit(1);
  if (findings.length === 0) process.exit(1);
' $report || fail "the report is none: $(cat $report)"
grep -q 'SL0201' "$scratch/log" || fail "the log does not show the finding:"
echo "the template is valid, and its job does what it says"
