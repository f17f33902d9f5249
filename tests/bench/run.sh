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
# The Python package as its users have it, beside the other libraries.
built=$(bash tools/release/wheel.sh)
wheel=${built%% *}
requirements=tests/bench/python/requirements.txt
folder=build/python/bench-$(sha256sum "$requirements" | cut -c1-16)
if [ ! -e "$folder/is-complete" ]; then
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  touch "$folder/is-complete"
fi
"$folder/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall "$wheel"
exec python3 tests/bench/measure.py build/release/tests/bench build/bench "$folder/bin/python" "$wheel"
