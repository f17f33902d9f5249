#!/usr/bin/env python3
"""The faults of docs/sandbox-faults.md are seen by clients that others wrote, as the table of that page says.

Each row of the table is added as a rule to a running sandbox, and one request is sent with each client of the table's
head. A cell holds the status that the client saw, with "no JSON" when the body is none, or the client's own error:
curl's exit status, the class of Python's exception, the code of Node's error. Where a cell says "or", it depends on
what the client was about when the fault came.
"""

import contextlib
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/sandbox-faults.md"
COMMAND = ROOT / "build/dev/tools/cli/spectrakit"
NODE_CLIENTS = ROOT / "tests/checks/sandbox_faults_seen.mjs"
TABLE_HEAD = "| `action` | curl | Python's urllib | Node's http | Node's fetch |"
TIMEOUT_S = 1.5
PROCESS_TIMEOUT_S = 60
TWO_INSPECTIONS = "/v2/inspections?page[size]=2"
NEW_CLIENT = json.dumps({"data": {"type": "contact", "attributes": {"first_name": "Noah"}}})


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is: urllib would take the key along to the other origin."""

    def redirect_request(self, *arguments):
        return None


class Sandbox:
    """A running sandbox on a free port of this machine."""

    def __init__(self):
        arguments = [COMMAND, "sandbox", "--port", "0", "--companies", "1", "--inspections", "20"]
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self._process.stdout.readline())
        self.url = ready["url"]
        self.key = ready["api_key"]

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(PROCESS_TIMEOUT_S)

    def steer(self, method: str, path: str, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=PROCESS_TIMEOUT_S) as response:
            answer = response.read()
        return json.loads(answer) if answer else None


def table_rows(page: str) -> list[list[str]]:
    """The cells of each row, without the marks of code."""
    lines = page[page.index(TABLE_HEAD) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def outcome(status: int, body: bytes) -> str:
    try:
        json.loads(body)
    except ValueError:
        return f"{status}, no JSON"
    return str(status)


def seen_by_curl(sandbox: Sandbox, method: str, path: str, body: str | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        answer = pathlib.Path(folder) / "answer"
        command = ["curl", "--silent", "--compressed", "--max-time", str(TIMEOUT_S), "--output", answer]
        command += ["--write-out", "%{http_code}", "--header", f"Authorization: Bearer {sandbox.key}"]
        if body is not None:
            command += ["--header", "Content-Type: application/json", "--data", body]
        command += ["--globoff", "--request", method, sandbox.url + path]
        run = subprocess.run(command, capture_output=True, text=True, timeout=PROCESS_TIMEOUT_S, check=False)
        if run.returncode != 0:
            return f"exit {run.returncode}"
        return outcome(int(run.stdout), answer.read_bytes() if answer.exists() else b"")


def seen_by_urllib(sandbox: Sandbox, method: str, path: str, body: str | None) -> str:
    headers = {"Authorization": f"Bearer {sandbox.key}", "Accept-Encoding": "gzip"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    data = None if body is None else body.encode()
    request = urllib.request.Request(sandbox.url + path, data, headers, method=method)
    opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT_S) as response:
            answer = response.read()
            is_packed = response.headers.get("Content-Encoding") == "gzip"
            return outcome(response.status, gzip.decompress(answer) if is_packed else answer)
    except urllib.error.HTTPError as error:
        with error:
            return outcome(error.code, error.read())
    except urllib.error.URLError as error:
        return class_name(error.reason)
    except Exception as error:  # Which class it is, is what is asked.
        return class_name(error)


def class_name(error: Exception) -> str:
    return "zlib.error" if isinstance(error, zlib.error) else type(error).__name__


def seen_by_node(sandbox: Sandbox, method: str, path: str, body: str | None) -> list[str]:
    command = ["node", NODE_CLIENTS, sandbox.url + path, method, str(int(TIMEOUT_S * 1000))]
    command += [] if body is None else [body]
    environment = {**os.environ, "SANDBOX_KEY": sandbox.key}
    run = subprocess.run(command, env=environment, capture_output=True, timeout=PROCESS_TIMEOUT_S, check=True)
    return json.loads(run.stdout)


def try_fault(sandbox: Sandbox, action: dict) -> tuple[list[str], list[str]]:
    """What each client saw, and what is wrong with the sandbox's own account of it."""
    is_lost = "lose_answer" in action
    method, path, body = ("POST", "/v2/contacts", NEW_CLIENT) if is_lost else ("GET", TWO_INSPECTIONS, None)
    sandbox.steer("DELETE", "/requests")
    sandbox.steer("POST", "/faults", {"times": 0, "action": action})
    seen = [seen_by_curl(sandbox, method, path, body), seen_by_urllib(sandbox, method, path, body)]
    seen += seen_by_node(sandbox, method, path, body)
    sandbox.steer("DELETE", "/faults")
    requests = sandbox.steer("GET", "/requests")["requests"]
    problems = []
    if len(requests) != len(seen):
        problems.append(f"{len(seen)} clients sent {len(requests)} requests")
    if is_lost and any((each["work_status"], each["status"]) != (201, None) for each in requests):
        problems.append("the work was not done, or an answer was sent")
    return seen, problems


def main() -> int:
    rows = table_rows(PAGE.read_text())
    failures = []
    with contextlib.ExitStack() as stack:
        sandbox = Sandbox()
        stack.callback(sandbox.stop)
        for action, *wanted in rows:
            seen, problems = try_fault(sandbox, json.loads(action))
            if not all(each in cell.split(" or ") for each, cell in zip(seen, wanted, strict=True)):
                problems.append(f"the page says {wanted}, the clients saw {seen}")
            failures += [f"{action}: {problem}" for problem in problems]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(rows)} faults, 4 clients, {len(failures)} problems")
    return 1 if failures or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
