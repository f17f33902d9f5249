"""Awaited calls whose task went away, and what is told of calls while they run."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import sys
import time
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from spectrakit import AmbiguousWriteError, AsyncSpectora, CallInfo, CancelledError
from spectrakit.testing import Sandbox

_INSPECTION = "10000002"
_PATIENCE_S = 20
_trace: contextvars.ContextVar[str] = contextvars.ContextVar("trace", default="none")


async def _until(condition: Callable[[], object]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up
        await asyncio.sleep(0)


def _run_with(sandbox: Sandbox, steps: Callable[[AsyncSpectora, list[CallInfo]], Any], **options: Any) -> Any:
    async def main() -> Any:
        told: list[CallInfo] = []
        async with sandbox.async_client(on_call=told.append, **options) as client:
            return await steps(client, told)

    return asyncio.run(main())


def test_on_call_is_told_that_a_cancelled_upload_may_have_happened(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, method="POST")

    async def steps(client: AsyncSpectora, told: list[CallInfo]) -> None:
        task = asyncio.create_task(client.attachments.upload(_INSPECTION, b"report", file_name="report.pdf"))
        await _until(spectora_sandbox.requests)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await _until(lambda: told)
        assert isinstance(told[0].error, AmbiguousWriteError)
        assert told[0].operation == "attachments.upload"

    _run_with(spectora_sandbox, steps)


def test_on_call_is_told_of_an_upload_whose_progress_callback_raised(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, method="POST")

    def fail(_sent: int, _total: int) -> None:
        raise ArithmeticError("no more")

    async def steps(client: AsyncSpectora, told: list[CallInfo]) -> None:
        with pytest.raises(ArithmeticError):
            await client.attachments.upload(_INSPECTION, b"report", file_name="report.pdf", on_progress=fail)
        await _until(lambda: told)
        assert isinstance(told[0].error, (AmbiguousWriteError, CancelledError))

    _run_with(spectora_sandbox, steps)


def test_on_call_is_told_of_a_cancelled_call_in_the_context_of_its_task(spectora_sandbox: Sandbox) -> None:
    seen: list[str] = []

    async def call(client: AsyncSpectora) -> None:
        _trace.set("of the task")
        await client.inspections.get(_INSPECTION)

    async def main() -> None:
        async with spectora_sandbox.async_client(on_call=lambda _: seen.append(_trace.get())) as client:
            await client.inspections.get(_INSPECTION)
            spectora_sandbox.clear_requests()
            spectora_sandbox.fault({"hold": True}, method="GET")
            task = asyncio.create_task(call(client))
            await _until(spectora_sandbox.requests)
            task.cancel()
            await _until(lambda: len(seen) == 2)

    asyncio.run(main())
    assert seen == ["none", "of the task"]


def test_a_cancelled_call_is_told_of_once(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, method="GET")

    async def steps(client: AsyncSpectora, told: list[CallInfo]) -> None:
        task = asyncio.create_task(client.inspections.get(_INSPECTION))
        await _until(spectora_sandbox.requests)
        task.cancel()
        await _until(lambda: told)
        await client.inspections.get(_INSPECTION)
        assert [type(call.error) for call in told] == [CancelledError, type(None)]

    _run_with(spectora_sandbox, steps)


def test_lines_are_logged_while_their_call_is_awaited(
    spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    spectora_sandbox.fault({"hold": True}, method="GET")

    async def steps(client: AsyncSpectora, _told: list[CallInfo]) -> None:
        task = asyncio.create_task(client.inspections.get(_INSPECTION))
        await _until(lambda: caplog.records)
        await _until(spectora_sandbox.requests)
        assert not task.done()
        spectora_sandbox.admin("POST", "/faults/release")
        await task

    with caplog.at_level(logging.DEBUG, "spectrakit"):
        _run_with(spectora_sandbox, steps)
    assert vars(caplog.records[0])["event"] == "call.start"


def test_a_call_that_is_thrown_away_after_its_loop_was_closed_says_nothing(
    spectora_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda raised: said.append(raised.exc_value))
    spectora_sandbox.fault({"hold": True}, method="GET")
    client = spectora_sandbox.async_client()
    loop = asyncio.new_event_loop()
    # asyncio tells of the task that was destroyed, which is as it should be.
    loop.set_exception_handler(lambda *_: None)
    call = client.inspections.get(_INSPECTION)
    collected = weakref.ref(call)
    task = loop.create_task(call)
    loop.run_until_complete(_until(spectora_sandbox.requests))
    loop.close()
    del call, task, loop
    asyncio.run(_get_and_close(client))
    gc.collect()
    assert collected() is None
    assert said == []


async def _get_and_close(client: AsyncSpectora) -> None:
    await client.inspections.get(_INSPECTION)
    await client.aclose()
