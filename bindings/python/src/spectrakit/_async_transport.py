"""The way of calls into the native client without holding up the event loop."""

from __future__ import annotations

import asyncio
import inspect
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ._hub import current_hub
from ._transport import Transport, record_of
from .errors import SpectraKitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import _native
    from ._call import CallInfo
    from ._hub import Hub, Progress
    from ._native import Document
    from ._options import CallSettings
    from ._request import Request


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        # No event loop runs in this thread.
        return None


class AsyncTransport(Transport):
    """Awaits each call."""

    __slots__ = ()

    def __init__(
        self,
        client: _native.Client,
        settings: CallSettings,
        on_call: Callable[[CallInfo], object] | None,
        last_calls: WeakKeyDictionary[asyncio.Task[Any], CallInfo] | None = None,
    ) -> None:
        super().__init__(client, settings, on_call, WeakKeyDictionary() if last_calls is None else last_calls)

    def last_call(self) -> CallInfo | None:
        task = _current_task()
        return None if task is None else self.last_calls.get(task)

    def remember(self, info: CallInfo) -> None:
        task = _current_task()
        if task is not None:
            self.last_calls[task] = info

    async def send(self, request: Request, on_progress: Progress | None = None) -> Document:
        native = self.prepare(request, on_progress)
        if inspect.iscoroutinefunction(on_progress):
            raise TypeError("on_progress must be an ordinary function; nobody would await it")
        try:
            document = await current_hub().send(
                self.client, native, self.settings.native, on_progress, partial(self._left, request)
            )
        except SpectraKitError as error:
            self.failed(request, error)
            raise
        self.succeeded(request, document)
        return document

    async def record(
        self, request: Request, file: tuple[str, Any, str | None] | None = None, on_progress: Progress | None = None
    ) -> Any:
        """The record of the answer; `file` is attribute, file and name of a file to send along."""
        if file is None:
            return record_of(request, await self.send(request, on_progress))
        from ._file import Upload

        attribute, content, file_name = file
        # A file object may be one that takes its time to be read.
        upload = await asyncio.get_running_loop().run_in_executor(None, Upload, content, file_name, attribute)
        with upload:
            upload.attach(request.native, attribute)
            return record_of(request, await self.send(request, on_progress))

    async def next_page(self, request: Request, pager: _native.Pager, hub: Hub, key: int) -> Document | None:
        try:
            document = await hub.next_page(self.client, pager, key, partial(self._left, request))
        except SpectraKitError as error:
            self.failed(request, error)
            raise
        if document is not None:
            self.succeeded(request, document)
        return document

    def _left(self, request: Request, document: Document | None, error: SpectraKitError | None) -> None:
        """Tells of a call whose task was cancelled: a write may have happened all the same."""
        self.client.deliver_log()
        if document is not None:
            self.succeeded(request, document)
        elif error is not None:
            self.failed(request, error)
