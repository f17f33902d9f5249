"""The way of the log's lines into the module logging, under the name "spectrakit"."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from logging import Logger

WARNING = 30
HIGHEST_LEVEL = 1000


def _logger() -> Logger:
    import logging

    logger = logging.getLogger("spectrakit")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


def wanted_level() -> int:
    """The level of the program's logger. A program that never imported logging has set none."""
    return _logger().getEffectiveLevel() if "logging" in sys.modules else WARNING


def write(level: int, event: str, text: str, fields: str, dropped: int) -> None:
    """Logs a line of the native part. The log record's `event` is its fixed name, `fields` the facts in it as JSON
    text, and `dropped` how many lines were lost before it since nobody took them."""
    _logger().log(level, "%s", text, extra={"event": event, "fields": fields, "dropped": dropped})
