#!/usr/bin/env bash
# The packages, as they reach their users: the wheel is built, looked into, installed into an empty environment and
# used; the C library is installed, moved and built against.
# Usage: tests/packaging/run.sh [PYTHON]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What is tested is the package, whatever the caller has set up for himself.
unset LD_LIBRARY_PATH LD_PRELOAD PYTHONPATH PYTHONHOME OPENSSL_CONF SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE
unset SPECTORA_API_KEY SPECTORA_BASE_URL

bash tools/release/wheel.sh "$python" >"$work/wheel"
wheel=$(cut -d ' ' -f 1 "$work/wheel")
python3 tests/packaging/wheel_content.py "$wheel"
bash tests/packaging/installed_wheel.sh "$python" "$wheel"
bash tests/packaging/c_library.sh
