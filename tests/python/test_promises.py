"""What programs rely on without thinking of it: nothing private is shown, no outcome is lost, clients do not mix."""

from __future__ import annotations

import asyncio
import io
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

import spectrakit
from spectrakit.testing import Sandbox
from spectrakit.tracing import TraceCalls

_SUBINTERPRETER = """
import _xxsubinterpreters as interpreters
interpreters.run_string(interpreters.create(), '''
try:
    import spectrakit
except ImportError as error:
    print(error)
''')
"""


@pytest.mark.parametrize("level", [10**20, -1])
def test_a_log_level_out_of_range_is_refused_without_showing_the_key(level: int) -> None:
    with pytest.raises(spectrakit.InvalidArgumentError) as raised:
        spectrakit.Spectora("a-secret-key", log_level=level)
    assert "a-secret-key" not in str(raised.value)


def test_a_file_name_of_a_wrong_type_is_refused_without_showing_the_file(spectora: spectrakit.Spectora) -> None:
    name: Any = 5
    with pytest.raises(TypeError, match="must be a str") as raised:
        spectora.attachments.upload(10000001, b"client data", file_name=name)
    assert "client data" not in str(raised.value)


def test_a_nameless_file_object_is_refused_before_it_is_read(spectora: spectrakit.Spectora) -> None:
    file = io.BytesIO(b"2.1 pCi/L")
    with pytest.raises(TypeError, match="file_name"):
        spectora.attachments.upload(10000001, file)
    assert spectora.attachments.upload(10000001, file, file_name="radon.txt")["file_file_size"] == 9


def test_two_tasks_can_not_ask_one_walk_at_once(spectora_sandbox: Sandbox) -> None:
    async def main() -> tuple[object, object]:
        async with spectora_sandbox.async_client() as client:
            walk = client.inspections.list(page_size=10).pages()
            first, second = asyncio.create_task(anext(walk)), asyncio.create_task(anext(walk))
            outcomes = await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 20)
            return outcomes[0], outcomes[1]

    page, refused = asyncio.run(main())
    assert isinstance(page, spectrakit.Page) and len(page) == 10
    assert isinstance(refused, spectrakit.InvalidStateError)


def test_ctrl_c_at_the_moment_of_success_tells_on_call_of_the_success(spectora_sandbox: Sandbox) -> None:
    told: list[spectrakit.CallInfo] = []
    # Long enough for the signal, short enough for the first slice of the wait.
    spectora_sandbox.fault({"delay_ms": 120}, method="POST")
    with spectora_sandbox.client(on_call=told.append) as client:
        timer = threading.Timer(0.04, signal.raise_signal, [signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            client.attachments.upload(10000001, b"2.1 pCi/L", file_name="radon.txt")
        timer.join()
    assert [(call.http_status, call.error) for call in told] == [(201, None)]


def test_an_on_call_that_raises_costs_no_answer(spectora_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", reported.append)

    def refuse(_: spectrakit.CallInfo) -> None:
        raise ZeroDivisionError

    with spectora_sandbox.client(on_call=refuse) as client:
        assert client.inspections.get(10000001).id == "10000001"
        with pytest.raises(spectrakit.NotFoundError):
            client.inspections.get(1)
    assert [each.exc_type for each in reported] == [ZeroDivisionError, ZeroDivisionError]


def test_each_client_has_a_last_call_of_its_own(spectora_sandbox: Sandbox) -> None:
    with spectora_sandbox.client() as one, spectora_sandbox.client() as other:
        one.inspections.get(10000001)
        other.agents.list().first()
        assert one.last_call is not None and one.last_call.operation == "inspections.get"
        assert other.last_call is not None and other.last_call.operation == "agents.list"
        assert one.with_options(max_retries=0).last_call is one.last_call


def test_companies_whose_keys_are_refused_leave_nothing_behind() -> None:
    with pytest.raises(spectrakit.InvalidArgumentError):
        spectrakit.Spectora.companies({"good": "a-key", "bad": "a key"})


def test_names_of_other_libraries_lead_to_ours(spectora: spectrakit.Spectora) -> None:
    timeout: Any = {"timeout": 5}
    with pytest.raises(TypeError, match="deadline_s"):
        spectrakit.Spectora("a-key", **timeout)
    limit: Any = {"limit": 5}
    with pytest.raises(TypeError, match="to_list"):
        spectora.inspections.list(**limit)


def test_an_async_client_can_be_closed_by_either_name(spectora_sandbox: Sandbox) -> None:
    async def main() -> None:
        client = spectora_sandbox.async_client()
        await client.close()
        with pytest.raises(spectrakit.ClosedError):
            await client.inspections.get(10000001)

    asyncio.run(main())


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the module for subinterpreters has another name")
def test_a_subinterpreter_is_told_that_it_can_not_have_the_package() -> None:
    command = [sys.executable, "-c", _SUBINTERPRETER]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert "main interpreter only" in done.stdout, done.stderr


def test_a_call_becomes_a_span_without_clients_data(spectora_sandbox: Sandbox) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    spectora_sandbox.fault({"status": 503}, method="GET")
    with spectora_sandbox.client(on_call=TraceCalls(provider)) as client:
        client.inspections.get(10000001)
        with pytest.raises(spectrakit.NotFoundError):
            client.inspections.get(1)
    good, bad = exporter.get_finished_spans()
    assert good.name == bad.name == "GET /v2/inspections/{id}"
    assert good.attributes is not None and good.attributes["http.request.resend_count"] == 1
    assert bad.attributes is not None and bad.attributes["error.type"] == "NotFoundError"
    assert bad.status.status_code is StatusCode.ERROR
    assert "10000001" not in good.to_json()
