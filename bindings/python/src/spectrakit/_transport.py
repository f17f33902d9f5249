"""The way of calls into the native client, for the sync and the async client."""

from __future__ import annotations

from contextvars import ContextVar

from . import _log, _native
from ._call import CallInfo
from ._exit import close_at_exit
from ._options import CallSettings, check_names
from ._request import check_text
from .generated.spectora_operations import OPERATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from typing_extensions import Self

    from ._native import Document
    from ._request import Request
    from .engine import Engine
    from .errors import SpectraKitError

# The last call of this thread or task, with the native client that made it.
_last_call: ContextVar[tuple[_native.Client, CallInfo] | None] = ContextVar("spectrakit_last_call", default=None)


def make_native_client(engine: Engine | None, api_key: str, options: Mapping[str, Any]) -> _native.Client:
    """A native client from the options that a user gave. Raises for what is no option."""
    check_names(options)
    check_text("api_key", api_key)
    level, on_call = options.get("log_level"), options.get("on_call")
    if level is not None and (not isinstance(level, int) or isinstance(level, bool)):
        raise TypeError(f"log_level must be an int, not {type(level).__name__}")
    if on_call is not None and not callable(on_call):
        raise TypeError(f"on_call must be callable, not {type(on_call).__name__}")
    native_engine = getattr(engine, "native", None)
    if engine is not None and not isinstance(native_engine, _native.Engine):
        raise TypeError(f"engine must be a spectrakit.Engine, not {type(engine).__name__}")
    native_options = {name: value for name, value in options.items() if name not in ("log_level", "on_call")}
    native_options["api_key"] = api_key
    if "alternate_paths" in native_options:
        native_options["alternate_paths"] = [_operation_number(name) for name in native_options["alternate_paths"]]
    client = _native.Client(
        _native.SPECTORA,
        native_engine,
        native_options,
        _log.wanted_level() if level is None else level,
        _log.write,
    )
    close_at_exit(client)
    return client


def _operation_number(name: str) -> int:
    from .errors import InvalidArgumentError

    for number, known, _, _ in OPERATIONS:
        if known == name:
            return number
    raise InvalidArgumentError(f"alternate_paths: there is no operation {name!r}")


class Transport:
    """A native client with the settings of one client object."""

    __slots__ = ("client", "settings", "on_call")

    def __init__(
        self, client: _native.Client, settings: CallSettings, on_call: Callable[[CallInfo], object] | None
    ) -> None:
        self.client = client
        self.settings = settings
        self.on_call = on_call

    def with_settings(self, settings: CallSettings) -> Self:
        return type(self)(self.client, settings, self.on_call)

    def prepare(self, request: Request) -> _native.Request:
        for name, value in self.settings.headers.items():
            request.native.set_header(name, value)
        return request.native

    def succeeded(self, request: Request, document: Document) -> None:
        self._ended(CallInfo(request.operation, request.method, request.url_template, document, None))

    def failed(self, request: Request, error: SpectraKitError) -> None:
        self._ended(CallInfo(request.operation, request.method, request.url_template, None, error))

    def last_call(self) -> CallInfo | None:
        known = _last_call.get()
        return known[1] if known is not None and known[0] is self.client else None

    def _ended(self, info: CallInfo) -> None:
        _last_call.set((self.client, info))
        if self.on_call is not None:
            self.on_call(info)


# What an error tells of an answer.
_FACTS = ("http_status", "request_id", "attempts", "body", "explanation", "support_bundle")


def record_of(request: Request, document: Document) -> Any:
    """The record of an answer that should hold one."""
    record = document.record()
    if record is None:
        from .errors import MalformedResponseError

        done = "" if request.method in ("GET", "HEAD") else " The write has happened; do not send it again."
        message = f"{request.operation} was answered {document.http_status}, but the answer holds no record.{done}"
        facts = {name: getattr(document, name) for name in _FACTS}
        raise MalformedResponseError(
            message, {"status": "SPK_MALFORMED_RESPONSE", "operation": request.operation, **facts}
        )
    return record


class SyncTransport(Transport):
    """Waits for each call."""

    __slots__ = ()

    def send(self, request: Request, on_progress: Callable[[int, int], object] | None = None) -> Document:
        native = self.prepare(request)
        try:
            if on_progress is None:
                document = self.client.send(native, self.settings.native)
            else:
                document = self.client.send_with_progress(native, self.settings.native, on_progress)
        except BaseException as error:
            self.tell_failure(request, error)
            raise
        self.succeeded(request, document)
        return document

    def record(self, request: Request, file: tuple[str, Any, str | None] | None = None, on_progress: Any = None) -> Any:
        """The record of the answer; `file` is attribute, file and name of a file to send along."""
        if file is None:
            return record_of(request, self.send(request, on_progress))
        from ._file import Upload

        attribute, content, file_name = file
        with Upload(content, file_name, attribute) as upload:
            upload.attach(request.native, attribute)
            return record_of(request, self.send(request, on_progress))

    def next_page(self, request: Request, pager: _native.Pager) -> Document | None:
        try:
            document = pager.next()
        except BaseException as error:
            self.tell_failure(request, error)
            raise
        if document is not None:
            self.succeeded(request, document)
        return document

    def tell_failure(self, request: Request, error: BaseException) -> None:
        """Tells on_call how the call ended, also when it was Ctrl-C or a callback that ended it."""
        from .errors import SpectraKitError

        if isinstance(error, SpectraKitError):
            self.failed(request, error)
            return
        outcome = error.__cause__
        if isinstance(outcome, SpectraKitError):
            if not outcome.ambiguous:
                # That it was cancelled goes without saying.
                error.__cause__ = None
            self.failed(request, outcome)
