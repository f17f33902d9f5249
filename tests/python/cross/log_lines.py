"""The lines that the package logs while a case runs."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Any

_LOGGER = logging.getLogger("spectrakit")


class LogLines(logging.Handler):
    """Takes all lines of the logger while it is used as a context."""

    def __init__(self) -> None:
        super().__init__()
        self.by_event: dict[str, list[str]] = {}
        self.text = ""
        self._arrived = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = record.__dict__
        with self._arrived:
            self.by_event.setdefault(fields["event"], []).append(record.getMessage())
            self.text += f"{record.getMessage()} {fields['fields']}\n"
            self._arrived.notify_all()

    def count(self, event: str) -> int:
        return len(self.by_event.get(event, []))

    def wait_for(self, event: str, count: int, timeout_s: float) -> None:
        """Until there are so many lines of the event."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: self.count(event) >= count, timeout_s), f"no line {event} comes"

    def __enter__(self) -> LogLines:
        self._before = (_LOGGER.level, _LOGGER.propagate)
        _LOGGER.setLevel(logging.DEBUG)
        _LOGGER.propagate = False
        _LOGGER.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _LOGGER.removeHandler(self)
        _LOGGER.setLevel(self._before[0])
        _LOGGER.propagate = self._before[1]
