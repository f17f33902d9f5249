#!/usr/bin/env bash
# The client works with a server that others wrote: Stoplight Prism, which knows core/spectora/openapi.yaml alone. It
# refuses what the document does not allow, forms with files included, and answers with the document's examples, or with
# random records where it is asked to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/support/npm_tool.sh

npm_tool prism 24.18 @stoplight/prism-cli@5.16.0
work=$(mktemp -d)
prism_pid=
end() {
  if [ -n "$prism_pid" ]; then
    kill "$prism_pid" || true
    wait "$prism_pid" || true
  fi
  rm -rf "$work"
}
trap end EXIT

"$npm_node" "$npm_folder/node_modules/.bin/prism" mock --errors --host 127.0.0.1 --port 0 \
  core/spectora/openapi.yaml >"$work/log" 2>&1 &
prism_pid=$!
timeout 60 sh -c "until grep -q 'Prism is listening' '$work/log'; do kill -0 $prism_pid || exit 1; sleep 0.1; done" ||
  { cat "$work/log"; exit 1; }

spectrakit=$PWD/build/dev/tools/cli/spectrakit
SPECTORA_BASE_URL=$(sed -n 's/.*Prism is listening on //p' "$work/log")
export SPECTORA_BASE_URL SPECTORA_API_KEY=any-key
export HOME=$work XDG_CONFIG_HOME=$work
echo "2.1 pCi/L" >"$work/radon.txt"
count=0

# expect STATUS TEXT COMMAND...: the command ends with the status and says the text.
expect() {
  local wanted=$1 text=$2 status=0
  shift 2
  "$spectrakit" "$@" >"$work/output" 2>&1 || status=$?
  count=$((count + 1))
  if [ "$status" -ne "$wanted" ] || ! grep -qF -- "$text" "$work/output"; then
    echo "spectrakit $* ended with $status instead of $wanted, or did not say \"$text\":" >&2
    cat "$work/output" >&2
    tail -n 20 "$work/log" >&2
    exit 1
  fi
}

# The document's examples.
expect 0 "Dana Rivera" agents list --limit 1
expect 0 "Rivera Team" agents get 20518844 --include agent,agent_team
expect 0 "dana@example.com" agents create --first-name Dana --email dana@example.com
expect 0 "dana@example.com" agents update 20518844 --phone 555-0102
expect 0 "31" stats list --limit 1
expect 0 "Ngozi Okafor" clients list --limit 1
expect 0 "ngozi@example.org" clients get 30771205
expect 0 "ngozi@example.org" clients create --first-name Ngozi
expect 0 "ngozi@example.org" clients update 30771205 --phone 555-0111
expect 0 "1204 Elm Street" inspections list --limit 1 --include buying_agent
expect 0 "Water Quality" inspections get 10482913
expect 0 "water.pdf" attachments list --inspection 10482913 --limit 1
expect 0 "water.pdf" attachments upload "$work/radon.txt" --inspection 10482913 --report --name "Radon test"

# Random records of the same shape.
random=(--raw-header Prefer=dynamic=true --json)
expect 0 '"type":' agents list --limit 1 "${random[@]}"
expect 0 '"type":' clients get 30771205 "${random[@]}"
expect 0 '"type":' inspections get 10482913 "${random[@]}"
expect 0 '"type":' attachments upload "$work/radon.txt" --inspection 10482913 "${random[@]}"

# Errors.
expect 3 "401" inspections get 10482913 --raw-header Prefer=code=401
expect 3 "403" inspections get 10482913 --raw-header Prefer=code=403
expect 3 "404" clients get 30771205 --raw-header Prefer=code=404
expect 3 "/data/attributes/email: blank" clients create --first-name Ngozi --raw-header Prefer=code=422

# What Prism refused is in its log: nothing so far. A form without a file shows that it looks into forms.
if grep "Violation" "$work/log"; then exit 1; fi
status=$(curl -sS -o "$work/output" -w '%{http_code}' -H "Authorization: Bearer any-key" \
  -F 'data[attributes][inspection_id]=10482913' "$SPECTORA_BASE_URL/v2/inspection_attachments")
[ "$status" = 422 ] || { echo "a form without a file was answered with $status" >&2; exit 1; }
grep -q "must have required property 'data\[attributes\]\[file\]'" "$work/log"
echo "prism: $count commands, no violation of the document"
