#!/usr/bin/env bash
# Measures SpectraKit beside what people would use instead, in one run. Usage: bash tests/bench/run.sh
#
# Prints a table and writes build/bench/results.json. A goal that is missed is reported and changes nothing about the
# exit status; a measurement that could not be made does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bash tools/setup.sh --bench
mkdir -p build/bench build/logs
log=build/logs/bench-build.log
if ! { cmake --preset release &&
  cmake --build --preset release --target spectrakit_bench bench_peer bench_server; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
exec python3 tests/bench/measure.py build/release/tests/bench build/bench
