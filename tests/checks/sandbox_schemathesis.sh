#!/usr/bin/env bash
# Schemathesis finds no request that a running sandbox answers otherwise than its OpenAPI documents say: neither to the
# service's endpoints nor to those that steer the sandbox. Which checks run, and what is left out and why, stands in
# tests/checks/schemathesis. Every run sends the same requests. The tool lives in build/python, not in the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/support/sandbox.sh

settings=tests/checks/schemathesis
requirements=$settings/requirements.txt
folder=$PWD/build/python/schemathesis-$(sha256sum "$requirements" | cut -c1-16)

if [ ! -e "$folder/is-complete" ]; then
  # An interrupted installation is never taken for a whole one.
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  touch "$folder/is-complete"
fi

# try_document NAME DOCUMENT [OPTION...]
try_document() {
  local name=$1 document=$2
  shift 2
  start_sandbox --companies 2 --inspections 40
  SCHEMATHESIS_HOOKS=$settings/hooks.py PYTHONDONTWRITEBYTECODE=1 \
    "$folder/bin/schemathesis" --config-file "$settings/$name.toml" run "$document" --url "$sandbox_url" --no-color "$@"
  stop_sandbox
}

try_document service core/spectora/openapi.yaml -H "Authorization: Bearer sandbox-key"
try_document steering tools/sandbox/openapi.yaml
