"""The client for Spectora's API whose calls are awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ._async_transport import AsyncTransport
from ._client import RESOURCES, SpectoraBase, raw_request
from ._options import CallSettings
from ._request import unknown_keyword
from ._transport import make_native_client
from .generated.spectora_async_resources import (
    AsyncAgents,
    AsyncAgentStats,
    AsyncAttachments,
    AsyncClients,
    AsyncInspections,
)
from .page import Response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Never, Self, Unpack

    from ._options import ClientOptions
    from ._request import QueryValue
    from .engine import Engine


class AsyncSpectora(SpectoraBase[AsyncTransport]):
    """The client for Spectora's API whose calls are awaited. It takes the options of Spectora and has its names.

        async with AsyncSpectora("the key") as client:
            async for inspection in client.inspections.list(address="12 Oak St"):
                print(inspection.id, inspection.datetime)

    Cancelling a task cancels its call. It may be used in one event loop after the other, and in several at once.
    """

    __slots__ = RESOURCES

    def __init__(self, api_key: str, *, engine: Engine | None = None, **options: Unpack[ClientOptions]) -> None:
        client = make_native_client(engine, api_key, options)
        self._set_transport(AsyncTransport(client, CallSettings(), options.get("on_call")))

    def _set_transport(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self.agents = AsyncAgents(transport)
        self.clients = AsyncClients(transport)
        self.inspections = AsyncInspections(transport)
        self.attachments = AsyncAttachments(transport)
        self.agent_stats = AsyncAgentStats(transport)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, QueryValue] | None = None,
        json: Any = None,
        body: bytes | None = None,
        content_type: str = "application/octet-stream",
        headers: Mapping[str, str] | None = None,
        **unknown: Never,
    ) -> Response:
        """Sends what the document does not know, with all policies; see Spectora.request."""
        if unknown:
            raise unknown_keyword(self.request, unknown)
        request = raw_request(method, path, query, json, body, content_type, headers)
        return Response(await self._transport.send(request))

    async def aclose(self, timeout_s: float | None = None) -> None:
        """Ends calls under way with ClosedError and waits for that, at most `timeout_s`. May be called again."""
        await asyncio.get_running_loop().run_in_executor(None, self._transport.client.close, timeout_s)

    close = aclose

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
