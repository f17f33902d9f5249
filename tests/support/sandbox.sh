# Sourced by checks.

# start_sandbox ARGUMENT...: runs the sandbox of build/dev on a free port of 127.0.0.1, and sets sandbox_url when it is
# ready. It ends with the script at the latest: its standard input is a pipe from there.
start_sandbox() {
  local ready=""
  coproc SANDBOX { exec build/dev/tools/cli/spectrakit sandbox --port 0 "$@"; }
  sandbox_pid=$SANDBOX_PID
  read -r -t 60 ready <&"${SANDBOX[0]}" || { echo "the sandbox did not become ready" >&2; return 1; }
  sandbox_url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' <<<"$ready")
}

# stop_sandbox: ends it in good order; fails when it ends otherwise.
stop_sandbox() {
  kill "$sandbox_pid"
  wait "$sandbox_pid"
}
