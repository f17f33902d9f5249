#!/usr/bin/env bash
# The main job from end to end: three reports travel from a folder into three inspections of a local sandbox, and every
# byte is fetched back and compared. The last line and the exit status are computed from what was found there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

big_report_bytes=$((21 * 1000 * 1000))
binaries=$PWD/build/release
spectrakit=$binaries/tools/cli/spectrakit
lab_uploader=$binaries/examples/lab-uploader/lab-uploader

work=$(mktemp -d "${TMPDIR:-/tmp}/spectrakit-demo.XXXXXX")
# shellcheck source=examples/sandbox.sh
source examples/sandbox.sh
trap 'stop_sandbox; rm -rf "$work"' EXIT

# run_quietly COMMAND...: shows the output only when the command fails.
run_quietly() {
  "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
}

# json_lines EXPRESSION: one line for each record r of the JSON array on standard input.
json_lines() { python3 -c "import json, sys
for r in json.load(sys.stdin): a = r.get('attributes', {}); print(*($1), sep='\t')"; }

pick_inspections() {
  "$spectrakit" inspections list --page-size 50 --limit 50 --json |
    json_lines "(r['id'], a['canceled_at'] or 'open')" | awk '$2 == "open" { print $1 }' | head -n 3
}

# make_reports ID ID ID: one report with a sidecar, two that name their inspection by file name; the last one is big.
make_reports() {
  python3 examples/make_report.py "$folder/radon-7.pdf" "Radon test, inspection $1"
  printf '{"inspection_id": "%s", "name": "Radon test", "attachment_type": "other", "report": true}\n' "$1" \
    >"$folder/radon-7.pdf.json"
  python3 examples/make_report.py "$folder/insp-$2-water.pdf" "Water analysis, inspection $2"
  python3 examples/make_report.py "$folder/insp-$3-mold.pdf" "Mold scan, inspection $3" "$big_report_bytes"
  printf '%s\t%s\n' radon-7.pdf "$1" "insp-$2-water.pdf" "$2" "insp-$3-mold.pdf" "$3" >"$work/plan"
  cp "$folder"/*.pdf "$work/originals/"
}

all_attachment_ids() { "$spectrakit" attachments list --page-size 200 --json | json_lines "(r['id'],)" | sort; }

received_posts() {
  curl -fsS "$SPECTORA_BASE_URL/_sandbox/requests" | python3 -c 'import json, sys
print(sum(r["method"] == "POST" for r in json.load(sys.stdin)["requests"]))'
}

# matching_attachments FILE INSPECTION: how many new attachments of the inspection hold the file, byte for byte.
matching_attachments() {
  local file=$1 inspection=$2 id url count=0
  while IFS=$'\t' read -r id url; do
    if grep -qx "$id" "$work/ids-before"; then continue; fi
    curl -fsS -o "$work/download" "$url"
    if cmp -s "$work/download" "$work/originals/$file"; then count=$((count + 1)); fi
  done < <("$spectrakit" attachments list --inspection "$inspection" --json | json_lines "(r['id'], a['file_url'])")
  echo "$count"
}

# Without inherited job control a failing part of `<(...)` is not seen, so a wrong count is what shows it.
check_plan() {
  local file inspection matches bytes
  printf '\n%-28s %-12s %12s  %s\n' REPORT INSPECTION BYTES "CAME BACK"
  while IFS=$'\t' read -r file inspection; do
    matches=$(matching_attachments "$file" "$inspection")
    bytes=$(stat -c %s "$work/originals/$file")
    if [ "$matches" -gt 0 ]; then
      attached_count=$((attached_count + 1))
      echo "$inspection" >>"$work/inspections"
    fi
    printf '%-28s %-12s %12s  %s\n' "$file" "$inspection" "$bytes" "$matches time(s), byte for byte"
  done <"$work/plan"
}

bash tools/setup.sh
echo "demo: building (release)"
run_quietly cmake --preset release
run_quietly cmake --build --preset release --target spectrakit_cli lab_uploader

folder=$work/reports
mkdir "$folder" "$work/originals"
: >"$work/inspections"
start_sandbox "$spectrakit" "$work"

mapfile -t inspections < <(pick_inspections)
make_reports "${inspections[@]}"
all_attachment_ids >"$work/ids-before"

echo "demo: three reports wait in a folder; lab-uploader runs"
uploader_status=0
"$lab_uploader" "$folder" || uploader_status=$?

attached_count=0
check_plan
all_attachment_ids >"$work/ids-after"
report_count=$(wc -l <"$work/plan")
inspection_count=$(sort -u "$work/inspections" | wc -l)
new_count=$(comm -13 "$work/ids-before" "$work/ids-after" | wc -l)
post_count=$(received_posts)
left_count=$(find "$folder" -maxdepth 1 -type f | wc -l)

lost_count=$((report_count - attached_count))
most_sent=$((new_count > post_count ? new_count : post_count))
twice_count=$((most_sent > report_count ? most_sent - report_count : 0))
printf '\n%s new attachments in the whole company, %s uploads received, %s files left in the folder\n' \
  "$new_count" "$post_count" "$left_count"
echo "demo: $attached_count reports attached to $inspection_count inspections, $lost_count lost, $twice_count sent twice"
[ "$uploader_status" -eq 0 ] && [ "$attached_count" -eq 3 ] && [ "$inspection_count" -eq 3 ] &&
  [ "$lost_count" -eq 0 ] && [ "$twice_count" -eq 0 ] && [ "$left_count" -eq 0 ]
