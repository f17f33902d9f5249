"""The end of the interpreter while calls are under way: a good end, and not a word on stderr."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spectrakit.testing import Sandbox

Run = Callable[..., object]

_SLOW = {"delay_ms": 60_000}


@pytest.fixture
def slow(spectora_sandbox: Sandbox) -> Sandbox:
    """The sandbox, which answers nothing in time."""
    spectora_sandbox.fault(_SLOW, times=0)
    return spectora_sandbox


def in_daemon_thread(call: str) -> str:
    """A program that ends while a daemon thread is in `call`, whose first attempt has begun."""
    return f"""
import threading, time, spectrakit
client = spectrakit.Spectora.from_env(max_retries=9)
thread = threading.Thread(target=lambda: {call}, daemon=True)
thread.start()
while client.usage.calls == 0: time.sleep(0.001)
"""


@pytest.mark.parametrize(
    "call",
    [
        "client.inspections.get('10000001')",
        "client.inspections.list().to_list()",
        "list(client.inspections.list(prefetch=3))",
        "client.attachments.upload('10000001', b'x' * 3_000_000, file_name='a.pdf')",
        "client.attachments.upload('10000001', b'x' * 3_000_000, file_name='a.pdf', on_progress=lambda *_: None)",
    ],
)
def test_a_daemon_thread_that_waits_for_its_call(slow: Sandbox, run_script: Run, call: str) -> None:
    run_script(in_daemon_thread(call))


def test_a_daemon_thread_in_a_back_off(spectora_sandbox: Sandbox, run_script: Run) -> None:
    spectora_sandbox.fault({"status": 503, "headers": {"Retry-After": "30"}}, times=0)
    run_script(in_daemon_thread("client.inspections.get('10000001')"))


def test_daemon_threads_that_call_all_the_time(spectora_sandbox: Sandbox, run_script: Run) -> None:
    run_script(
        """
        import threading, spectrakit
        client = spectrakit.Spectora.from_env()
        begun = threading.Semaphore(0)
        def call():
            while True:
                client.inspections.get("10000001")
                begun.release()
        for _ in range(8): threading.Thread(target=call, daemon=True).start()
        for _ in range(20): begun.acquire()
        """
    )


def test_daemon_threads_that_make_and_close_clients(spectora_sandbox: Sandbox, run_script: Run) -> None:
    run_script(
        """
        import threading, spectrakit
        begun = threading.Semaphore(0)
        def call():
            while True:
                with spectrakit.Spectora.from_env(): begun.release()
        for _ in range(4): threading.Thread(target=call, daemon=True).start()
        for _ in range(20): begun.acquire()
        """
    )


def test_a_daemon_thread_that_is_in_its_progress_callback(spectora_sandbox: Sandbox, run_script: Run) -> None:
    for _ in range(5):
        run_script(
            """
            import threading, spectrakit
            client = spectrakit.Spectora.from_env()
            begun = threading.Event()
            def progress(sent, total):
                begun.set()
                while True: pass
            def upload():
                client.attachments.upload("10000001", b"x" * 3_000_000, file_name="a.pdf", on_progress=progress)
            threading.Thread(target=upload, daemon=True).start()
            begun.wait()
            """
        )


@pytest.mark.parametrize("prefetch", [0, 3])
def test_a_half_read_pager_in_the_main_thread(slow: Sandbox, run_script: Run, prefetch: int) -> None:
    slow.clear_faults()
    slow.admin("POST", "/faults", {"match": {"nth": 2}, "times": 0, "action": _SLOW})
    run_script(
        f"""
        import spectrakit
        client = spectrakit.Spectora.from_env()
        walk = iter(client.inspections.list(page_size=2, prefetch={prefetch}))
        next(walk)
        """
    )


def test_clients_that_nobody_closed(spectora_sandbox: Sandbox, run_script: Run) -> None:
    run_script(
        """
        import spectrakit
        engine = spectrakit.Engine()
        clients = [spectrakit.Spectora.from_env(engine=engine) for _ in range(20)] + [spectrakit.Spectora.from_env()]
        for client in clients: client.inspections.get("10000001")
        cycle = [clients]
        cycle.append(cycle)
        """
    )


@pytest.mark.parametrize(
    "call",
    [
        "client.inspections.get('10000001')",
        "client.inspections.list(prefetch=2).to_list()",
        "client.attachments.upload('10000001', b'x' * 3_000_000, file_name='a.pdf', on_progress=lambda *_: None)",
    ],
)
def test_an_asyncio_program_that_ends_with_tasks_pending(slow: Sandbox, run_script: Run, call: str) -> None:
    run_script(
        f"""
        import asyncio, spectrakit
        async def main():
            client = spectrakit.AsyncSpectora.from_env()
            task = asyncio.create_task({call})
            while client.usage.calls == 0: await asyncio.sleep(0.001)
        asyncio.run(main())
        """
    )


def test_an_async_pager_that_is_read_half_way(slow: Sandbox, run_script: Run) -> None:
    slow.clear_faults()
    slow.admin("POST", "/faults", {"match": {"nth": 2}, "times": 0, "action": _SLOW})
    run_script(
        """
        import asyncio, spectrakit
        client = spectrakit.AsyncSpectora.from_env()
        async def main():
            walk = client.inspections.list(page_size=2, prefetch=3).__aiter__()
            await walk.__anext__()
        asyncio.run(main())
        """
    )


def test_a_program_that_leaves_by_sys_exit_in_a_progress_callback(spectora_sandbox: Sandbox, run_script: Run) -> None:
    run_script(
        """
        import sys, spectrakit
        client = spectrakit.Spectora.from_env()
        client.attachments.upload(
            "10000001", b"x" * 3_000_000, file_name="a.pdf", on_progress=lambda *_: sys.exit(0)
        )
        raise SystemError("it went on")
        """
    )


def test_debug_lines_that_nobody_took(spectora_sandbox: Sandbox, run_script: Run) -> None:
    run_script(
        """
        import asyncio, spectrakit
        client = spectrakit.Spectora.from_env(log_level=10)
        client.inspections.get("10000001")
        """
    )
