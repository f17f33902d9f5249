#!/usr/bin/env bash
# The sandbox's page in a real browser: Debian's chromium, steered by playwright-core, examined by axe-core. The npm
# packages live in build/npm, not in the tree. Usage: bash tests/portal/run.sh [FILE...]
#
# Runs the given tests, or all. The report's last lines are the counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. tests/support/npm_tool.sh

command -v chromium >/dev/null || { echo "portal: chromium is missing; tools/setup.sh installs it" >&2; exit 1; }
npm_tool portal 18.0 playwright-core@1.65.1 axe-core@4.14.1

export PORTAL_PACKAGES=$npm_folder SPECTRAKIT=${SPECTRAKIT:-$PWD/build/dev/tools/cli/spectrakit}
if [ $# -eq 0 ]; then set -- tests/portal/*_test.mjs; fi
exec "$npm_node" --test --test-reporter=tap "$@"
