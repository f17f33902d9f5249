"""The async client in event loops of all kinds, and cancelled at each stage."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import spectrakit
from spectrakit.testing import Sandbox

_PATIENCE_S = 10

Work = Callable[[spectrakit.AsyncSpectora], Coroutine[Any, Any, Any]]


async def requests_come(sandbox: Sandbox, count: int = 1) -> None:
    end = time.monotonic() + _PATIENCE_S
    while len(sandbox.requests()) < count:
        assert time.monotonic() < end, "the request never came"
        await asyncio.sleep(0.001)


class LoopWithoutReaders(asyncio.SelectorEventLoop):
    """As the proactor loop: it can not watch descriptors of others."""

    def add_reader(self, *_: Any) -> Any:  # type: ignore[override]
        raise NotImplementedError


def test_calls_run_side_by_side(spectora_sandbox: Sandbox) -> None:
    async def run() -> set[str]:
        async with spectora_sandbox.async_client() as client:
            return {record.id for record in await asyncio.gather(*(client.inspections.get(number) for number in ids))}

    ids = range(10000001, 10000065)
    assert asyncio.run(run()) == {str(number) for number in ids}


def test_the_loop_goes_on_while_a_call_is_under_way(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            spectora_sandbox.fault({"hold": True})
            task = asyncio.create_task(client.inspections.get("10000001"))
            await requests_come(spectora_sandbox)
            assert not task.done()
            spectora_sandbox.admin("POST", "/faults/release")
            assert (await task).id == "10000001"

    asyncio.run(run())


def test_one_client_in_one_loop_after_the_other(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()

    async def run() -> str:
        return (await client.inspections.get("10000001")).id

    assert [asyncio.run(run()) for _ in range(3)] == ["10000001"] * 3
    asyncio.run(client.aclose())


def test_one_client_in_several_loops_at_once(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()
    got: list[str] = []

    async def run() -> None:
        got.extend([(await client.inspections.get("10000001")).id for _ in range(5)])

    threads = [threading.Thread(target=lambda: asyncio.run(run())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 20
    asyncio.run(client.aclose())


def test_a_loop_that_was_closed_with_a_call_under_way_harms_no_other(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()
    spectora_sandbox.fault({"hold": True})
    loop = asyncio.new_event_loop()
    task = loop.create_task(client.inspections.get("10000001"))
    loop.run_until_complete(requests_come(spectora_sandbox))
    task.cancel()
    loop.close()
    del task, loop
    spectora_sandbox.clear_faults()
    gc.collect()

    async def run() -> str:
        return (await client.inspections.get("10000001")).id

    assert asyncio.run(run()) == "10000001"
    asyncio.run(client.aclose())


def test_a_loop_that_watches_no_descriptors_has_a_thread_for_that(spectora_sandbox: Sandbox) -> None:
    before = threading.active_count()
    loop = LoopWithoutReaders()
    try:
        told: list[int] = []

        async def run() -> None:
            async with spectora_sandbox.async_client() as client:
                assert len(await client.inspections.list(page_size=2).to_list(limit=5)) == 5
                content = b"x" * 3_000_000
                await client.attachments.upload(
                    "10000001", content, file_name="a.pdf", on_progress=lambda sent, total: told.append(sent)
                )
                with pytest.raises(spectrakit.NotFoundError):
                    await client.inspections.get("1")
            await loop.shutdown_default_executor()

        loop.run_until_complete(run())
        assert told
    finally:
        loop.close()
    watching = [thread for thread in threading.enumerate() if "_watch" in thread.name]
    for thread in watching:
        thread.join(_PATIENCE_S)
    assert threading.active_count() <= before


@pytest.mark.parametrize(
    "work",
    [
        lambda client: client.inspections.get("10000001"),
        lambda client: client.inspections.list(prefetch=2).to_list(),
        lambda client: client.request("GET", "/v2/inspections"),
        lambda client: client.attachments.upload("10000001", b"x" * 3_000_000, file_name="a.pdf"),
        lambda client: client.attachments.upload("10000001", b"x", file_name="a.pdf", on_progress=lambda *_: None),
    ],
)
def test_cancelling_a_task_cancels_its_call(spectora_sandbox: Sandbox, work: Work) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            spectora_sandbox.fault({"delay_ms": 60_000}, times=1)
            task = asyncio.create_task(work(client))
            await requests_come(spectora_sandbox)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await client.inspections.get("10000001")).id == "10000001"

    asyncio.run(run())
    assert spectora_sandbox.requests()[0]["status"] is None


def test_a_task_may_be_cancelled_before_it_begins(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            task = asyncio.create_task(client.inspections.get("10000001"))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())
    assert spectora_sandbox.requests() == []


def test_a_task_may_be_cancelled_in_a_back_off(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client(max_retries=5) as client:
            spectora_sandbox.fault({"status": 503, "headers": {"Retry-After": "30"}}, times=0)
            task = asyncio.create_task(client.inspections.get("10000001"))
            await requests_come(spectora_sandbox)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())


def test_a_task_may_be_cancelled_while_its_file_is_read(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    run_script(
        """
        import asyncio, spectrakit, threading
        begun, go_on = threading.Event(), threading.Event()
        class Slow:
            def read(self, size):
                begun.set()
                go_on.wait()
                return b""
        async def run():
            async with spectrakit.AsyncSpectora.from_env() as client:
                task = asyncio.create_task(client.attachments.upload("10000001", Slow(), file_name="a.pdf"))
                while not begun.is_set(): await asyncio.sleep(0.001)
                task.cancel()
                await asyncio.wait([task])
                assert task.cancelled()
                go_on.set()
        asyncio.run(run())
        """,
        "-X",
        "dev",
    )
    assert spectora_sandbox.requests() == []


def test_a_time_limit_of_asyncio_ends_a_call(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            spectora_sandbox.fault({"hold": True}, times=1)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.inspections.get("10000001"), 0.05)

    asyncio.run(run())


def test_hundreds_of_cancelled_calls_leave_nothing_behind(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client(max_queued_calls=500) as client:
            spectora_sandbox.fault({"hold": True}, times=0)
            tasks = [asyncio.create_task(client.inspections.get("10000001")) for _ in range(300)]
            await requests_come(spectora_sandbox)
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
            spectora_sandbox.clear_faults()
            assert (await client.inspections.get("10000001")).id == "10000001"

    asyncio.run(run())


def test_closing_ends_calls_under_way(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        client = spectora_sandbox.async_client()
        spectora_sandbox.fault({"hold": True}, times=0)
        tasks = [asyncio.create_task(client.inspections.get("10000001")) for _ in range(5)]
        await requests_come(spectora_sandbox)
        await client.aclose()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {spectrakit.ClosedError}

    asyncio.run(run())


def test_a_call_outside_of_a_loop_is_a_runtime_error(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()
    call = client.inspections.get("10000001")
    with pytest.raises(RuntimeError, match="no running event loop"):
        call.send(None)
    asyncio.run(client.aclose())


def test_the_async_client_is_imported_when_it_is_asked_for(run_script: Callable[..., object]) -> None:
    run_script(
        """
        import sys, spectrakit
        assert "asyncio" not in sys.modules
        assert "AsyncSpectora" in dir(spectrakit)
        spectrakit.AsyncSpectora, spectrakit.AsyncPager
        assert "asyncio" in sys.modules
        """
    )


def test_a_wrong_argument_is_raised_where_the_call_is_awaited_or_made(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:
            with pytest.raises(TypeError, match="'address'"):
                client.inspections.list(adress="x")  # type: ignore[arg-type]
            with pytest.raises(spectrakit.InvalidArgumentError):
                await client.inspections.get("../1")

    asyncio.run(run())


def test_each_task_has_its_own_last_call(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        async with spectora_sandbox.async_client() as client:

            async def operation_of(call: Coroutine[Any, Any, Any]) -> object:
                await call
                await asyncio.sleep(0)
                return client.last_call and client.last_call.operation

            calls: list[Coroutine[Any, Any, Any]] = [
                client.inspections.get("10000001"),
                client.clients.list().first(),
                client.agents.list().to_list(limit=1),
            ]
            heard = await asyncio.gather(*map(operation_of, calls))
            assert heard == ["inspections.get", "clients.list", "agents.list"]
            assert client.last_call is None

    asyncio.run(run())


def test_a_socket_of_the_program_is_left_alone(spectora_sandbox: Sandbox) -> None:
    async def run() -> None:
        here, there = socket.socketpair()
        here.setblocking(False)
        loop = asyncio.get_running_loop()
        async with spectora_sandbox.async_client() as client:
            there.send(b"x")
            received, inspection = await asyncio.gather(loop.sock_recv(here, 1), client.inspections.get("10000001"))
        assert (received, inspection.id) == (b"x", "10000001")
        here.close()
        there.close()

    asyncio.run(run())
