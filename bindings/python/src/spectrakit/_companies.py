"""The clients of several companies on one engine."""

from __future__ import annotations

from ._generic import Generic, TypeVar
from .engine import Engine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from ._client import SpectoraBase

C = TypeVar("C", bound="SpectoraBase[Any]")


class Companies(Generic[C]):
    """One client a company, by the names that were given: companies["north"].inspections.list().

    Nothing is shared between them but the engine: each has its own key, rate gate and usage.
    """

    __slots__ = ("_clients", "_engine", "_owns_engine")

    def __init__(
        self, client_class: type[C], keys: Mapping[str, str], engine: Engine | None, options: Mapping[str, Any]
    ) -> None:
        if not hasattr(keys, "items"):
            raise TypeError(f"keys must be a dict from names to API keys, not {type(keys).__name__}")
        self._owns_engine = engine is None
        self._engine = engine if engine is not None else Engine()
        self._clients: dict[str, C] = {}
        try:
            for name, api_key in keys.items():
                self._clients[name] = client_class(api_key, engine=self._engine, **options)
        except BaseException:
            self.close()
            raise

    def __getitem__(self, name: str) -> C:
        return self._clients[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clients)

    def __len__(self) -> int:
        return len(self._clients)

    def __contains__(self, name: object) -> bool:
        return name in self._clients

    def keys(self) -> list[str]:
        return list(self._clients)

    def values(self) -> list[C]:
        return list(self._clients.values())

    def items(self) -> list[tuple[str, C]]:
        return list(self._clients.items())

    def close(self, timeout_s: float | None = None) -> None:
        """Closes all of them."""
        for client in self._clients.values():
            client._transport.client.close(timeout_s)
        if self._owns_engine:
            self._engine.close(timeout_s)

    async def aclose(self, timeout_s: float | None = None) -> None:
        """Closes all of them without holding up the event loop."""
        import asyncio

        await asyncio.get_running_loop().run_in_executor(None, self.close, timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<Companies {', '.join(self._clients)}>"
