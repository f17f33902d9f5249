#!/usr/bin/env bash
# Runs the C examples against a sandbox and checks what it printed and what arrived.
# usage: bash examples/c/run.sh [BUILD_DIR]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=${1:-build/dev}
spectrakit=$build/tools/cli/spectrakit
example=$build/examples/c/example_list_and_upload

work=$(mktemp -d "${TMPDIR:-/tmp}/spectrakit-example.XXXXXX")
# shellcheck source=examples/sandbox.sh
source examples/sandbox.sh
trap 'stop_sandbox; rm -rf "$work"' EXIT

fail() { echo "example-c: $*" >&2; exit 1; }

start_sandbox "$spectrakit" "$work"
inspection=10000001
python3 examples/make_report.py "$work/water-analysis.pdf" "Water analysis"
"$example" "$inspection" "$work/water-analysis.pdf" >"$work/output"

listed=$(grep -cE '^[0-9]+  ' "$work/output")
expected=$("$spectrakit" inspections list --ndjson | wc -l)
[ "$listed" -eq "$expected" ] || fail "printed $listed inspections, the sandbox has $expected"

attachment=$(sed -n 's/^attached as \([0-9][0-9]*\) after [0-9]* bytes$/\1/p' "$work/output")
[ -n "$attachment" ] || fail "did not print the new attachment: $(tail -n 1 "$work/output")"
"$spectrakit" attachments list --inspection "$inspection" --ndjson >"$work/attachments"
grep -q "\"id\": *\"$attachment\"" "$work/attachments" || fail "attachment $attachment is not listed"
grep -q '"file_file_name": *"water-analysis.pdf"' "$work/attachments" || fail "the file's name did not arrive"

status=0
SPECTORA_API_KEY=not-the-key "$example" >"$work/output" 2>"$work/errors" || status=$?
[ "$status" -eq 1 ] || fail "a wrong key ended with status $status"
grep -q '^SPK_AUTHENTICATION_FAILED: ' "$work/errors" || fail "a wrong key was reported as: $(cat "$work/errors")"
if grep -q 'not-the-key' "$work/errors"; then fail "the key stands in the error"; fi

"$build/examples/c/example_event_loop" 10000001 10000002 10000003 | sort >"$work/output"
[ "$(cut -d ' ' -f 1 "$work/output" | tr '\n' ' ')" = "10000001 10000002 10000003 " ] ||
  fail "the event loop printed: $(cat "$work/output")"
status=0
"$build/examples/c/example_event_loop" 10000001 99 >"$work/output" 2>"$work/errors" || status=$?
[ "$status" -eq 1 ] || fail "a missing inspection ended with status $status"
grep -q '^SPK_NOT_FOUND: ' "$work/errors" || fail "a missing inspection was reported as: $(cat "$work/errors")"

echo "example-c: listed $listed inspections, attached one file"
