#!/bin/sh
# check_precommit.sh SHELFLIFE SOURCE_DIR: the hooks of .pre-commit-hooks.yaml under pre-commit itself, in a repository that
# commits good, broken and unformatted policies, stale outputs, and a deployed document that a changed policy forbids.
set -eu
command -v git >/dev/null 2>&1 || { echo "SKIPPED: no git"; exit 77; }
command -v pre-commit >/dev/null 2>&1 || { echo "SKIPPED: no pre-commit"; exit 77; }
shelflife=$1 source=$2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$(dirname "$shelflife"):$PATH
HOME=$scratch PRE_COMMIT_HOME=$scratch/cache GIT_CONFIG_NOSYSTEM=1
export PATH HOME PRE_COMMIT_HOME GIT_CONFIG_NOSYSTEM
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git config --global user.name tester
git config --global user.email tester@localhost
git config --global init.defaultBranch main

fail() { echo "$*"; cat "$scratch/log"; exit 1; }
# The hooks as a user gets them: a repository at a revision.
mkdir "$scratch/hooks" "$scratch/repository"
cp "$source/.pre-commit-hooks.yaml" "$scratch/hooks"
cd "$scratch/hooks"
pre-commit validate-manifest .pre-commit-hooks.yaml
# What the documentation shows is a configuration, of hooks that there are.
sed -n '/^```yaml/,/^```$/{/^```/!p}' "$source/docs/ci.md" | sed -n '/^repos:/,/^[^ r]/{/^[ r]/p}' > "$scratch/shown.yaml"
pre-commit validate-config "$scratch/shown.yaml"
sed -n 's/^ *- id: //p' "$scratch/shown.yaml" > "$scratch/ids"
[ -s "$scratch/ids" ] || { echo "docs/ci.md shows no hook"; exit 1; }
while IFS= read -r id; do
  grep -qx -- "- id: $id" .pre-commit-hooks.yaml || { echo "docs/ci.md: no hook $id"; exit 1; }
done < "$scratch/ids"
git init -q
git add .
git commit -q -m hooks
revision=$(git rev-parse HEAD)

cd "$scratch/repository"
git init -q
cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: $scratch/hooks
    rev: $revision
    hooks:
      - id: shelflife-check
      - id: shelflife-fmt
      - id: shelflife-build-check
        args: [policy.shelf, -o, out]
      - id: shelflife-verify
        args: [policy.shelf, --store, artifacts, --deployed, deployed.json]
YAML
pre-commit install >/dev/null
commit() { git add -A && git commit -q -m "$1" >"$scratch/log" 2>&1; }
accepted() { commit "$1" || fail "$1 was refused:"; }
# refused WHAT TEXT...: not committed, and each text is in what the user sees. The change is undone.
refused() {
  what=$1
  shift
  commit "$what" && fail "$what was committed:"
  for text; do grep -qF -- "$text" "$scratch/log" || fail "$what: \`$text\` is not said:"; done
  git reset -q --hard
  git clean -qfd
}

cat > policy.shelf <<'SHELF'
layout "ml/{stage}/{model}/"

label stage in dev, production required

store artifacts on s3 "acme-ml" { versioning on }

rule dev where stage == dev { delete after 14 days }
SHELF
shelflife build --quiet policy.shelf -o out
cp out/artifacts/lifecycle.json deployed.json
accepted "a good policy with its outputs"

sed -i 's/stage == dev/stagee == dev/' policy.shelf
refused "a broken policy" "shelflife check" "policy.shelf:7:16: error SL0201: no layout or label declares \`stagee\`" "did you mean \`stage\`?"

printf 'rule   later where stage == production {delete after 3 years}\n' > extra.shelf
{ cat policy.shelf; echo; cat extra.shelf; } > both && mv both policy.shelf && rm extra.shelf
shelflife build --quiet policy.shelf -o out
commit "an unformatted policy" && fail "an unformatted policy was committed:"
grep -q "files were modified by this hook" "$scratch/log" || fail "the formatter did not say so:"
grep -q '^rule later where stage == production { delete after 3 years }$' policy.shelf || fail "the file was not formatted:"
shelflife build --quiet policy.shelf -o out
accepted "the same, formatted"

sed -i 's/14 days/15 days/' policy.shelf
refused "a policy without its new outputs" "shelflife build --check" "\`out\` is not what the policy gives today"
git rm -q out/plan.json
refused "an output taken away" "\`out\` is not what the policy gives today"

sed -i 's/14 days/30 days/' policy.shelf
shelflife build --quiet policy.shelf -o out
refused "a policy that what is deployed does not honour" "shelflife verify" "unsafe"

echo words > README
accepted "a commit without policies"
echo "pre-commit $(pre-commit --version | cut -d ' ' -f 2): hooks accept and refuse as they should"
