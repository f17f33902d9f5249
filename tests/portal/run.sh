#!/usr/bin/env bash
# The sandbox's page in a real browser: Debian's chromium, steered by playwright-core, examined by axe-core. The npm
# packages live in build/npm, not in the tree. Usage: bash tests/portal/run.sh [FILE...]
#
# Runs the given tests, or all. The report's last lines are the counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

playwright=1.65.1
axe=4.14.1
folder=$PWD/build/npm/portal-$playwright-$axe

for program in npm chromium; do
  command -v "$program" >/dev/null || { echo "portal: $program is missing; tools/setup.sh installs it" >&2; exit 1; }
done

if [ ! -d "$folder" ]; then
  # Installed aside and moved, so that an interrupted installation is never taken for a whole one.
  mkdir -p build/npm
  partial=$(mktemp -d "$PWD/build/npm/partial.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  npm install --prefix "$partial" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --loglevel=error "playwright-core@$playwright" "axe-core@$axe"
  mv "$partial" "$folder"
fi

export PORTAL_PACKAGES=$folder SPECTRAKIT=${SPECTRAKIT:-$PWD/build/dev/tools/cli/spectrakit}
if [ $# -eq 0 ]; then set -- tests/portal/*_test.mjs; fi
exec node --test --test-reporter=tap "$@"
