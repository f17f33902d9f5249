#!/usr/bin/env bash
# Measures `spectrakit sandbox` with wrk, which others wrote, beside its goals. Usage: bash tests/bench/sandbox.sh
#
# Fails when a figure is worse than half its goal: the machine may be busy with other things.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash tools/setup.sh
mkdir -p build/logs
log=build/logs/bench-sandbox-build.log
if ! { cmake --preset release && cmake --build --preset release --target spectrakit_cli; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
exec python3 tests/bench/sandbox.py build/release/tools/cli/spectrakit
