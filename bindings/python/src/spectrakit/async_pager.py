"""Lists of the async client, fetched page by page as they are walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ._hub import current_hub
from .page import Page
from .pager import PagerBase, check_count

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
            self._cursor = native.cursor()

    async def pages(self) -> AsyncIterator[Page[R]]:
        """The pages, one after the other."""
        hub = current_hub()
        key = hub.new_key()
        native = self._native_pager(hub.queue, key)
        while (document := await self._transport.next_page(self._request, native, hub, key)) is not None:
            self._cursor = native.cursor()
            yield Page(document)

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
            self._cursor = native.cursor()
            if len(records) == limit:
                break
        return records

    def resume(self, cursor: str) -> AsyncPager[R]:
        """The same list from where `cursor` of an earlier walk points to."""
        return AsyncPager(*self._resumed(cursor))

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._request.operation}>"
