#!/usr/bin/env bash
# Builds what the packages carry inside: curl, nghttp2, simdjson and cpp-httplib as static libraries, from Debian's
# source packages. Beside them go Debian's own static OpenSSL, zlib and SQLite, and THIRD-PARTY.txt with everyone's
# license. Prints the folder, which CMake takes as SPECTRAKIT_STATIC_DEPENDENCIES. Quick when it is there already.
#
# The sources are those that the system's package sources offer now; sources.txt names them. A folder serves until the
# system's packages, the compiler or this script change: a machine that makes releases has to be kept up to date.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

jobs=${SPECTRAKIT_JOBS:-$(nproc)}
sources=(nghttp2 simdjson cpp-httplib curl)
# Taken as they are: their static libraries and headers.
ready_made=(libssl-dev zlib1g-dev libsqlite3-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev)
archives=(libssl.a libcrypto.a libz.a libsqlite3.a)

key=$({
  # Its comments change nothing.
  grep -v '^ *#' tools/release/dependencies.sh
  g++ --version
  dpkg-query -W -f '${Package} ${Version} ${Architecture}\n' "${ready_made[@]}" \
    libcurl4-openssl-dev libnghttp2-14 libsimdjson-dev libcpp-httplib-dev
} | sha256sum | cut -c1-16)
folder=$PWD/build/dependencies/$key
# Its own files name it, so it does not serve when it was moved.
if [ "$(cat "$folder/is-complete" 2>/dev/null)" = "$folder" ]; then
  echo "$folder"
  exit 0
fi
# An interrupted build is never taken for a whole one.
rm -rf "$folder"
mkdir -p "$folder/lib/pkgconfig"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run NAME COMMAND...: what the command says is shown only when it fails.
run() {
  local name=$1
  shift
  echo "dependencies: $name" >&2
  if ! "$@" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "dependencies: failed: $name" >&2
    return 1
  fi
}

# Most systems name no sources of source packages. Their lists of packages lead there as well; what is made of them here
# leaves the system's own lists and settings alone.
prepare_apt() {
  local list
  eval "$(apt-config shell main_list Dir::Etc::sourcelist/f list_folder Dir::Etc::sourceparts/d)"
  mkdir -p "$work/apt/sources" "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
  for list in "${main_list:-}" "$list_folder"*.list "$list_folder"*.sources; do
    if [ ! -f "$list" ]; then continue; fi
    sed -E 's/^Types:.*/Types: deb-src/; s/^deb([[:space:]])/deb-src\1/' "$list" >"$work/apt/sources/${list##*/}"
  done
  apt=(apt-get -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/apt/sources"
    -o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root)
}

fetch_sources() (
  cd "$work"
  # Not each list needs to have sources; whether ours are there is seen right after.
  "${apt[@]}" -qq update || true
  "${apt[@]}" -qq --only-source source "${sources[@]}"
)

# source_folder NAME: where the source package was unpacked to.
source_folder() {
  local found=("$work/$1"-*/)
  echo "${found[0]%/}"
}

# build NAME OPTIMIZATION OPTION...: configures, builds and installs into the folder.
build() {
  local name=$1 optimization=$2 source flags
  source=$(source_folder "$name")
  shift 2
  # Sections let the linker leave out what nobody calls. No path of this machine gets into a binary.
  flags="$optimization -fvisibility=hidden -ffunction-sections -fdata-sections -ffile-prefix-map=$source=$name"
  run "configuring $name" cmake -S "$source" -B "$work/build-$name" -G Ninja \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE="$flags" -DCMAKE_CXX_FLAGS_RELEASE="$flags" \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF \
    -DCMAKE_INSTALL_PREFIX="$folder" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_PREFIX_PATH="$folder" \
    -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
    -DOPENSSL_USE_STATIC_LIBS=ON -DZLIB_USE_STATIC_LIBS=ON "$@"
  run "building $name" env CCACHE_BASEDIR="$work" CCACHE_NOHASHDIR=1 \
    cmake --build "$work/build-$name" -j "$jobs" --target install
}

