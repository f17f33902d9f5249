#!/usr/bin/env bash
# Counts the instructions of a list and of a get in the release build, and compares them with the baseline beside this
# file. Usage: bash tests/instructions/run.sh [--renew]
#
# --renew writes the counts of this machine as the new baseline. Where the compiler or a library is another one than
# the baseline's, the counts say nothing, and none is compared.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case "${1:-}" in
  "" | --renew) ;;
  *) echo "usage: bash tests/instructions/run.sh [--renew]" >&2; exit 2 ;;
esac

mkdir -p build/logs
log=build/logs/instructions-build.log
if ! { cmake --preset release && cmake --build --preset release --target spectrakit_bench; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
exec python3 tests/instructions/check.py build/release/tests/bench/spectrakit_bench build/instructions "$@"
