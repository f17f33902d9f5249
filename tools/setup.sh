#!/usr/bin/env bash
# Installs what a fresh machine lacks to build and test SpectraKit; with --bench, to measure it as well.
# Idempotent; quick when nothing is missing.
set -euo pipefail

packages=(
  # the core
  git g++ cmake ninja-build pkg-config ccache
  libcurl4-openssl-dev libsimdjson-dev libsqlite3-dev libssl-dev zlib1g-dev
  # tools and tests
  libcpp-httplib-dev nlohmann-json3-dev libcli11-dev libgtest-dev
  clang-format clang-14 libclang-rt-14-dev valgrind python3 python3-venv python3-yaml python3-jsonschema curl
  libtomlplusplus-dev
  # load on the sandbox
  wrk
  # the browser that the tests of the sandbox's page run
  chromium
  # servers and certificates of the TLS tests
  openssl nginx-light
  # the packages: Debian's source packages are unpacked, and Python's extension is built
  dpkg-dev python3-dev
)
# Debian's npm draws in much; any npm will do for the checks and the tests of the sandbox's page.
command -v npm >/dev/null || packages+=(npm)

# --bench adds what only the benchmarks need.
if [ "${1:-}" = --bench ]; then
  packages+=(time)
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "setup: this system has no apt. Install the equivalents of these Debian packages, then go on:" >&2
  printf '  %s\n' "${packages[@]}" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: nothing is missing"
  exit 0
fi

run_as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run this as root, or install: ${missing[*]}" >&2; exit 1; }
  run_as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${run_as_root[@]}" apt-get update -qq
"${run_as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"
