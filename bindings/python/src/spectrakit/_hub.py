"""Where the outcomes of calls come into an event loop."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import weakref
from typing import TYPE_CHECKING

from . import _native
from .errors import InvalidStateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._native import Call, CallOptions, Client, Document, Pager, Queue, Request
    from .errors import SpectraKitError

    Progress = Callable[[int, int], object]
    # Takes the outcome of a call that nobody awaits any more: a document or an error.
    OnLeft = Callable[[Document | None, SpectraKitError | None], None]

_WAIT_MS = 200
_lock = threading.Lock()
_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def current_hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    # Other threads may have loops of their own.
    with _lock:
        hub = _hubs.get(loop)
        if hub is None:
            # A loop that was closed with calls under way is kept alive by them.
            for known in list(_hubs):
                if known.is_closed():
                    _hubs.pop(known, None)
            hub = _hubs[loop] = Hub(loop)
        return hub


class _Waiting:
    """A call that is under way."""

    __slots__ = ("future", "on_progress", "outcome", "on_left", "context")

    def __init__(self, future: asyncio.Future[Document], on_progress: Progress | None) -> None:
        self.future = future
        self.on_progress = on_progress
        self.outcome: tuple[Document | None, SpectraKitError | None] | None = None
        self.on_left: OnLeft | None = None
        self.context: contextvars.Context | None = None


class Hub:
    """Watches one queue for one event loop, and completes the futures of the calls that report to it.

    The engine's thread only writes to the queue; all that touches Python happens in the loop's own thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.queue = _native.Queue()
        self._waiting: dict[int, _Waiting] = {}
        self._next_key = 1
        # How many calls of each client are under way.
        self._calls: dict[Client, int] = {}
        self._watches_descriptors = True
        try:
            loop.add_reader(self.queue.fd(), self._drain)
        except NotImplementedError:
            self._watches_descriptors = False
            threading.Thread(
                target=_watch, args=(weakref.ref(loop), self.queue, weakref.WeakMethod(self._drain)), daemon=True
            ).start()

    def new_key(self) -> int:
        """A key for the calls of one pager, or for one call."""
        key = self._next_key
        self._next_key += 1
        return key

    async def send(
        self,
        client: Client,
        request: Request,
        options: CallOptions,
        on_progress: Progress | None,
        on_left: OnLeft,
    ) -> Document:
        key = self.new_key()
        document = await self._outcome(
            client,
            key,
            on_progress,
            on_left,
            lambda: client.start(request, options, self.queue, key, on_progress is not None),
        )
        assert document is not None
        return document

    async def next_page(self, client: Client, pager: Pager, key: int, on_left: OnLeft) -> Document | None:
        return await self._outcome(client, key, None, on_left, pager.start_next)

    async def _outcome(
        self,
        client: Client,
        key: int,
        on_progress: Progress | None,
        on_left: OnLeft,
        start: Callable[[], Call | None],
    ) -> Document | None:
        if key in self._waiting:
            raise InvalidStateError("this walk is still fetching a page; one task at a time may ask it for the next")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(loop.create_future(), on_progress)
        self._waiting[key] = waiting
        self._follow_log(client, loop)
        try:
            call = start()
            if call is None:
                return None
            try:
                return await waiting.future
            except BaseException as raised:
                if waiting.outcome is None:
                    waiting.on_left, waiting.context = on_left, contextvars.copy_context()
                    call.cancel()
                elif waiting.outcome[1] is not raised and not loop.is_closed():
                    # It was left in the moment in which it ended.
                    loop.call_soon(on_left, *waiting.outcome)
                raise
        finally:
            if waiting.on_left is None:
                self._waiting.pop(key, None)
            self._leave_log(client, loop)

    def _follow_log(self, client: Client, loop: asyncio.AbstractEventLoop) -> None:
        """Delivers the client's log lines as they come, as a call may take its time."""
        under_way = self._calls.get(client, 0)
        self._calls[client] = under_way + 1
        if under_way == 0 and self._watches_descriptors:
            loop.add_reader(client.log_fd(), client.deliver_log)

    def _leave_log(self, client: Client, loop: asyncio.AbstractEventLoop) -> None:
        client.deliver_log()
        self._calls[client] -= 1
        if self._calls[client] > 0:
            return
        del self._calls[client]
        # A coroutine may be thrown away after its loop was closed.
        if self._watches_descriptors and not loop.is_closed():
            loop.remove_reader(client.log_fd())

    def _drain(self) -> None:
        for kind, key, first, second in self.queue.drain():
            waiting = self._waiting.get(key)
            if waiting is None:
                continue
            if kind == _native.COMPLETION:
                waiting.outcome = (first, second)
                self._complete(key, waiting, first, second)
            elif waiting.on_progress is not None and not waiting.future.done():
                try:
                    waiting.on_progress(first, second)
                except StopIteration:
                    # No future takes this one.
                    waiting.future.set_exception(RuntimeError("on_progress raised StopIteration"))
                except BaseException as error:
                    waiting.future.set_exception(error)

    def _complete(self, key: int, waiting: _Waiting, document: Document | None, error: SpectraKitError | None) -> None:
        if waiting.on_left is not None:
            del self._waiting[key]
            # What it calls may raise, which is no business of the other calls.
            waiting.future.get_loop().call_soon(waiting.on_left, document, error, context=waiting.context)
        elif waiting.future.done():
            return
        elif error is not None:
            waiting.future.set_exception(error)
        else:
            assert document is not None
            waiting.future.set_result(document)


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
