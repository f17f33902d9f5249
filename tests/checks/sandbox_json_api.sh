#!/usr/bin/env bash
# What the sandbox answers at every endpoint is JSON:API for a validator that others wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/support/npm_tool.sh
. tests/support/sandbox.sh

npm_tool jsonapi-validator 18.0 jsonapi-validator@3.0.5 ajv@5.5.2
start_sandbox --companies 2 --inspections 60
"$npm_node" tests/checks/sandbox_json_api.mjs "$sandbox_url" "$npm_folder"
stop_sandbox
