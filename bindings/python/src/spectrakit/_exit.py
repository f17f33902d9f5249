"""The end of the process: whatever is still open is closed while Python can still be called."""

from __future__ import annotations

import atexit
from _weakrefset import WeakSet

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._native import Client, Engine

_GRACE_S = 5.0
_open: WeakSet[Client | Engine] = WeakSet()


def close_at_exit(handle: Client | Engine) -> None:
    """Closes `handle` at the end of the process, unless it is gone by then."""
    _open.add(handle)


@atexit.register
def _close_all() -> None:
    _native.begin_exit()
    for handle in list(_open):
        try:
            handle.close(_GRACE_S)
        except Exception:
            # In a forked child, or on a second try, there is nothing left to do; a message would help nobody.
            continue
