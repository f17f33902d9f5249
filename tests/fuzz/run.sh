#!/usr/bin/env bash
# Builds and runs the fuzzers. Usage: bash tests/fuzz/run.sh [SECONDS | --replay | --keep]
#
#   SECONDS   each fuzzer looks for new inputs for so long (60 by default), two at a time, from its corpus on; what it
#             finds stays in build/fuzz/found for the next run
#   --replay  each fuzzer runs once over its corpus, which takes seconds
#   --keep    adds to the corpus what build/fuzz/found holds and the corpus does not reach yet
#
# A fuzzer that breaks a property, crashes, hangs or leaks fails the run, and its input is named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mode=fuzz
seconds=60
case "${1:-}" in
  "") ;;
  --replay | --keep) mode=${1#--} ;;
  *[!0-9]*) echo "usage: bash tests/fuzz/run.sh [SECONDS | --replay | --keep]" >&2; exit 2 ;;
  *) seconds=$1 ;;
esac

corpora=$PWD/tests/fuzz/corpus
work=$PWD/build/fuzz
mkdir -p "$work" build/logs
log=build/logs/fuzz-build.log
if ! { cmake --preset fuzz && cmake --build --preset fuzz -j "$(nproc)"; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

limits=(-timeout=20 -rss_limit_mb=2048 -max_len=1024)

# run_one NAME: runs a fuzzer in the mode that was asked for; says how it went, and when it failed, with what.
run_one() {
  local name=$1 program=$work/tests/fuzz/fuzz_$1 found=$work/found/$1 output=$work/$1.log arguments=() status=0
  mkdir -p "$found" "$work/failures"
  arguments=("${limits[@]}" "-artifact_prefix=$work/failures/$name-")
  if [ -f "tests/fuzz/words/$name.dict" ]; then arguments+=("-dict=$PWD/tests/fuzz/words/$name.dict"); fi
  case "$mode" in
    replay) arguments+=(-runs=0 "$corpora/$name") ;;
    # Without counters an input is worth keeping for new code alone, which keeps the corpus small.
    keep) arguments+=(-merge=1 -use_counters=0 "$corpora/$name" "$found") ;;
    fuzz) arguments+=("-max_total_time=$seconds" "$found" "$corpora/$name") ;;
  esac
  (cd "$work" && "$program" "${arguments[@]}") >"$output" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    printf 'fuzz: %-10s %s\n' "$name" "$(grep -E 'DONE|MERGE-OUTER: [0-9]+ new files' "$output" | tail -n 1)"
    return 0
  fi
  grep -E 'broken property:|^seen:|ERROR:|runtime error:|SUMMARY:' "$output" | head -n 6 || tail -n 20 "$output"
  local input
  input=$(sed -n 's/.*Test unit written to \(.*\)$/\1/p' "$output" | tail -n 1)
  # A leak, or an end without an input, leaves nothing but its report.
  echo "fuzz: $name FAILED; its output is in $output"
  if [ -n "$input" ]; then echo "fuzz: again with: $program $input"; fi
  return 1
}

names=()
for folder in "$corpora"/*/; do names+=("$(basename "$folder")"); done

failed=0
running=0
for name in "${names[@]}"; do
  if [ "$running" -eq 2 ]; then
    wait -n || failed=1
    running=1
  fi
  run_one "$name" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
