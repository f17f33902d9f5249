"""The client for Spectora's API that waits for each call."""

from __future__ import annotations

from ._generic import Generic, TypeVar
from ._options import CallSettings
from ._request import Request, check_text, unknown_keyword
from ._transport import SyncTransport, make_native_client
from ._unset import UNSET
from .generated.spectora_resources import Agents, AgentStats, Attachments, Clients, Inspections
from .page import Response
from .usage import Usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Any

    from typing_extensions import Never, Self, Unpack

    from ._call import CallInfo
    from ._companies import Companies
    from ._options import ClientOptions
    from ._request import QueryValue
    from ._transport import Transport
    from ._unset import Unset
    from .engine import Engine

T = TypeVar("T", bound="Transport")

# The attributes of a client with what help() says of them.
RESOURCES = {
    "agents": "The company's real estate agents: list(), create(), get(), update().",
    "clients": "The company's clients, home buyers and owners: list(), create(), get(), update().",
    "inspections": "Inspections: list(), get().",
    "attachments": "Files on inspections: list(), upload().",
    "agent_stats": "Totals for each agent: list().",
}


class SpectoraBase(Generic[T]):
    """What both clients share."""

    __slots__ = ("_transport", "__weakref__")

    if TYPE_CHECKING:
        _transport: T

        def __init__(self, api_key: str, *, engine: Engine | None = None, **options: Unpack[ClientOptions]) -> None: ...

        def _set_transport(self, transport: T) -> None: ...

    @classmethod
    def from_env(cls, *, engine: Engine | None = None, **options: Unpack[ClientOptions]) -> Self:
        """A client with the key in SPECTORA_API_KEY and, when it is set, the address in SPECTORA_BASE_URL."""
        import os

        api_key = os.environ.get("SPECTORA_API_KEY", "")
        if not api_key:
            from .errors import InvalidArgumentError

            raise InvalidArgumentError("the environment variable SPECTORA_API_KEY is not set; it holds the API key")
        if "base_url" not in options and os.environ.get("SPECTORA_BASE_URL"):
            options["base_url"] = os.environ["SPECTORA_BASE_URL"]
        return cls(api_key, engine=engine, **options)

    @classmethod
    def companies(
        cls, keys: Mapping[str, str], *, engine: Engine | None = None, **options: Unpack[ClientOptions]
    ) -> Companies[Self]:
        """A client for each company's key, all on one engine; the options hold for each of them."""
        from ._companies import Companies

        return Companies(cls, keys, engine, options)

    def with_options(
        self,
        *,
        deadline_s: float | None | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        feature: str | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
        **unknown: Never,
    ) -> Self:
        """The same client with other settings for its calls.

        deadline_s: seconds that a call may take over all attempts and waits; None for no limit.
        max_retries: how often a call may be tried again; 0 means never.
        feature: what the calls are for; usage counts by it.
        headers: sent along with each request.
        """
        if unknown:
            raise unknown_keyword(self.with_options, unknown)
        changed = self._transport.settings.changed(deadline_s, max_retries, feature, headers)
        view = object.__new__(type(self))
        view._set_transport(self._transport.with_settings(changed))
        return view

    def set_key(self, api_key: str) -> None:
        """Rolls the key: calls under way keep the old one, later ones use the new one."""
        check_text("api_key", api_key)
        self._transport.client.set_key(api_key)

    @property
    def usage(self) -> Usage:
        """The use of the key as it stands now. Reads the ledger's file when the client has one."""
        return Usage(**self._transport.client.usage())

    @property
    def last_call(self) -> CallInfo | None:
        """The last call that this thread or task made with this client: attempts, timings, request id."""
        return self._transport.last_call()

    @property
    def ca_store(self) -> str:
        """The CA certificates that the client trusts, in words. Empty when it speaks no TLS."""
        return self._transport.client.ca_store()

    @property
    def proxy(self) -> str:
        """The proxy on the client's way, without user and password. Empty for none."""
        return self._transport.client.proxy()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> Any:
        raise TypeError(f"{type(self).__name__} can not be pickled: it holds a key and a running thread; make one anew")


