"""Ctrl-C while a call is under way: KeyboardInterrupt within half a second, and the call is cancelled."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable

import pytest

from spectrakit.testing import Sandbox

_PATIENCE_S = 20
_LONGEST_WAIT_S = 0.5


def run_and_interrupt(sandbox: Sandbox, environment: dict[str, str], call: str, requests: int = 1) -> str:
    """Interrupts a program in `call` when the sandbox has as many requests; what the program printed."""
    program = f"""
        import asyncio, spectrakit, sys
        client = spectrakit.Spectora.from_env(max_retries=9)
        walk = iter(client.inspections.list(page_size=2, prefetch=3))
        async def awaited():
            await spectrakit.AsyncSpectora.from_env().inspections.get("10000001")
        try:
            {call}
        except KeyboardInterrupt:
            client.close(1)
            print("interrupted", client.last_call and type(client.last_call.error).__name__)
    """
    sandbox.clear_requests()
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        wait_until(lambda: len(sandbox.requests()) >= requests)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        output, errors = process.communicate(timeout=_PATIENCE_S)
        took_s = time.monotonic() - began
    assert (process.returncode, errors) == (0, "")
    assert took_s < _LONGEST_WAIT_S
    return output


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "that never came"


@pytest.mark.parametrize(
    "call",
    [
        "client.inspections.get('10000001')",
        "client.inspections.list().to_list()",
        "client.request('GET', '/v2/inspections')",
        "client.attachments.upload('10000001', b'x' * 300_000, file_name='a.pdf')",
        "client.attachments.upload('10000001', b'x' * 300_000, file_name='a.pdf', on_progress=lambda *_: None)",
        "asyncio.run(awaited())",
    ],
)
def test_during_a_slow_call(spectora_sandbox: Sandbox, environment: dict[str, str], call: str) -> None:
    spectora_sandbox.fault({"hold": True}, times=0)
    assert "interrupted" in run_and_interrupt(spectora_sandbox, environment, call)


def test_during_a_back_off(spectora_sandbox: Sandbox, environment: dict[str, str]) -> None:
    spectora_sandbox.fault({"status": 503, "headers": {"Retry-After": "20"}}, times=0)
    assert "interrupted" in run_and_interrupt(spectora_sandbox, environment, "client.inspections.get('10000001')")


def test_in_a_prefetching_pager(spectora_sandbox: Sandbox, environment: dict[str, str]) -> None:
    spectora_sandbox.admin("POST", "/faults", {"match": {"nth": 2}, "times": 0, "action": {"hold": True}})
    assert "interrupted" in run_and_interrupt(spectora_sandbox, environment, "list(walk)", requests=2)


def test_the_interrupted_call_is_cancelled(spectora_sandbox: Sandbox, environment: dict[str, str]) -> None:
    spectora_sandbox.fault({"delay_ms": 60_000}, times=1)
    run_and_interrupt(spectora_sandbox, environment, "client.inspections.get('10000001')")
    assert spectora_sandbox.requests()[0]["status"] is None


def test_a_signals_handler_that_raises_ends_the_call(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    spectora_sandbox.fault({"hold": True}, times=0)
    run_script(
        """
        import signal, spectrakit
        class Alarm(Exception): pass
        def ring(*_): raise Alarm
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with spectrakit.Spectora.from_env() as client:
            try: client.inspections.get("10000001")
            except Alarm: pass
            else: raise SystemError
        """
    )


def test_a_signals_handler_that_returns_disturbs_nothing(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    spectora_sandbox.fault({"delay_ms": 300})
    run_script(
        """
        import signal, spectrakit
        seen = []
        signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
        with spectrakit.Spectora.from_env() as client:
            client.attachments.upload("10000001", b"x" * 300_000, file_name="a.pdf", on_progress=lambda *_: None)
            client.inspections.get("10000001")
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert seen
        """
    )
