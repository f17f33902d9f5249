#!/usr/bin/env bash
# Every C and C++ file of ours stands as .clang-format wants it. Generated files are the generator's business.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mapfile -d '' -t listed < <(git ls-files -z --cached --others --exclude-standard -- '*.c' '*.cpp' '*.h' ':!:*/generated/*')
files=()
for file in "${listed[@]}"; do
  if [ -f "$file" ]; then files+=("$file"); fi
done
if [ "${#files[@]}" -eq 0 ]; then
  echo "format: found no file to check" >&2
  exit 1
fi
clang-format --dry-run -Werror "${files[@]}"
echo "format: ${#files[@]} files are formatted"
