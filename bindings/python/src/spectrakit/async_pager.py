"""Lists of the async client, fetched page by page as they are walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ._hub import current_hub
from .page import Page
from .pager import PagerBase, check_count

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from typing_extensions import Self

    from . import _native
    from ._async_transport import AsyncTransport
    from ._native import Record

R = TypeVar("R", bound="Record")


class AsyncPager(PagerBase[R]):
    """The records of a list. Nothing is fetched before it is walked; each walk starts anew.

    async for agent in client.agents.list(tag="vip"): ...
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _transport: AsyncTransport

    async def __aiter__(self) -> AsyncIterator[R]:
        hub = current_hub()
        key = hub.new_key()
        native = self._native_pager(hub.queue, key)
        while (document := await self._transport.next_page(self._request, native, hub, key)) is not None:
            for record in document.records():
                yield record
            self._cursor = native.cursor() or None

    def pages(self) -> AsyncPageWalk[R]:
        """The pages, one after the other. To go on behind a failure raises it again, so that it is never the end."""
        return AsyncPageWalk(self)

    async def first(self) -> R | None:
        """The first record, or None when there is none. Fetches one page."""
        records = await self.to_list(limit=1)
        return records[0] if records else None

    async def to_list(self, *, limit: int | None = None) -> list[R]:
        """The records as a list, at most `limit` of them. Fetches no page that it does not need."""
        check_count("limit", limit)
        records: list[R] = []
        if limit == 0:
            return records
        hub = current_hub()
        key = hub.new_key()
        native = self._native_pager(hub.queue, key)
        while (document := await self._transport.next_page(self._request, native, hub, key)) is not None:
            records += document.records()
            if limit is not None and len(records) > limit:
                return records[:limit]
            self._cursor = native.cursor() or None
            if len(records) == limit:
                break
        return records

    def resume(self, cursor: str) -> AsyncPager[R]:
        """The same list from where `cursor` of an earlier walk points to."""
        return AsyncPager(*self._resumed(cursor))

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._request.operation}>"


class AsyncPageWalk(Generic[R]):
    """A walk over a list's pages. A generator would be at its end after a failure."""

    __slots__ = ("_pager", "_native", "_hub", "_key", "_is_closed")

    def __init__(self, pager: AsyncPager[R]) -> None:
        self._pager = pager
        self._native: _native.Pager | None = None
        self._is_closed = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[R]:
        pager = self._pager
        if self._is_closed:
            raise StopAsyncIteration
        if self._native is None:
            # The loop's own, which is known once the walk begins.
            self._hub = current_hub()
            self._key = self._hub.new_key()
            self._native = pager._native_pager(self._hub.queue, self._key)
        document = await pager._transport.next_page(pager._request, self._native, self._hub, self._key)
        if document is None:
            raise StopAsyncIteration
        pager._cursor = self._native.cursor() or None
        return Page(document)

    async def aclose(self) -> None:
        """Ends the walk, as a generator's aclose() does, and lets go of what was fetched ahead."""
        self._is_closed = True
        self._native = None
