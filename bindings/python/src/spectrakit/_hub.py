"""Where the outcomes of calls come into an event loop."""

from __future__ import annotations

import asyncio
import threading
import weakref
from typing import TYPE_CHECKING

from . import _native

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._native import Call, CallOptions, Client, Document, Pager, Queue, Request

    Progress = Callable[[int, int], object]

_WAIT_MS = 200
_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def current_hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    hub = _hubs.get(loop)
    if hub is None:
        hub = _hubs[loop] = Hub(loop)
    return hub


class Hub:
    """Watches one queue for one event loop, and completes the futures of the calls that report to it.

    The engine's thread only writes to the queue; all that touches Python happens in the loop's own thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.queue = _native.Queue()
        self._waiting: dict[int, tuple[asyncio.Future[Document], Progress | None]] = {}
        self._next_key = 1
        try:
            loop.add_reader(self.queue.fd(), self._drain)
        except NotImplementedError:
            threading.Thread(
                target=_watch, args=(weakref.ref(loop), self.queue, weakref.WeakMethod(self._drain)), daemon=True
            ).start()

    def new_key(self) -> int:
        """A key for the calls of one pager, or for one call."""
        key = self._next_key
        self._next_key += 1
        return key

    async def send(
        self, client: Client, request: Request, options: CallOptions, on_progress: Progress | None
    ) -> Document:
        key = self.new_key()
        document = await self._outcome(
            client, key, on_progress, lambda: client.start(request, options, self.queue, key, on_progress is not None)
        )
        assert document is not None
        return document

    async def next_page(self, client: Client, pager: Pager, key: int) -> Document | None:
        return await self._outcome(client, key, None, pager.start_next)

    async def _outcome(
        self, client: Client, key: int, on_progress: Progress | None, start: Callable[[], Call | None]
    ) -> Document | None:
        future: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
        self._waiting[key] = (future, on_progress)
        try:
            call = start()
            if call is None:
                return None
            try:
                return await future
            except BaseException:
                # Of a call that is complete already this does nothing.
                call.cancel()
                raise
        finally:
            self._waiting.pop(key, None)
            client.deliver_log()

    def _drain(self) -> None:
        for kind, key, first, second in self.queue.drain():
            future, on_progress = self._waiting.get(key, (None, None))
            if future is None or future.done():
                continue
            if kind == _native.COMPLETION:
                if second is None:
                    future.set_result(first)
                else:
                    future.set_exception(second)
            elif on_progress is not None:
                try:
                    on_progress(first, second)
                except StopIteration:
                    # No future takes this one.
                    future.set_exception(RuntimeError("on_progress raised StopIteration"))
                except BaseException as error:
                    future.set_exception(error)


def _watch(
    loop_reference: weakref.ref[asyncio.AbstractEventLoop], queue: Queue, drain: weakref.WeakMethod[Callable[[], None]]
) -> None:
    """Stands in for a loop that can not watch descriptors. Ends with the loop."""
    while True:
        queue.wait(_WAIT_MS)
        loop, run = loop_reference(), drain()
        if loop is None or run is None or loop.is_closed():
            return
        drained = threading.Event()

        def turn(run: Callable[[], None] = run, drained: threading.Event = drained) -> None:
            try:
                run()
            finally:
                drained.set()

        try:
            loop.call_soon_threadsafe(turn)
        except RuntimeError:
            # It was closed meanwhile.
            return
        del loop, run
        drained.wait(_WAIT_MS / 1000)
