# For shell programs that need a sandbox: source this file, then start_sandbox PATH_OF_SPECTRAKIT WORK_FOLDER.
# Exports SPECTORA_BASE_URL and SPECTORA_API_KEY. stop_sandbox ends it; it also ends when the caller does.

sandbox_pid=""

start_sandbox() {
  local spectrakit=$1 folder=$2 ready
  mkfifo "$folder/sandbox-input" "$folder/sandbox-output"
  "$spectrakit" sandbox --port 0 --db "$folder/sandbox-data" \
    <"$folder/sandbox-input" >"$folder/sandbox-output" 2>"$folder/sandbox-errors" &
  sandbox_pid=$!
  # The sandbox lives until its input, which is descriptor 9 here, is closed.
  exec 9>"$folder/sandbox-input" 8<"$folder/sandbox-output"
  if ! read -r -t 60 ready <&8; then
    echo "the sandbox did not start:" >&2
    cat "$folder/sandbox-errors" >&2
    return 1
  fi
  SPECTORA_BASE_URL=$(ready_member "$ready" url)
  SPECTORA_API_KEY=$(ready_member "$ready" api_key)
  export SPECTORA_BASE_URL SPECTORA_API_KEY
  # The profiles and the ledger of whoever runs this stay out of it.
  export XDG_CONFIG_HOME=$folder/config XDG_STATE_HOME=$folder/state
}

ready_member() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$1" "$2"; }

stop_sandbox() {
  [ -n "$sandbox_pid" ] || return 0
  exec 9>&- 8<&-
  wait "$sandbox_pid" 2>/dev/null || true
  sandbox_pid=""
}
