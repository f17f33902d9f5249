#!/usr/bin/env bash
# The whole gate: builds, runs and checks everything. Usage: bash tests/run.sh [--full]
#
# --full adds the tests that take minutes, the thread sanitizer, the fuzzers, the instruction counts and the benchmarks.
# The output of a step stands in build/logs/<step>.log and is shown when the step fails. The last line is
# "N passed, N failed"; the exit status is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

full=no
case "${1:-}" in
  "") ;;
  --full) full=yes ;;
  *) echo "usage: bash tests/run.sh [--full]" >&2; exit 2 ;;
esac

logs=$PWD/build/logs
mkdir -p "$logs"
rm -f "$logs"/*
jobs=$(nproc)

passed_count=0
failed_count=0
table=()

# add_row STEP RESULT SECONDS [NOTE]
add_row() { table+=("$(printf '%-42s %-7s %5s s  %s' "$1" "$2" "$3" "${4:-}")"); }

# run_logged STEP COMMAND...: runs the command into the step's log, leaves its time in step_seconds.
run_logged() {
  local step=$1 started=$SECONDS status=0
  shift
  printf '== %s\n' "$step"
  "$@" >"$logs/$step.log" 2>&1 </dev/null || status=$?
  step_seconds=$((SECONDS - started))
  if [ "$status" -ne 0 ]; then
    printf -- '---- %s failed with status %s; its log:\n' "$step" "$status"
    cat "$logs/$step.log"
    printf -- '---- end of %s\n' "$step"
  fi
  printf '   %s s\n' "$step_seconds"
  return "$status"
}

# A check counts as one, passed or failed.
run_check() {
  if run_logged "$@"; then
    passed_count=$((passed_count + 1))
    add_row "$1" ok "$step_seconds"
  else
    failed_count=$((failed_count + 1))
    add_row "$1" FAILED "$step_seconds"
    return 1
  fi
}

# Preparation proves nothing by itself, so it counts only when it fails.
run_preparation() {
  if run_logged "$@"; then
    add_row "$1" ok "$step_seconds"
  else
    failed_count=$((failed_count + 1))
    add_row "$1" FAILED "$step_seconds"
    return 1
  fi
}

configure_and_build() { cmake --preset "$1" && cmake --build --preset "$1" -j "$jobs"; }

run_ctest() { ctest --preset "$1" -j2 --output-on-failure --output-junit "$logs/ctest-$1.xml"; }

# ctest_count PRESET ATTRIBUTE: a number from the head of ctest's report; 0 when there is no report.
ctest_count() {
  local report=$logs/ctest-$1.xml count=""
  if [ -f "$report" ]; then
    count=$(sed -n "/<testsuite /,/>/s/.*[[:space:]]$2=\"\([0-9]*\)\".*/\1/p" "$report" | head -n 1)
  fi
  echo "${count:-0}"
}

# Every test case counts; a run that failed without naming a test (a crash of ctest, no tests) counts as one failure.
run_tests() {
  local preset=$1 result=ok tests failures skipped
  run_logged "ctest-$preset" run_ctest "$preset" || result=FAILED
  tests=$(ctest_count "$preset" tests)
  failures=$(ctest_count "$preset" failures)
  skipped=$(($(ctest_count "$preset" skipped) + $(ctest_count "$preset" disabled)))
  passed_count=$((passed_count + tests - failures - skipped))
  if [ "$result" = FAILED ] && [ "$failures" -eq 0 ]; then failures=1; fi
  if [ "$failures" -gt 0 ]; then result=FAILED; fi
  failed_count=$((failed_count + failures))
  add_row "ctest-$preset" "$result" "$step_seconds" "$tests tests, $failures failed, $skipped skipped"
}

# portal_count NAME: a number from the end of the report; 0 when there is none.
portal_count() {
  local count
  count=$(sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$logs/portal.log" | tail -n 1)
  echo "${count:-0}"
}

# The tests of the sandbox's page count one by one, too.
run_portal_tests() {
  local result=ok tests failures skipped
  run_logged portal bash tests/portal/run.sh || result=FAILED
  tests=$(portal_count tests)
  skipped=$(($(portal_count skipped) + $(portal_count todo)))
  failures=$((tests - $(portal_count pass) - skipped))
  # A run that failed without naming a test, or that found none, counts as one failure.
  if [ "$failures" -eq 0 ] && { [ "$result" = FAILED ] || [ "$tests" -eq 0 ]; }; then failures=1; fi
  if [ "$failures" -gt 0 ]; then result=FAILED; fi
  passed_count=$((passed_count + $(portal_count pass)))
  failed_count=$((failed_count + failures))
  add_row portal "$result" "$step_seconds" "$tests tests, $failures failed, $skipped skipped"
}

# python_count WORD: a number from pytest's last line; 0 when the word is not in it.
python_count() {
  local count
  count=$(tail -n 1 "$logs/python.log" | sed -n "s/^\(.* \)\{0,1\}\([0-9][0-9]*\) $1.*/\2/p")
  echo "${count:-0}"
}

# The tests of the Python package count one by one, too; its style and types are one more.
run_python_tests() {
  local result=ok passed failures
  run_logged python bash tests/python/run.sh || result=FAILED
  passed=$(python_count passed)
  failures=$(($(python_count failed) + $(python_count error)))
  # A run that failed before or without naming a test, or that found none, counts as one failure.
  if [ "$failures" -eq 0 ] && { [ "$result" = FAILED ] || [ "$passed" -eq 0 ]; }; then failures=1; fi
  if [ "$failures" -gt 0 ]; then result=FAILED; fi
  passed_count=$((passed_count + passed))
  failed_count=$((failed_count + failures))
  add_row python "$result" "$step_seconds" "$((passed + failures)) tests, $failures failed, $(python_count skipped) skipped"
}

build_and_test() {
  if run_preparation "build-$1" configure_and_build "$1"; then
    run_tests "$1"
  else
    add_row "ctest-$1" skipped 0 "its build failed"
  fi
}

run_preparation setup bash tools/setup.sh
build_and_test dev
build_and_test asan-ubsan

for check in tests/checks/*.sh tests/checks/*.py; do
  name=$(basename "$check")
  case "$check" in
    *.sh) run_check "check-${name%.sh}" bash "$check" ;;
    *.py) run_check "check-${name%.py}" python3 "$check" ;;
  esac
done

run_portal_tests
run_check packaging bash tests/packaging/run.sh
run_python_tests
run_check demo bash examples/demo.sh
run_check example-c bash examples/c/run.sh

if [ "$full" = yes ]; then
  run_tests long
  build_and_test tsan
  run_check fuzz bash tests/fuzz/run.sh 60
  if run_check instructions bash tests/instructions/run.sh; then cat "$logs/instructions.log"; fi
  if run_check bench-sandbox bash tests/bench/sandbox.sh; then cat "$logs/bench-sandbox.log"; fi
  if run_check bench bash tests/bench/run.sh; then cat "$logs/bench.log"; fi
fi

printf '\n'
printf '%s\n' "${table[@]}"
printf '\n%s passed, %s failed\n' "$passed_count" "$failed_count"
[ "$failed_count" -eq 0 ]
