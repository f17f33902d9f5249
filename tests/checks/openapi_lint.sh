#!/usr/bin/env bash
# Every OpenAPI document passes the linter with the rules of redocly.yaml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/support/npm_tool.sh

# One package with everything inside, so its version pins all of it.
npm_tool redocly 20.19 @redocly/cli@2.77.0

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
exec "$npm_node" "$npm_folder/node_modules/.bin/redocly" lint --config tests/checks/redocly.yaml core/*/openapi.yaml \
  tools/sandbox/openapi.yaml
