#!/usr/bin/env bash
# Every OpenAPI document passes the linter with the rules of redocly.yaml. The linter lives in build/npm, not in the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# One package with everything inside, so this version pins all of it.
version=2.77.0
folder=$PWD/build/npm/redocly-$version
linter=$folder/node_modules/.bin/redocly

for tool in node npm; do
  command -v "$tool" >/dev/null || { echo "openapi_lint: $tool is missing; the linter needs Node.js 20.19 or later" >&2; exit 1; }
done

if [ ! -x "$linter" ]; then
  # Installed aside and moved, so that an interrupted installation is never taken for a whole one.
  mkdir -p build/npm
  partial=$(mktemp -d "$PWD/build/npm/partial.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  npm install --prefix "$partial" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --loglevel=error "@redocly/cli@$version"
  rm -rf "$folder"
  mv "$partial" "$folder"
fi

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
exec "$linter" lint --config tests/checks/redocly.yaml core/*/openapi.yaml
