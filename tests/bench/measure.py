#!/usr/bin/env python3
"""Runs the benchmark programs beside their peers and reports medians.

Usage: measure.py PROGRAM_FOLDER WORK_FOLDER PYTHON WHEEL

Ours and theirs take turns, and take turns at being first, so that what else the machine does falls on both. Results stand in WORK_FOLDER/results.json
as {"results": [{"name", "ours", "theirs", "peer", "unit", "ratio", "goal"}]}; a goal is the highest ratio allowed, or,
where there is no peer, the highest value of ours.
"""

import contextlib
import json
import pathlib
import signal
import statistics
import subprocess
import sys

import servers
from generate_data import RECORD_COUNT, UPLOAD_BYTES
from measuring import MeasurementFailed, in_turns, median_of, require_same_work, result, run, run_json
from python_rows import measure_python

LIST_ROUNDS = 41
GET_ROUNDS = 31
GET_CALLS = 1_000
UPLOAD_ROUNDS = 9
IN_FLIGHT_CALLS = 1_000
IN_FLIGHT_DELAY_MS = 2_000
IN_FLIGHT_WAVES = 4

HAND_WRITTEN = "libcurl + simdjson on-demand"


def measure_list(programs, base_url):
    ours, theirs = in_turns(
        LIST_ROUNDS,
        lambda: run_json([programs / "spectrakit_bench", "list", base_url]),
        lambda: run_json([programs / "bench_peer", "list", base_url]),
    )
    records, _ = require_same_work(ours + theirs, ("records", "field_bytes"))
    if records != RECORD_COUNT:
        raise MeasurementFailed(f"{records} records were read instead of {RECORD_COUNT}")
    name = f"list and read {RECORD_COUNT:,} inspections"
    rows = [("CPU", "cpu_us", 1000, "ms", 1.25), ("wall", "wall_us", 1000, "ms", None),
            ("peak memory", "peak_kb", 1024, "MB", None)]
    return [
        result(f"{name}: {what}", unit, median_of(ours, key) / scale, median_of(theirs, key) / scale, HAND_WRITTEN, goal)
        for what, key, scale, unit, goal in rows
    ]


def measure_get(programs, base_url):
    ours, theirs = in_turns(
        GET_ROUNDS,
        lambda: run_json([programs / "spectrakit_bench", "get", base_url, GET_CALLS]),
        lambda: run_json([programs / "bench_peer", "get", base_url, GET_CALLS]),
    )
    require_same_work(ours + theirs, ("records", "field_bytes"))
    return [
        result(f"one small GET: {what} a call", "us", median_of(ours, key) / GET_CALLS, median_of(theirs, key) / GET_CALLS,
               HAND_WRITTEN, goal)
        for what, key, goal in (("wall", "wall_us", 1.25), ("CPU", "cpu_us", None))
    ]


def curl_upload(base_url, file):
    """One upload with the curl command; its time is curl's own, without the start of the process."""
    output = run([
        "curl", "-sS", "--fail", "-w", "\n%{time_total}", "-H", "Authorization: Bearer bench-key",
        "-F", "data[attributes][inspection_id]=10000001", "-F", "data[attributes][report]=true",
        "-F", f"data[attributes][file]=@{file};type=application/pdf", f"{base_url}/v2/inspection_attachments",
    ])
    answer, seconds = output.rsplit("\n", 1)
    return {"wall_us": float(seconds) * 1e6, "body_bytes": json.loads(answer)["data"]["attributes"]["body_bytes"]}


def measure_upload(programs, base_url, file):
    ours, theirs = in_turns(
        UPLOAD_ROUNDS,
        lambda: run_json([programs / "spectrakit_bench", "upload", base_url, file]),
        lambda: curl_upload(base_url, file),
    )
    for answer in ours + theirs:
        framing_bytes = answer["body_bytes"] - UPLOAD_BYTES
        if not 0 < framing_bytes < 4096:
            raise MeasurementFailed(f"the server received {answer['body_bytes']} bytes for a file of {UPLOAD_BYTES}")
    above_idle_mb = statistics.median((answer["peak_kb"] - answer["idle_kb"]) / 1024 for answer in ours)
    return [
        result("upload of 256 MB: wall", "ms", median_of(ours, "wall_us") / 1000, median_of(theirs, "wall_us") / 1000,
               "curl -F", 1.15),
        result("upload of 256 MB: memory above idle", "MB", above_idle_mb, goal=20),
    ]


def measure_in_flight(programs, base_url):
    answer = run_json([programs / "spectrakit_bench", "in-flight", base_url, IN_FLIGHT_CALLS, IN_FLIGHT_DELAY_MS,
                       IN_FLIGHT_WAVES])
    # The first wave opens the connections; from the second on nothing should be added.
    growth_mb = (answer["resident_kb"][-1] - answer["resident_kb"][1]) / 1024
    name = f"{IN_FLIGHT_CALLS:,} calls in flight"
    return [
        result(f"{name}: I/O threads", "threads", answer["extra_threads"], goal=1),
        result(f"{name}: CPU a call, dearest wave", "us", answer["wave_cpu_us"] / IN_FLIGHT_CALLS, goal=100),
        result(f"{name}: slowest wave (server takes {IN_FLIGHT_DELAY_MS} ms)", "ms", answer["wave_wall_us"] / 1000,
               goal=IN_FLIGHT_DELAY_MS * 3 // 2),
        result(f"{name}: memory growth, wave 2 to {IN_FLIGHT_WAVES}", "MB", growth_mb, goal=0.5),
    ]


def is_met(row):
    if row["goal"] is None:
        return ""
    reached = row["ratio"] if row["ratio"] is not None else row["ours"]
    return "yes" if reached <= row["goal"] else "MISSED"


def print_table(results):
    def cell(value):
        return "-" if value is None else f"{value:,g}" if isinstance(value, int) else f"{value:,.2f}"

    heads = ("name", "ours", "theirs", "unit", "ratio", "goal", "met", "peer")
    lines = [heads] + [
        (row["name"], cell(row["ours"]), cell(row["theirs"]), row["unit"], cell(row["ratio"]), cell(row["goal"]),
         is_met(row), row["peer"] or "-")
        for row in results
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        cells = [text.rjust(width) if 1 <= column <= 5 and column != 3 else text.ljust(width)
                 for column, (text, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    programs, work, wheel = (pathlib.Path(sys.argv[at]).resolve() for at in (1, 2, 4))
    # Not resolved: the path leads into its environment.
    python = pathlib.Path(sys.argv[3]).absolute()
    with contextlib.ExitStack() as stack:
        static_url, data = stack.enter_context(servers.static_server(work))
        slow_url = stack.enter_context(servers.bench_server(programs))
        results = [
            *measure_list(programs, static_url),
            *measure_get(programs, static_url),
            *measure_upload(programs, slow_url, data / "report.pdf"),
            *measure_in_flight(programs, slow_url),
            *measure_python(python, wheel, static_url, slow_url, data / "report.pdf",
                            lambda: curl_upload(slow_url, data / "report.pdf")),
        ]
    (work / "results.json").write_text(json.dumps({"results": results}, indent=2) + "\n", encoding="utf-8")
    print_table(results)


if __name__ == "__main__":
    try:
        main()
    except (MeasurementFailed, servers.ServerFailed, subprocess.TimeoutExpired) as problem:
        sys.exit(f"bench: {problem}")
