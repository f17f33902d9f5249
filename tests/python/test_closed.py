"""Clients that were closed, in whatever moment and by whomever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

import spectrakit
from spectrakit.testing import Sandbox

_PATIENCE_S = 10

Use = Callable[[spectrakit.Spectora], object]


@pytest.mark.parametrize(
    "use",
    [
        lambda client: client.inspections.get("10000001"),
        lambda client: client.inspections.list().first(),
        lambda client: client.clients.create(first_name="x"),
        lambda client: client.attachments.upload("10000001", b"x", file_name="a.pdf"),
        lambda client: client.attachments.upload("10000001", b"x", file_name="a.pdf", on_progress=lambda *_: None),
        lambda client: client.request("GET", "/v2/inspections"),
        lambda client: client.with_options(max_retries=0).inspections.get("10000001"),
    ],
)
def test_every_call_of_a_closed_client_is_a_closed_error(spectora: spectrakit.Spectora, use: Use) -> None:
    spectora.close()
    with pytest.raises(spectrakit.ClosedError) as caught:
        use(spectora)
    assert isinstance(caught.value, RuntimeError)


def test_closing_again_does_nothing(spectora: spectrakit.Spectora) -> None:
    spectora.close()
    spectora.close()
    with spectora:
        pass


def test_what_was_read_stays_when_the_client_closes(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    spectora.close()
    assert inspection.full_address
    assert spectora.last_call is not None
    assert spectora.last_call.http_status == 200
    assert repr(spectora) == "<Spectora>"


def test_a_half_read_pager_of_a_closed_client_is_a_closed_error(spectora: spectrakit.Spectora) -> None:
    walk = iter(spectora.inspections.list(page_size=2))
    next(walk), next(walk)
    spectora.close()
    with pytest.raises(spectrakit.ClosedError):
        next(walk)


def test_closing_ends_the_calls_of_other_threads(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, times=0)
    errors: list[type] = []

    def call() -> None:
        try:
            spectora.inspections.get("10000001")
        except spectrakit.SpectraKitError as error:
            errors.append(type(error))

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    while spectora.usage.calls < 4:
        threading.Event().wait(0.001)
    spectora.close()
    for thread in threads:
        thread.join(_PATIENCE_S)
    assert errors == [spectrakit.ClosedError] * 4


def test_closing_with_views_of_the_client_closes_it_once(spectora: spectrakit.Spectora) -> None:
    view = spectora.with_options(max_retries=0)
    with view:
        view.inspections.get("10000001")
    with pytest.raises(spectrakit.ClosedError):
        spectora.inspections.get("10000001")


def test_closing_an_engine_closes_its_clients(spectora_sandbox: Sandbox) -> None:
    engine = spectrakit.Engine()
    clients = [spectora_sandbox_client(spectora_sandbox, engine) for _ in range(3)]
    assert clients[0].inspections.get("10000001").id == "10000001"
    engine.close()
    engine.close()
    for client in clients:
        with pytest.raises(spectrakit.ClosedError):
            client.inspections.get("10000001")
    with pytest.raises(spectrakit.ClosedError):
        spectora_sandbox_client(spectora_sandbox, engine).inspections.get("10000001")


def spectora_sandbox_client(sandbox: Sandbox, engine: spectrakit.Engine) -> spectrakit.Spectora:
    return spectrakit.Spectora(sandbox.api_key, base_url=sandbox.url, engine=engine)


def test_an_engine_lives_as_long_as_its_clients(spectora_sandbox: Sandbox) -> None:
    with spectora_sandbox_client(spectora_sandbox, spectrakit.Engine()) as client:
        assert client.inspections.get("10000001").id == "10000001"


@pytest.mark.parametrize("timeout_s", ["x", -1, float("nan"), True])
def test_a_time_limit_that_is_no_time_is_refused(spectora: spectrakit.Spectora, timeout_s: float) -> None:
    with pytest.raises((TypeError, ValueError), match="timeout_s"):
        spectora.close(timeout_s)


def test_a_closed_async_client_is_closed_for_every_loop(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()

    async def call() -> None:
        await client.aclose()
        await client.aclose()
        with pytest.raises(spectrakit.ClosedError):
            await client.inspections.get("10000001")
        with pytest.raises(spectrakit.ClosedError):
            await client.inspections.list().first()

    asyncio.run(call())
    asyncio.run(call())
