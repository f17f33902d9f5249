"""The I/O thread and the connections, which clients may share."""

from __future__ import annotations

from . import _native
from ._exit import close_at_exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class Engine:
    """One I/O thread with a pool of connections. Clients of several companies share one: Spectora(key, engine=engine).

    max_connections_per_host: requests under way to one host at the same time; what is above it waits its turn.
    clock: for tests, a spectrakit.testing.Clock in place of the system's.
    random_seed: for tests, makes jitter repeat itself.
    """

    __slots__ = ("native", "__weakref__")

    def __init__(
        self,
        *,
        max_connections_per_host: int | None = None,
        clock: _native.Clock | None = None,
        random_seed: int | None = None,
    ) -> None:
        self.native = _native.Engine(max_connections_per_host, clock, random_seed)
        close_at_exit(self.native)

    def close(self, timeout_s: float | None = None) -> None:
        """Ends all calls of its clients with ClosedError, and the thread. Waits for that, at most `timeout_s`."""
        self.native.close(timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
