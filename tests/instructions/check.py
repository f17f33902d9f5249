#!/usr/bin/env python3
"""Counts the instructions of one call, for a page of a list and for a single record, and compares with the baseline.

Usage: check.py PROGRAM WORK_FOLDER [--renew]

PROGRAM is spectrakit_bench of a release build. It runs under callgrind, which counts all of its threads: ours, libcurl's
and the C library's instructions; the server is another process. What a call takes is the difference between a run of
many calls and one of few, so that the start and end of the process do not count. How often the I/O thread wakes up
varies a little and only ever adds, so the smallest of a few runs is taken.
"""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import answers

BASELINE = pathlib.Path(__file__).resolve().parent / "baseline.json"
MAX_GROWTH = 0.03
FEW_CALLS = 10
RUNS = 3
RUN_TIMEOUT_S = 300
JOBS = {"list": ("a page of 20 records, each read", 110), "get": ("a single record, read", 310)}


class CountFailed(Exception):
    pass


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def surroundings(program):
    """What the counts depend on besides our own code."""
    cache = next(folder for folder in program.parents if (folder / "CMakeCache.txt").is_file()) / "CMakeCache.txt"
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache.read_text(encoding="utf-8"), re.MULTILINE)[1]
    return {
        "compiler": output_of(compiler, "--version").splitlines()[0],
        "libcurl": output_of("pkg-config", "--modversion", "libcurl"),
        "simdjson": output_of("pkg-config", "--modversion", "simdjson"),
        "C library": " ".join(platform.libc_ver()),
        "valgrind": output_of("valgrind", "--version"),
        # Both simdjson and the C library choose their inner loops by it.
        "processor": platform.machine() + (" with AVX2" if " avx2" in cpu_flags() else ""),
    }


def cpu_flags():
    information = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    return " " + " ".join(re.findall(r"^flags\s*: (.*)$", information, re.MULTILINE)[:1]) + " "


def count_run(program, work, job, calls):
    profile = work / f"callgrind.{job}.{calls}.out"
    pages = calls if job == "list" else 1
    with answers.server_of_pages(pages) as base_url:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", program, job, base_url]
        if job == "get":
            command.append(str(calls))
        run = subprocess.run(command, capture_output=True, text=True, timeout=RUN_TIMEOUT_S, check=False)
    totals = re.search(r"^(?:totals|summary): (\d+)", profile.read_text(encoding="utf-8"), re.MULTILINE)
    if run.returncode != 0 or totals is None:
        raise CountFailed(f"{job} failed under callgrind:\n{run.stdout}{run.stderr}")
    return int(totals[1])


def count_call(program, work, job):
    many_calls = JOBS[job][1]
    few = min(count_run(program, work, job, FEW_CALLS) for _ in range(RUNS))
    many = min(count_run(program, work, job, many_calls) for _ in range(RUNS))
    return round((many - few) / (many_calls - FEW_CALLS))


def differences(here, there):
    return [f"{name} is {here[name]}, the baseline's is {there.get(name)}" for name in here
            if here[name] != there.get(name)]


def compare(counts, baseline):
    """Prints each count beside the baseline's; gives back whether none has grown too much."""
    fine = True
    for job, count in counts.items():
        growth = count / baseline[job] - 1
        print(f"{job}: {count:,} instructions for {JOBS[job][0]}; baseline {baseline[job]:,}, {growth:+.2%}")
        if growth > MAX_GROWTH:
            fine = False
            print(f"  more than {MAX_GROWTH:.0%} above the baseline")
        elif growth < -MAX_GROWTH:
            print("  far fewer: renew the baseline, so that growth is seen from here on")
    return fine


def main():
    renew = "--renew" in sys.argv[3:]
    if len(sys.argv) < 3 or len(sys.argv) > 3 + renew:
        sys.exit("usage: check.py PROGRAM WORK_FOLDER [--renew]")
    program, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    here = surroundings(program)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"measured_with": {}}
    if not renew and (different := differences(here, baseline["measured_with"])):
        print("instructions: nothing is compared, as the baseline was measured elsewhere:", *different, sep="\n  ")
        return 0
    try:
        counts = {job: count_call(program, work, job) for job in JOBS}
    except (CountFailed, subprocess.TimeoutExpired) as failure:
        print(f"instructions: {failure}", file=sys.stderr)
        return 1
    if renew:
        contents = {"measured_with": here, "instructions": counts}
        BASELINE.write_text(json.dumps(contents, indent=2) + "\n", encoding="utf-8")
        print(f"instructions: the baseline is now {counts}")
        return 0
    if compare(counts, baseline["instructions"]):
        return 0
    print("Look for the cause with: callgrind_annotate " + os.path.relpath(work) + "/callgrind.<job>.<calls>.out")
    print("When it is wanted, renew the baseline: bash tests/instructions/run.sh --renew")
    return 1


if __name__ == "__main__":
    sys.exit(main())
