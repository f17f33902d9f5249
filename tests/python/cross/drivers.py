"""The two ways of calling: waiting for each call, and awaiting it. Steps are written once for both, as coroutines."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine
from types import FrameType
from typing import Any

from spectrakit import AsyncSpectora, Spectora

from .log_lines import LogLines

PATIENCE_S = 20


class SyncDriver:
    """Calls Spectora. Its coroutines never wait, so they need no event loop."""

    client_class: Any = Spectora
    cancellation: type[BaseException] = KeyboardInterrupt

    def run(self, steps: Coroutine[Any, Any, Any]) -> Any:
        try:
            steps.send(None)
        except StopIteration as ended:
            return ended.value
        raise AssertionError("a coroutine of the sync driver waits")

    async def value(self, result: Any) -> Any:
        return result

    async def next_page(self, pages: Any) -> Any:
        return next(pages, None)

    async def close(self, client: Any) -> None:
        client.close(PATIENCE_S)

    async def turn(self) -> None:
        """The other thread runs by itself."""

    async def wait_for_start(self, log: LogLines, calls: int) -> None:
        """Until so many calls have begun. The thread that waits for a call logs while it does."""
        log.wait_for("call.start", calls, PATIENCE_S)

    async def beside(self, call: Coroutine[Any, Any, Any], actions: Callable[[], Coroutine[Any, Any, None]]) -> Any:
        """What `call` gives, in this thread, while another takes the actions."""
        failures: list[BaseException] = []

        def act() -> None:
            try:
                self.run(actions())
            except BaseException as failure:
                failures.append(failure)
                self.cancel()

        helper = threading.Thread(target=act)
        before = signal.signal(signal.SIGINT, _interrupt)
        try:
            helper.start()
            return self.run(call)
        finally:
            helper.join(PATIENCE_S)
            signal.signal(signal.SIGINT, before)
            if failures:
                raise failures[0]

    def cancel(self) -> None:
        """Ctrl-C, as a program has it that waits for a call."""
        signal.raise_signal(signal.SIGINT)


class AsyncDriver:
    """Awaits the calls of AsyncSpectora."""

    client_class: Any = AsyncSpectora
    cancellation: type[BaseException] = asyncio.CancelledError
    _task: asyncio.Task[Any] | None = None

    def run(self, steps: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(steps)

    async def value(self, result: Awaitable[Any]) -> Any:
        return await result

    async def next_page(self, pages: Any) -> Any:
        return await anext(pages, None)

    async def close(self, client: Any) -> None:
        await client.aclose(PATIENCE_S)

    async def turn(self) -> None:
        await asyncio.sleep(0)

    async def wait_for_start(self, _log: LogLines, _calls: int) -> None:
        """The task has started its call in its first turn."""

    async def beside(self, call: Coroutine[Any, Any, Any], actions: Callable[[], Coroutine[Any, Any, None]]) -> Any:
        """What `call` gives, in a task of its own, while this one takes the actions."""
        self._task = asyncio.create_task(call)
        # It runs up to where it waits for the answer.
        await self.turn()
        try:
            await actions()
        except BaseException:
            self._task.cancel()
            raise
        return await self._task

    def cancel(self) -> None:
        assert self._task is not None
        self._task.cancel()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