copy_archives() {
  local archive
  for archive in "${archives[@]}"; do
    cp "$(gcc -print-file-name="$archive")" "$folder/lib/"
  done
  # The system's own pkg-config files lead to shared libraries.
  cat >"$folder/lib/pkgconfig/tomlplusplus.pc" <<END
Name: tomlplusplus
Description: TOML config file parser and serializer for C++
Version: $(pkg-config --modversion tomlplusplus)
Cflags: -DTOML_HEADER_ONLY=1
END
  cat >"$folder/lib/pkgconfig/sqlite3.pc" <<END
Name: SQLite
Description: SQL database engine
Version: $(pkg-config --modversion sqlite3)
Libs: -L$folder/lib -lsqlite3 -lm -pthread
END
}

build_nghttp2() {
  build nghttp2 -O2 -DENABLE_LIB_ONLY=ON -DENABLE_STATIC_LIB=ON -DENABLE_SHARED_LIB=OFF -DENABLE_DOC=OFF
}

build_simdjson() { build simdjson -O2; }

# Only the sandbox's server uses it, and that speaks plain HTTP.
build_cpp_httplib() {
  build cpp-httplib -Os -DHTTPLIB_COMPILE=ON -DHTTPLIB_REQUIRE_ZLIB=ON \
    -DHTTPLIB_USE_OPENSSL_IF_AVAILABLE=OFF -DHTTPLIB_USE_BROTLI_IF_AVAILABLE=OFF
  cat >"$folder/lib/pkgconfig/cpp-httplib.pc" <<END
Name: cpp-httplib
Description: A C++ HTTP/HTTPS server and client library
Version: $(sed -n 's/#define CPPHTTPLIB_VERSION "\(.*\)"/\1/p' "$folder/include/httplib.h")
Libs: -L$folder/lib -lhttplib -lz -pthread
Cflags: -I$folder/include -DCPPHTTPLIB_ZLIB_SUPPORT
END
}

# HTTP and HTTPS alone. It knows no place of CA certificates, as they are looked up at run time, and reads no
# openssl.cnf.
build_curl() {
  local left_out=(ALTSVC COOKIES CRYPTO_AUTH DOH GETOPTIONS HSTS MIME NETRC NTLM PARSEDATE) options=() name
  for name in "${left_out[@]}"; do options+=("-DCURL_DISABLE_$name=ON"); done
  for name in LIBPSL LIBSSH LIBSSH2 GSSAPI; do options+=("-DCURL_USE_$name=OFF"); done
  build curl -O2 -DBUILD_CURL_EXE=OFF -DHTTP_ONLY=ON -DCURL_USE_OPENSSL=ON -DUSE_NGHTTP2=ON -DCURL_ZLIB=ON \
    -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_LIBIDN2=OFF -DENABLE_ARES=OFF -DENABLE_THREADED_RESOLVER=ON \
    -DENABLE_MANUAL=OFF -DENABLE_UNIX_SOCKETS=OFF -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none \
    -DCURL_DISABLE_OPENSSL_AUTO_LOAD_CONFIG=ON "${options[@]}"
}

# Each one's statement of copyright and license, as Debian has gathered it.
write_licenses() {
  local name package
  for name in "${sources[@]}"; do
    printf '==== %s\n\n' "$name"
    cat "$(source_folder "$name")/debian/copyright"
    printf '\n'
  done
  for package in "${ready_made[@]}"; do
    printf '==== %s\n\n' "${package%-dev}"
    cat "/usr/share/doc/$package/copyright"
    printf '\n'
  done
}

prepare_apt
run "fetching ${sources[*]}" fetch_sources
copy_archives
build_nghttp2
build_simdjson
build_cpp_httplib
build_curl
write_licenses >"$folder/THIRD-PARTY.txt"
sha256sum "$work"/*.dsc | sed "s| .*/|  |" >"$folder/sources.txt"
dpkg-query -W -f '${source:Package} ${source:Version}\n' "${ready_made[@]}" >>"$folder/sources.txt"
echo "$folder" >"$folder/is-complete"
echo "$folder"
