#!/usr/bin/env bash
# The program in the C quickstart is the example that the gate builds and runs, to the letter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

page=docs/quickstart-c.md
example=examples/c/list_and_upload.c
quoted=$(mktemp)
trap 'rm -f "$quoted"' EXIT

sed -n "\\|^<!-- begin $example -->\$|,\\|^<!-- end $example -->\$|p" "$page" | sed '1,2d;$d' | sed '$d' >"$quoted"
if [ ! -s "$quoted" ]; then
  echo "quickstart_matches_example: $page quotes nothing between its markers" >&2
  exit 1
fi
diff -u --label "$page" --label "$example" "$quoted" "$example"
echo "quickstart_matches_example: $page quotes $example as it is"
