"""Ctrl-C while a call is waited for."""

from __future__ import annotations

import logging
import signal
import threading
import time

import pytest

from spectrakit import AmbiguousWriteError, CallInfo, Spectora
from spectrakit.testing import Sandbox

_INSPECTION = "10000002"
_PATIENCE_S = 20


def _interrupt_on_the_wire(sandbox: Sandbox) -> None:
    """Presses Ctrl-C when the server has seen the request."""
    give_up = time.monotonic() + _PATIENCE_S
    while not sandbox.requests() and time.monotonic() < give_up:
        continue
    signal.raise_signal(signal.SIGINT)


def _upload_until_interrupted(client: Spectora, sandbox: Sandbox) -> None:
    sandbox.fault({"hold": True}, method="POST")
    helper = threading.Thread(target=_interrupt_on_the_wire, args=(sandbox,))
    helper.start()
    with pytest.raises(KeyboardInterrupt):
        client.attachments.upload(_INSPECTION, b"report", file_name="report.pdf")
    helper.join()


def test_an_interrupted_call_loses_no_lines_of_the_log(
    spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "spectrakit"), spectora_sandbox.client() as client:
        _upload_until_interrupted(client, spectora_sandbox)
        client.inspections.get(_INSPECTION)
    events = sorted(vars(record)["event"] for record in caplog.records)
    assert events == ["call.attempt", "call.attempt", "call.failed", "call.start", "call.start"]


def test_on_call_is_told_that_an_interrupted_upload_may_have_happened(spectora_sandbox: Sandbox) -> None:
    told: list[CallInfo] = []
    with spectora_sandbox.client(on_call=told.append) as client:
        _upload_until_interrupted(client, spectora_sandbox)
    assert [type(call.error) for call in told] == [AmbiguousWriteError]
