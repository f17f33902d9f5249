#!/usr/bin/env bash
# The tests of the Python package, on the wheel, installed into an environment that has nothing of this folder in reach.
# Usage: tests/python/run.sh [PYTHON] [ARGUMENTS OF PYTEST]
#
# Also checks the package's style and types, and those of the examples and tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=${1:-python3}
shift || true
root=$PWD
requirements=$root/tests/python/requirements.txt
unset LD_LIBRARY_PATH LD_PRELOAD PYTHONPATH PYTHONHOME OPENSSL_CONF SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE
unset SPECTORA_API_KEY SPECTORA_BASE_URL
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

built=$(bash tools/release/wheel.sh "$python")
wheel=${built%% *}
tag=$("$python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
folder=$root/build/python/tests-$tag-$(sha256sum "$requirements" | cut -c1-16)
if [ ! -e "$folder/is-complete" ]; then
  # An interrupted installation is never taken for a whole one.
  rm -rf "$folder"
  "$python" -m venv "$folder"
  "$folder/bin/pip" install --quiet --require-hashes --requirement "$requirements"
  touch "$folder/is-complete"
fi
bin=$folder/bin
"$bin/pip" install --quiet --no-index --no-deps --force-reinstall "$wheel"

"$bin/ruff" check --quiet --config bindings/python/ruff.toml bindings/python/src examples/python tests/python
"$bin/ruff" format --quiet --check --config bindings/python/ruff.toml bindings/python/src examples/python tests/python
# From a folder of their own, so that the installed package is what they see.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$bin/mypy" --strict --python-executable "$bin/python" -p spectrakit
"$bin/mypy" --strict --python-executable "$bin/python" "$root/examples/python" "$root/tests/python/typing"
"$bin/pyright" --pythonpath "$bin/python" "$root/examples/python" "$root/tests/python/typing" \
  "$("$bin/python" -c 'import spectrakit; print(spectrakit.__path__[0])')"

"$bin/python" -m pytest -q -p no:cacheprovider --rootdir "$root/tests/python" -c /dev/null "$root/tests/python" "$@"
