"""Lists, fetched page by page as they are walked."""

from __future__ import annotations

from . import _native
from ._generic import Generic, TypeVar
from .errors import InvalidArgumentError
from .page import Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

    from ._native import Record
    from ._request import Request
    from ._transport import SyncTransport, Transport

R = TypeVar("R", bound="Record")


def check_count(name: str, number: object) -> None:
    """Raises TypeError for what is neither None nor a count."""
    if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
        raise TypeError(f"{name} must be a whole number that is not negative, not {number!r}")


class PagerBase(Generic[R]):
    """What the pagers of both clients share."""

    __slots__ = ("_transport", "_request", "_prefetch", "_max_pages", "_remove_duplicates", "_start", "_cursor")

    def __init__(
        self,
        transport: Transport,
        request: Request,
        prefetch: int,
        max_pages: int | None,
        remove_duplicates: bool,
        start: str = "",
    ) -> None:
        check_count("prefetch", prefetch)
        check_count("max_pages", max_pages)
        if not isinstance(remove_duplicates, bool):
            raise TypeError(f"remove_duplicates must be a bool, not {type(remove_duplicates).__name__}")
        self._transport = transport
        self._request = request
        self._prefetch = prefetch
        self._max_pages = max_pages
        self._remove_duplicates = remove_duplicates
        self._start = start
        self._cursor: str | None = start

    @property
    def cursor(self) -> str | None:
        """Where to go on: behind the pages that were walked to their end, or given by pages(). Empty before the first
        page, None behind the last one. Holds no key and no clients' data."""
        return self._cursor

    def _resumed(self, cursor: str) -> tuple[Transport, Request, int, int | None, bool, str]:
        if cursor is None:
            raise InvalidArgumentError("the cursor is None: the list was walked to its end, and nothing is left of it")
        if not isinstance(cursor, str):
            raise TypeError(f"cursor must be a str, not {type(cursor).__name__}")
        return self._transport, self._request, self._prefetch, self._max_pages, self._remove_duplicates, cursor

    def _native_pager(self, queue: _native.Queue | None, key: int) -> _native.Pager:
        self._cursor = self._start
        return _native.Pager(
            self._transport.client,
            self._transport.prepare(self._request),
            self._transport.settings.native,
            self._start,
            self._prefetch or None,
            self._max_pages,
            self._remove_duplicates,
            queue,
            key,
        )


class Pager(PagerBase[R]):
    """The records of a list. Nothing is fetched before it is walked; each walk starts anew.

    for agent in client.agents.list(tag="vip"): ...
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _transport: SyncTransport

    def __iter__(self) -> Iterator[R]:
        native = self._native_pager(None, 0)
        while (document := self._transport.next_page(self._request, native)) is not None:
            yield from document.records()
            self._cursor = native.cursor() or None

    def pages(self) -> PageWalk[R]:
        """The pages, one after the other. To go on behind a failure raises it again, so that it is never the end."""
        return PageWalk(self)

    def first(self) -> R | None:
        """The first record, or None when there is none. Fetches one page."""
        records = self.to_list(limit=1)
        return records[0] if records else None

    def to_list(self, *, limit: int | None = None) -> list[R]:
        """The records as a list, at most `limit` of them. Fetches no page that it does not need."""
        check_count("limit", limit)
        records: list[R] = []
        if limit == 0:
            return records
        native = self._native_pager(None, 0)
        while (document := self._transport.next_page(self._request, native)) is not None:
            records += document.records()
            if limit is not None and len(records) > limit:
                return records[:limit]
            self._cursor = native.cursor() or None
            if len(records) == limit:
                break
        return records

    def resume(self, cursor: str) -> Pager[R]:
        """The same list from where `cursor` of an earlier walk points to."""
        return Pager(*self._resumed(cursor))

    def __repr__(self) -> str:
        return f"<Pager of {self._request.operation}>"


class PageWalk(Generic[R]):
    """A walk over a list's pages. A generator would be at its end after a failure."""

    __slots__ = ("_pager", "_native", "_is_closed")

    def __init__(self, pager: Pager[R]) -> None:
        self._pager = pager
        self._native: _native.Pager | None = None
        self._is_closed = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Page[R]:
        pager = self._pager
        if self._is_closed:
            raise StopIteration
        if self._native is None:
            self._native = pager._native_pager(None, 0)
        document = pager._transport.next_page(pager._request, self._native)
        if document is None:
            raise StopIteration
        pager._cursor = self._native.cursor() or None
        return Page(document)

    def close(self) -> None:
        """Ends the walk, as a generator's close() does, and lets go of what was fetched ahead."""
        self._is_closed = True
        self._native = None
