#!/bin/sh
# outputs.sh SHELFLIFE SOURCE_DIR OUT: builds every example's root policies, frozen too, and copies the goldens.
set -eu
shelflife=$1 source=$2 out=$3

rm -rf "$out"
mkdir -p "$out"
cp -R "$source"/tests/emitters/golden/. "$out"
failed=0
for example in "$source"/examples/*/; do
  name=$(basename "$example")
  for form in '' --freeze; do
    if ! "$shelflife" build $form "$example"*.shelf -o "$out/example-$name$form" >"$out/log" 2>&1; then
      echo "build $form of $name failed:"
      cat "$out/log"
      failed=1
    fi
  done
done
rm -f "$out/log"
exit $failed
