"""The rows of the Python package: the installed wheel beside the libraries that people would use instead."""

import pathlib
import statistics

from generate_data import RECORD_COUNT, UPLOAD_BYTES
from measuring import MeasurementFailed, in_turns, median_of, require_same_work, result, run, run_json

CLIENT = pathlib.Path(__file__).resolve().parent / "python" / "client.py"
LIST_ROUNDS = 9
GET_ROUNDS = 15
GET_CALLS = 1_000
GATHER_ROUNDS = 9
GATHER_BATCHES = 60
UPLOAD_ROUNDS = 7
IMPORT_ROUNDS = 31
MICROSECONDS_IN_MILLISECOND = 1000


def measure_python(python, wheel, static_url, upload_url, file, curl_upload):
    """`python` is an interpreter with the wheel and the other libraries; `curl_upload` the peer of uploads."""
    return [
        *_lists(python, static_url),
        *_dicts(python, static_url),
        *_gets(python, static_url),
        *_gathers(python, static_url),
        *_uploads(python, upload_url, file, curl_upload),
        _import_time(python),
        result("Python: size of the wheel", "MB", wheel.stat().st_size / 1e6, goal=5),
    ]


def _client(python, library, task, url, argument=""):
    return lambda: run_json([python, CLIENT, library, task, url, argument])


def _lists(python, url):
    peers = ("requests", "httpx", "aiohttp", "urllib3")
    answers = in_turns(LIST_ROUNDS, *[_client(python, each, "list", url) for each in ("spectrakit", *peers)])
    records, _ = require_same_work([each for one in answers for each in one], ("records", "field_bytes"))
    if records != RECORD_COUNT:
        raise MeasurementFailed(f"{records} records were read instead of {RECORD_COUNT}")
    ours, *theirs = [median_of(each, "cpu_us") / MICROSECONDS_IN_MILLISECOND for each in answers]
    costs = dict(zip(peers, theirs, strict=True))
    best = min((name for name in peers if name != "requests"), key=costs.get)
    name = f"Python: list and read {RECORD_COUNT:,} inspections: CPU"
    return [
        result(name, "ms", ours, costs["requests"], "requests", 0.2),
        result(name, "ms", ours, costs[best], f"{best}, the best of httpx, aiohttp, urllib3 + orjson", 0.333),
    ]


def _dicts(python, url):
    ours, theirs = in_turns(
        LIST_ROUNDS, _client(python, "spectrakit", "dicts", url), _client(python, "urllib3", "dicts", url)
    )
    require_same_work(ours + theirs, ("records", "field_bytes"))
    return [
        result(f"Python: {RECORD_COUNT:,} inspections as dicts: {what}", "ms",
               median_of(ours, key) / MICROSECONDS_IN_MILLISECOND, median_of(theirs, key) / MICROSECONDS_IN_MILLISECOND,
               "urllib3 + orjson", goal)
        for what, key, goal in (("wall", "wall_us", 1.0), ("CPU", "cpu_us", None))
    ]


def _gets(python, url):
    ours, theirs = in_turns(
        GET_ROUNDS, _client(python, "spectrakit", "get", url, GET_CALLS), _client(python, "pycurl", "get", url, GET_CALLS)
    )
    require_same_work(ours + theirs, ("records", "field_bytes"))
    return [
        result(f"Python: one small GET: {what} a call", "us", median_of(ours, key) / GET_CALLS,
               median_of(theirs, key) / GET_CALLS, "pycurl", goal)
        for what, key, goal in (("wall", "wall_us", 1.25), ("CPU", "cpu_us", None))
    ]


def _gathers(python, url):
    ours, theirs = in_turns(
        GATHER_ROUNDS,
        _client(python, "spectrakit", "gather", url, GATHER_BATCHES),
        _client(python, "aiohttp", "gather", url, GATHER_BATCHES),
    )
    calls, _ = require_same_work(ours + theirs, ("records", "field_bytes"))
    return [
        result(f"Python: 64 GETs at once in asyncio: {what} a call", "us", median_of(ours, key) / calls,
               median_of(theirs, key) / calls, "aiohttp", goal)
        for what, key, goal in (("wall", "wall_us", 0.2), ("CPU", "cpu_us", None))
    ]


def _uploads(python, url, file, curl_upload):
    ours, theirs = in_turns(UPLOAD_ROUNDS, _client(python, "spectrakit", "upload", url, file), curl_upload)
    for answer in ours:
        if not 0 < answer["field_bytes"] - UPLOAD_BYTES < 4096:
            raise MeasurementFailed(f"the server received {answer['field_bytes']} bytes for a file of {UPLOAD_BYTES}")
    above_idle_mb = statistics.median((answer["peak_kb"] - answer["idle_kb"]) / 1024 for answer in ours)
    return [
        result("Python: upload of 256 MB: wall", "ms", median_of(ours, "wall_us") / MICROSECONDS_IN_MILLISECOND,
               median_of(theirs, "wall_us") / MICROSECONDS_IN_MILLISECOND, "curl -F", 1.15),
        result("Python: upload of 256 MB: memory above idle", "MB", above_idle_mb, goal=20),
    ]


def _import_time(python):
    """What the import adds, as the interpreter measures it by itself."""

    def measure():
        script = ("import time; began = time.perf_counter_ns(); import spectrakit; "
                  "print((time.perf_counter_ns() - began) / 1e6)")
        return float(run([python, "-c", script]))

    measure()
    times_ms = [measure() for _ in range(IMPORT_ROUNDS)]
    return result("Python: import", "ms", statistics.median(times_ms), goal=15)
