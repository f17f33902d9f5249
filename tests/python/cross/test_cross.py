"""The shared case table through the Python package: each case with Spectora, and again with AsyncSpectora."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from spectrakit.testing import Sandbox

from .adaptations import ADAPTED, adapted
from .case_table import Case, filled_in, load_cases
from .comparison import differences, request_differences
from .drivers import PATIENCE_S, AsyncDriver, SyncDriver
from .log_lines import LogLines
from .session import Session
from .steps import Steps

Driver = SyncDriver | AsyncDriver

_CASES = load_cases()
_SHOWN = ("message", "repr", "explanation", "support_bundle")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as process:
        yield process


@pytest.fixture(scope="module", params=[SyncDriver, AsyncDriver], ids=["sync", "async"])
def driver(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Driver]:
    before = sandbox.snapshot()
    yield request.param()
    sandbox.clear_faults()
    sandbox.restore(before)


@pytest.fixture(scope="module")
def ran(driver: Driver) -> list[str]:
    """The titles of the cases that this driver ran."""
    return []


@pytest.mark.parametrize("case", _CASES, ids=[case.title for case in _CASES])
def test_case(case: Case, driver: Driver, ran: list[str], sandbox: Sandbox, tmp_path: Path) -> None:
    ran.append(case.title)
    sandbox.clear_faults()
    sandbox.clear_requests()
    port = sandbox.url.rpartition(":")[2]
    body = filled_in(case.body, {"url": sandbox.url, "port": port, "key": sandbox.api_key})
    records = _records(sandbox)
    for rule in body.get("script", []):
        sandbox.admin("POST", "/faults", rule)
    with LogLines() as log, _Patience():
        lines = _take_steps(body, driver, Session(driver.client_class, body.get("client", {}), sandbox, tmp_path, log))
    assert lines == []
    requests = sandbox.requests()
    assert request_differences(body["requests"], body.get("sent"), requests) == [], requests
    _expect_records(sandbox, {table: count + body.get("made", {}).get(table, 0) for table, count in records.items()})


def test_all_cases_of_the_table_were_run(ran: list[str]) -> None:
    assert sorted(ran) == sorted(case.title for case in _CASES)


def test_every_adaptation_is_of_a_case_in_the_table() -> None:
    assert {case.name for case in _CASES} >= ADAPTED


def _take_steps(body: dict[str, Any], driver: Driver, session: Session) -> list[str]:
    """What is not as it should be, of the steps and of all of them together."""
    keys = _keys(body, session.sandbox)
    lines: list[str] = []

    async def take_all() -> None:
        steps = Steps(driver, session)
        for number, step in enumerate(body["steps"]):
            wanted = adapted(body["name"], step)
            observed = await steps.take(wanted)
            lines.extend(differences(wanted["expect"], observed, f"steps[{number}]"))
            lines.extend(f"{name} shows a key" for name in _SHOWN for key in keys if key in observed.get(name, ""))
        await steps.close()

    try:
        driver.run(take_all())
    finally:
        session.close()
    lines += ["the log shows a key" for key in keys if key in session.log.text]
    lines += [f"{event} is not logged" for event in body.get("logged", []) if event not in session.log.by_event]
    wanted_lines = body.get("log_lines", {})
    lines += differences(wanted_lines, {**dict.fromkeys(wanted_lines, []), **session.log.by_event}, "log_lines")
    if "elapsed_ms" in body:
        lines += differences(body["elapsed_ms"], session.elapsed_ms(), "elapsed_ms")
    return lines


def _keys(body: dict[str, Any], sandbox: Sandbox) -> set[str]:
    """What may be seen nowhere: the sandbox's key, and those that the case gives."""
    actions = [action for step in body["steps"] for action in (step, *step.get("meanwhile", []))]
    given = [action.get("set_key", "") for action in actions]
    return {sandbox.api_key, body.get("client", {}).get("api_key", ""), *given} - {""}


def _records(sandbox: Sandbox) -> dict[str, int]:
    counts: dict[str, int] = sandbox.admin("GET", "/health")["records"]
    return counts


def _expect_records(sandbox: Sandbox, expected: dict[str, int]) -> None:
    """Looks again until they are as they should be, as the server may still be at work."""
    give_up = time.monotonic() + PATIENCE_S
    while (counts := _records(sandbox)) != expected:
        assert time.monotonic() < give_up, counts


class _Patience:
    """Ends a call that does not end by itself."""

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGALRM, _give_up)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError("the case does not end")
