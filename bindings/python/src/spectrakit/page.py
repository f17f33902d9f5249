"""One page of a list, and the answer to a request by path."""

from __future__ import annotations

from ._generic import Generic, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, overload

    from ._native import Document, Record

R = TypeVar("R", bound="Record")


class Page(Generic[R]):
    """The records of one answer, in their order. Attributes are decoded when they are read."""

    __slots__ = ("records", "_document")
    records: list[R]

    def __init__(self, document: Document) -> None:
        self.records = document.records()
        self._document = document

    def __iter__(self) -> Iterator[R]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> R: ...

        @overload
        def __getitem__(self, index: slice) -> list[R]: ...

    def __getitem__(self, index: int | slice) -> R | list[R]:
        return self.records[index]

    @property
    def meta(self) -> dict[str, Any]:
        """What the service says about the list, such as {"pagination": {...}}."""
        return self._document.member("meta") or {}

    @property
    def request_id(self) -> str:
        """The service's id of the request; empty when it sent none."""
        return self._document.request_id

    def to_dicts(self) -> list[dict[str, Any]]:
        """All records at once, each as its to_dict(): quicker than one by one."""
        return self._document.record_dicts()

    def __repr__(self) -> str:
        return f"<Page of {len(self.records)} records>"


class Response:
    """The answer to a request by path."""

    __slots__ = ("_document",)

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def http_status(self) -> int:
        return self._document.http_status

    @property
    def request_id(self) -> str:
        """The service's id of the request; empty when it sent none."""
        return self._document.request_id

    @property
    def body(self) -> bytes:
        """The body as received."""
        return self._document.body

    @property
    def records(self) -> list[Any]:
        """The records of a JSON:API answer, typed where their type is known."""
        return self._document.records()

    def json(self) -> Any:
        """The body as Python values."""
        return self._document.json()

    def header(self, name: str) -> str | None:
        """A header of the answer, in any case of letters; None when it was not sent."""
        return self._document.header(name)

    def __repr__(self) -> str:
        return f"<Response {self.http_status}>"
