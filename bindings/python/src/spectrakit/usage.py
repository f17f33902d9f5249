"""What a key has used and may use."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Usage:
    """The use of a client's key as it stood when it was asked for.

    month: the calendar month (UTC) of the numbers, such as "2026-11".
    calls: attempts in that month; retries count.
    forecast_calls: what the month comes to when it goes on like this.
    quota: what the client's monthly_quota says; 0 when it is not known.
    features: calls by what they were for.
    gate: "open"; "closed" after a 429, until gate_opens_in_s; "probing" when 429s do not end.
    """

    __slots__ = ("month", "calls", "forecast_calls", "quota", "features", "gate", "gate_opens_in_s")
    month: str
    calls: int
    forecast_calls: int
    quota: int
    features: dict[str, int]
    gate: str
    gate_opens_in_s: float

    def __init__(self, **facts: Any) -> None:
        for name in self.__slots__:
            setattr(self, name, facts[name])

    def __repr__(self) -> str:
        return f"<Usage {self.month}: {self.calls} calls, gate {self.gate}>"
