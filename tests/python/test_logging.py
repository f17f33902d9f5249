"""The log's lines in the module logging."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest

import spectrakit
from spectrakit.testing import Sandbox


def events(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.__dict__["event"] for record in log.records if record.name == "spectrakit"]


def test_lines_go_to_the_logger_of_the_package(spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "spectrakit")
    spectora_sandbox.fault({"status": 503})
    with spectora_sandbox.client() as client:
        client.inspections.get("10000001")
    assert "call.again" in events(caplog)
    record = next(record for record in caplog.records if record.__dict__["event"] == "call.again")
    assert isinstance(json.loads(record.__dict__["fields"]), dict)
    assert record.__dict__["dropped"] == 0


def test_the_async_client_logs_as_well(spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            await client.inspections.get("10000001")

    caplog.set_level(logging.DEBUG, "spectrakit")
    spectora_sandbox.fault({"status": 503})
    asyncio.run(run())
    assert "call.again" in events(caplog)


def test_a_clients_own_level_counts_before_the_loggers(
    spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "spectrakit")
    spectora_sandbox.fault({"status": 503})
    with spectora_sandbox.client(log_level=logging.ERROR) as client:
        client.inspections.get("10000001")
    assert events(caplog) == []


def test_no_line_holds_a_key_or_clients_data(spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "spectrakit")
    spectora_sandbox.fault({"status": 503})
    with spectora_sandbox.client() as client:
        client.inspections.list(address="Rosalind Street").to_list(limit=1)
        with pytest.raises(spectrakit.SpectraKitError):
            client.with_options(headers={"X": "Rosalind"}).clients.update("1", notes="Rosalind")
    assert events(caplog)
    for record in caplog.records:
        assert "Rosalind" not in str(record.__dict__)
        assert spectora_sandbox.api_key not in str(record.__dict__)


def test_a_program_without_logging_is_quiet(spectora_sandbox: Sandbox, run_script: Callable[..., object]) -> None:
    spectora_sandbox.fault({"status": 503})
    run_script(
        """
        import spectrakit
        with spectrakit.Spectora.from_env() as client: client.inspections.get("10000001")
        """
    )


def test_a_filter_that_raises_costs_no_answer(
    spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", raised.append)

    def refuse(record: logging.LogRecord) -> bool:
        raise ZeroDivisionError

    caplog.set_level(logging.DEBUG, "spectrakit")
    logger = logging.getLogger("spectrakit")
    with spectora_sandbox.client() as client:
        logger.addFilter(refuse)
        try:
            assert client.inspections.get("10000001").id == "10000001"
        finally:
            logger.removeFilter(refuse)
    assert raised and all(each.exc_type is ZeroDivisionError for each in raised)


def test_a_handler_may_use_the_client_that_logs(spectora_sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    got: list[str] = []

    class Asking(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not got:
                got.append("asking")
                got.append(client.inspections.get("10000002").id)

    caplog.set_level(logging.DEBUG, "spectrakit")
    handler = Asking()
    logging.getLogger("spectrakit").addHandler(handler)
    with spectora_sandbox.client() as client:
        assert client.inspections.get("10000001").id == "10000001"
    logging.getLogger("spectrakit").removeHandler(handler)
    assert got == ["asking", "10000002"]
