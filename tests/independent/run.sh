#!/bin/sh
# run.sh PROGRAM ARGUMENT...: runs it, or skips the test where the program is absent.
command -v "$1" >/dev/null 2>&1 || { echo "SKIPPED: no $1"; exit 77; }
exec "$@"
