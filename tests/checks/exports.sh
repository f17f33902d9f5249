#!/usr/bin/env bash
# capi/spectrakit.exports = the SPK_API functions of the headers = the dynamic symbols of the built library.
# Usage: exports.sh [path of libspectrakit.so]
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

list=capi/spectrakit.exports
library=${1:-build/dev/capi/libspectrakit.so}
headers=(capi/include/spectrakit.h capi/include/spectrakit_experimental.h)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# header_functions: the names of the functions declared with SPK_API, comments and directives taken out first.
header_functions() {
  for header in "${headers[@]}"; do
    gcc -w -fpreprocessed -dD -E -P "$header" | grep -v '^[[:space:]]*#' | tr '\n' ' ' |
      grep -oE 'SPK_API [^;(]*[ *]spk_[a-z0-9_]+ ?\(' | grep -oE 'spk_[a-z0-9_]+ ?\($' | tr -d ' ('
  done
}

# report_difference FILE OTHER TEXT: names each line that only FILE has.
report_difference() {
  local name place
  while read -r name; do
    place=$(grep -nwH -m 1 -- "$name" "$list" "${headers[@]}" | head -n 1 | cut -d: -f1,2 || true)
    echo "${place:-$library}: $name $3" >&2
    failed=1
  done < <(comm -23 "$1" "$2")
}

if ! sort -cu "$list"; then
  echo "$list: not sorted, or a symbol stands twice" >&2
  failed=1
fi
sort -u "$list" >"$work/listed"
header_functions | sort -u >"$work/declared"
report_difference "$work/declared" "$work/listed" "is declared but not in $list"
report_difference "$work/listed" "$work/declared" "is listed but declared in no header"

if [ -f "$library" ]; then
  # A version script makes a symbol of its version name too (type A); that is no function.
  nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$work/exported"
  report_difference "$work/exported" "$work/listed" "is exported by $library but not in $list"
  report_difference "$work/listed" "$work/exported" "is listed but not exported by $library"
else
  echo "$library: not built, so its symbols can not be compared" >&2
  failed=1
fi

[ "$failed" -eq 0 ] || exit 1
echo "exports: $(wc -l <"$work/listed") functions in list, headers and library"
