"""What became of a call."""

from __future__ import annotations

from ._attempt import Attempt, attempts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._native import Document
    from .errors import SpectraKitError


class CallInfo:
    """A call that ended, well or badly.

    operation: such as "inspections.get"; "raw GET" for a request by path.
    method, url_template: such as "GET" and "/v2/inspections/{id}". A template holds no clients' data; it is empty for a
        request by path.
    error: None when the call succeeded.
    """

    __slots__ = ("operation", "method", "url_template", "error", "_document")

    def __init__(
        self,
        operation: str,
        method: str,
        url_template: str,
        document: Document | None,
        error: SpectraKitError | None,
    ) -> None:
        self.operation = operation
        self.method = method
        self.url_template = url_template
        self.error = error
        self._document = document

    @property
    def http_status(self) -> int:
        """The status of the last answer; 0 when there was none."""
        return self._document.http_status if self._document else self.error.http_status if self.error else 0

    @property
    def request_id(self) -> str:
        """The service's id of the last request; empty when it sent none."""
        return self._document.request_id if self._document else self.error.request_id if self.error else ""

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What was tried, oldest first."""
        if self._document:
            return attempts_of(self._document.attempts)
        return self.error.attempts if self.error else ()

    @property
    def explanation(self) -> str:
        """For people: what was tried, when and why, and the same request as a curl command without the key."""
        return self._document.explanation if self._document else self.error.explanation if self.error else ""

    @property
    def support_bundle(self) -> str:
        """For the service's support: what was sent and what came back, without the key and an answer's records."""
        return self._document.support_bundle if self._document else self.error.support_bundle if self.error else ""

    def header(self, name: str) -> str | None:
        """A header of the answer, in any case of letters; None when it was not sent or the call failed."""
        return self._document.header(name) if self._document else None

    def __repr__(self) -> str:
        return f"<CallInfo {self.operation} {self.http_status or 'without an answer'}>"