class Spectora(SpectoraBase[SyncTransport]):
    """A client for Spectora's API with one company's key.

        with Spectora("the key") as client:
            for inspection in client.inspections.list(address="12 Oak St"):
                print(inspection.id, inspection.datetime)

    Threads may share it. Every call may raise what spectrakit.errors lists. Options, all by keyword:

    engine: a spectrakit.Engine that several clients share; without one the client has its own.
    base_url: another address than Spectora's own, such as a sandbox's.
    deadline_s: seconds that a call may take over all attempts and waits; None for no limit. Uploads have none.
    max_retries: how often a call may be tried again. Only what is safe to repeat is.
    max_retry_after_s: a longer wait that the service asks for ends the call at once.
    retry_refused_writes: send a write again that was answered 503 with a Retry-After.
    requests_per_minute: attempts of the key over any 60 seconds; what is above it waits.
    monthly_quota, stop_at_quota: the calls that the key may make a month, and whether nothing is sent beyond them.
    ledger_path: the file in which calls are counted for all processes that name it.
    connect_timeout_s, first_byte_timeout_s, idle_timeout_s: limits of one attempt.
    max_response_bytes, max_error_body_bytes, max_header_bytes, max_json_depth, max_redirects, max_queued_calls: bounds.
    ca_file, ca_pem: CA certificates to trust in place of the system's.
    client_certificate: a path, or a tuple of the paths of certificate and key and the password.
    proxy, no_proxy: in place of what the environment says.
    alternate_paths: names of operations that go to the other path under which they are known.
    log_level: lines of this level and above go to logging.getLogger("spectrakit"); else as that logger says.
    on_call: is called with a CallInfo after each call; after the call of a task that was cancelled as well.
    """

    __slots__ = RESOURCES

    def __init__(self, api_key: str, *, engine: Engine | None = None, **options: Unpack[ClientOptions]) -> None:
        client = make_native_client(engine, api_key, options)
        self._set_transport(SyncTransport(client, CallSettings(), options.get("on_call")))

    def _set_transport(self, transport: SyncTransport) -> None:
        self._transport = transport
        self.agents = Agents(transport)
        self.clients = Clients(transport)
        self.inspections = Inspections(transport)
        self.attachments = Attachments(transport)
        self.agent_stats = AgentStats(transport)

    def request(
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
        """Sends what the document does not know, with all policies.

        path: starts with a slash and has no query.
        json: a value to send as JSON; body: bytes to send as they are, as `content_type`.
        """
        if unknown:
            raise unknown_keyword(self.request, unknown)
        request = raw_request(method, path, query, json, body, content_type, headers)
        return Response(self._transport.send(request))

    def close(self, timeout_s: float | None = None) -> None:
        """Ends calls under way with ClosedError and waits for that, at most `timeout_s`. May be called again."""
        self._transport.client.close(timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def raw_request(
    method: str,
    path: str,
    query: Mapping[str, QueryValue] | None,
    json: Any,
    body: bytes | None,
    content_type: str,
    headers: Mapping[str, str] | None,
) -> Request:
    """A request by path from a user's arguments."""
    request = Request.raw(method, path, query)
    for name, value in (headers or {}).items():
        check_text("the name of a header", name)
        request.native.set_header(name, value)
    if json is not None:
        if body is not None:
            raise TypeError("request() takes json or body, not both")
        from json import dumps

        request.native.set_body("application/json", dumps(json, allow_nan=False).encode())
    elif body is not None:
        if not isinstance(body, bytes):
            raise TypeError(f"body must be bytes, not {type(body).__name__}")
        check_text("content_type", content_type)
        request.native.set_body(content_type, body)
    return request
