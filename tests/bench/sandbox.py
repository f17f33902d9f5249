#!/usr/bin/env python3
"""Measures a sandbox: answers a second, snapshots, and the time until it is ready. Usage: sandbox.py SPECTRAKIT"""

import contextlib
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time

LOAD_SECONDS = 5
SNAPSHOT_ROUNDS = 21
START_ROUNDS = 9

# name, path, connections, goal in answers a second
LOADS = [
    ("a list of 200 inspections", "/v2/inspections?page%5Bsize%5D=200&page%5Bnumber%5D=3", 4, 200),
    ("a list of 200 connections", "/v2/connections?page%5Bsize%5D=200", 4, 200),
    ("one inspection", "/v2/inspections/10000555", 16, 10_000),
]
SNAPSHOT_GOAL_MS = 10
READY_GOAL_MS = 150


class Sandbox:
    def __init__(self, spectrakit, arguments):
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [spectrakit, "sandbox", "--port", "0", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        ready = self.process.stdout.readline()
        self.ready_ms = (time.perf_counter() - started) * 1000
        self.url = json.loads(ready)["url"]
        self.api_key = json.loads(ready)["api_key"]

    def answers_per_second(self, path, connections):
        load = ["wrk", "-t1", f"-c{connections}", f"-d{LOAD_SECONDS}s", "-H", f"Authorization: Bearer {self.api_key}"]
        output = subprocess.run([*load, self.url + path], check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in output or "Socket errors" in output:
            sys.exit(f"{path} was not always answered:\n{output}")
        return float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1))

    def admin(self, method, path):
        """The answer's JSON, if any, and the milliseconds it took."""
        with contextlib.closing(http.client.HTTPConnection(self.url.removeprefix("http://"))) as connection:
            connection.connect()
            started = time.perf_counter()
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            elapsed_ms = (time.perf_counter() - started) * 1000
        if answer.status >= 300:
            sys.exit(f"{method} {path} was answered {answer.status}")
        return json.loads(body) if body else None, elapsed_ms

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Report:
    def __init__(self):
        self.has_failed = False
        print(f"{'what':<44} {'measured':>10} {'goal':>10}")

    def add(self, name, measured, goal, unit, more_is_better):
        is_met = measured >= goal if more_is_better else measured <= goal
        is_far = measured < goal / 2 if more_is_better else measured > goal * 2
        self.has_failed = self.has_failed or is_far
        note = "" if is_met else "  MISSED BY FAR" if is_far else "  missed"
        print(f"{name:<44} {measured:>10,.1f} {goal:>10,} {unit}{note}", flush=True)


def measure_snapshots(sandbox, place, report):
    kept = sandbox.admin("POST", "/_sandbox/snapshots")[0]["id"]
    take_ms, restore_ms = [], []
    for _ in range(SNAPSHOT_ROUNDS):
        taken, elapsed_ms = sandbox.admin("POST", "/_sandbox/snapshots")
        take_ms.append(elapsed_ms)
        sandbox.admin("DELETE", f"/_sandbox/snapshots/{taken['id']}")
        restore_ms.append(sandbox.admin("POST", f"/_sandbox/snapshots/{kept}/restore")[1])
    report.add(f"a snapshot, {place}", statistics.median(take_ms), SNAPSHOT_GOAL_MS, "ms", False)
    report.add(f"its restoration, {place}", statistics.median(restore_ms), SNAPSHOT_GOAL_MS, "ms", False)


def main():
    spectrakit = sys.argv[1]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        for place, arguments in (("in memory", []), ("in a file", ["--db", f"{folder}/data"])):
            sandbox = Sandbox(spectrakit, arguments)
            try:
                for name, path, connections, goal in LOADS:
                    rate = sandbox.answers_per_second(path, connections)
                    report.add(f"{name}, {place}", rate, goal, "/s", True)
                measure_snapshots(sandbox, place, report)
            finally:
                sandbox.stop()
    ready_ms = []
    for _ in range(START_ROUNDS):
        sandbox = Sandbox(spectrakit, [])
        ready_ms.append(sandbox.ready_ms)
        sandbox.stop()
    report.add("ready with the demo data, in memory", statistics.median(ready_ms), READY_GOAL_MS, "ms", False)
    sys.exit(1 if report.has_failed else 0)


if __name__ == "__main__":
    main()
