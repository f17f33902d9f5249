#!/usr/bin/env bash
# The C library installs by components into a folder that can be moved, and a program finds it there by pkg-config and
# by CMake, shared and static.
# Usage: tests/packaging/c_library.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

jobs=${SPECTRAKIT_JOBS:-$(nproc)}
build=$PWD/build/library
consumer=$PWD/tests/packaging/consumer
version=$(sed -n 's/^project(spectrakit VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "c library: $*" >&2; exit 1; }

# quietly COMMAND...: what the command says is shown only when it fails.
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "failed: $*"; }; }

# expect_version PROGRAM [VARIABLE=VALUE...]
expect_version() {
  local program=$1 printed
  shift
  printed=$(env "$@" "$program" "$work/ledger") || fail "$(basename "$program") ended with status $?"
  [ "$printed" = "$version" ] || fail "$(basename "$program") printed: $printed"
}

# needed_libraries PROGRAM
needed_libraries() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

expect_shared() {
  needed_libraries "$1" | grep -qx 'libspectrakit\.so\.0' || fail "$(basename "$1") does not need the shared library"
}

expect_static() {
  if needed_libraries "$1" | grep -q spectrakit; then fail "$(basename "$1") still needs the shared library"; fi
}

quietly cmake --preset library
quietly cmake --build --preset library -j "$jobs"

# The components, each into a folder of its own, tell what belongs to whom.
for component in library development; do
  quietly cmake --install "$build" --prefix "$work/$component" --component "$component"
done
expected="lib/libspectrakit.so.0 lib/libspectrakit.so.$version share/doc/spectrakit/LICENSE"
found=$(cd "$work/library" && find . ! -type d -printf '%P\n' | LC_ALL=C sort | tr '\n' ' ')
[ "$found" = "$expected " ] || fail "the component library holds: $found"

mkdir "$work/before"
cp -a "$work/library/." "$work/development/." "$work/before/"
mv "$work/before" "$work/after"
if grep -rlF -e "$work" -e "$PWD" "$work/after"; then fail "these files name the folder of a build or installation"; fi
export PKG_CONFIG_PATH=$work/after/lib/pkgconfig
[ "$(pkg-config --modversion spectrakit)" = "$version" ] || fail "pkg-config knows another version"
library_path=$work/after/lib
read -ra compile_flags < <(pkg-config --cflags spectrakit)

read -ra link_flags < <(pkg-config --libs spectrakit)
quietly cc -std=c11 "${compile_flags[@]}" "$consumer/main.c" "${link_flags[@]}" -o "$work/pkgconfig_shared"
expect_shared "$work/pkgconfig_shared"
expect_version "$work/pkgconfig_shared" "LD_LIBRARY_PATH=$library_path"

quietly cmake -S "$consumer" -B "$work/consumer" -G Ninja -DCMAKE_PREFIX_PATH="$work/after"
quietly cmake --build "$work/consumer"
expect_shared "$work/consumer/with_shared"
expect_static "$work/consumer/with_static"
expect_version "$work/consumer/with_shared"
expect_version "$work/consumer/with_static"

# Debian's own libcurl.pc asks for the development files of all that its curl can do; the one made for the packages asks
# for no more than that one has. Without the shared library beside it, the static one is what the linker takes.
dependencies=$(bash tools/release/dependencies.sh)
PKG_CONFIG_PATH=$PKG_CONFIG_PATH:$dependencies/lib/pkgconfig
rm "$work/after/lib"/libspectrakit.so*
read -ra link_flags < <(pkg-config --static --libs spectrakit)
quietly cc -std=c11 "${compile_flags[@]}" "$consumer/main.c" "${link_flags[@]}" -o "$work/pkgconfig_static"
expect_static "$work/pkgconfig_static"
if needed_libraries "$work/pkgconfig_static" | grep -qE 'curl|nghttp2|simdjson'; then
  fail "pkgconfig_static does not hold what its pkg-config files name"
fi
expect_version "$work/pkgconfig_static"
echo "c library: installed, moved, and found by pkg-config and CMake, shared and static"
