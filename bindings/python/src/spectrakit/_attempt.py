"""What a call tried."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Attempt:
    """One request on the wire.

    outcome: how it ended: "answered", "connection lost", "could not connect", ...
    http_status: the status of the answer; 0 when there was none.
    started_unix_ms: when it began, in milliseconds since 1970.
    waited_s, wait_reason: what was waited before it, and what for ("back-off", "Retry-After", "rate gate", "free
        connection").
    dns_s, connect_s, tls_s, first_byte_s, total_s: seconds since the start of the attempt until that point; 0.0 when it
        was not reached.
    """

    __slots__ = (
        "outcome",
        "http_status",
        "started_unix_ms",
        "waited_s",
        "wait_reason",
        "dns_s",
        "connect_s",
        "tls_s",
        "first_byte_s",
        "total_s",
    )
    outcome: str
    http_status: int
    started_unix_ms: int
    waited_s: float
    wait_reason: str
    dns_s: float
    connect_s: float
    tls_s: float
    first_byte_s: float
    total_s: float

    def __init__(self, **facts: Any) -> None:
        for name in self.__slots__:
            setattr(self, name, facts[name])

    def __repr__(self) -> str:
        answered = f" {self.http_status}" if self.http_status else ""
        return f"<Attempt {self.outcome}{answered} after {self.total_s * 1000:.1f} ms>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attempt) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.outcome, self.started_unix_ms))

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def attempts_of(facts: Iterable[dict[str, Any]]) -> tuple[Attempt, ...]:
    return tuple(Attempt(**attempt) for attempt in facts)
