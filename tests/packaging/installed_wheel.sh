#!/usr/bin/env bash
# An empty environment into which nothing but the wheel was installed can import it, run its command and its sandbox,
# and speak TLS beside Python's ssl and requests.
# Usage: tests/packaging/installed_wheel.sh PYTHON WHEEL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=$1
wheel=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1
bin=$work/venv/bin

fail() { echo "installed wheel: $*" >&2; exit 1; }

"$python" -m venv "$work/venv"
"$bin/pip" install --quiet --no-index "$wheel"
version=$(sed -n 's/^project(spectrakit VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)

# From here on no file of this folder is in reach of an import.
cd "$work"
imported=$("$bin/python" -c 'import spectrakit; print(spectrakit.__version__)')
[ "$imported" = "$version" ] || fail "import spectrakit gives version $imported, the project has $version"

printed=$("$bin/spectrakit" --version)
grep -qF "$version" <<<"$printed" || fail "spectrakit --version prints: $printed"

coproc SANDBOX { exec "$bin/spectrakit" sandbox --port 0; }
ready=
read -r -t 60 ready <&"${SANDBOX[0]}" || fail "the sandbox did not become ready"
url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' <<<"$ready")
export SPECTORA_API_KEY=sandbox-key SPECTORA_BASE_URL=$url
listed=$("$bin/spectrakit" inspections list --ndjson --limit 3 | wc -l)
[ "$listed" -eq 3 ] || fail "the command lists $listed inspections of the sandbox, not 3"
kill "$SANDBOX_PID"
wait "$SANDBOX_PID" || fail "the sandbox ended with status $?"
echo "installed wheel: import, command and sandbox work"

cd "$OLDPWD"
"$bin/pip" install --quiet --require-hashes --requirement tests/packaging/requirements.txt
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -batch -noenc -subj "/CN=packaging test" \
  -addext "subjectAltName=IP:127.0.0.1" -keyout "$work/key.pem" -out "$work/ca.pem" 2>"$work/openssl.log" ||
  { cat "$work/openssl.log" >&2; exit 1; }
cat "$work/ca.pem" "$work/key.pem" >"$work/server.pem"
coproc SERVER { exec "$bin/python" tests/packaging/tls_server.py "$work/server.pem"; }
read -r -t 60 port <&"${SERVER[0]}" || fail "the TLS server did not become ready"
"$bin/python" tests/packaging/tls_together.py "$port" "$work/ca.pem" "$PWD/tests/packaging/poisonous_openssl.cnf" \
  "$work/ledger"
