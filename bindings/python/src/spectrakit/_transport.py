"""The way of calls into the native client, for the sync and the async client."""

from __future__ import annotations

import sys
from _thread import _local as ThreadLocal

from . import _log, _native
from ._call import CallInfo
from ._exit import close_at_exit
from ._options import OWN_OPTIONS, CallSettings, check_names
from ._request import check_text
from .errors import InvalidArgumentError, MalformedResponseError, SpectraKitError
from .generated.spectora_operations import OPERATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from ._native import Document
    from ._request import Request
    from .engine import Engine


def make_native_client(engine: Engine | None, api_key: str, options: Mapping[str, Any]) -> _native.Client:
    """A native client from the options that a user gave. Raises for what is no option."""
    check_names(options)
    check_text("api_key", api_key)
    level, on_call = options.get("log_level"), options.get("on_call")
    if level is not None and (not isinstance(level, int) or isinstance(level, bool)):
        raise TypeError(f"log_level must be an int, not {type(level).__name__}")
    if level is not None and not 0 <= level <= _log.HIGHEST_LEVEL:
        raise InvalidArgumentError(f"log_level must be from 0 to {_log.HIGHEST_LEVEL}, as logging's levels are")
    if on_call is not None and not callable(on_call):
        raise TypeError(f"on_call must be callable, not {type(on_call).__name__}")
    native_engine = getattr(engine, "native", None)
    if engine is not None and not isinstance(native_engine, _native.Engine):
        raise TypeError(f"engine must be a spectrakit.Engine, not {type(engine).__name__}")
    native_options = {name: value for name, value in options.items() if name not in OWN_OPTIONS}
    native_options["api_key"] = api_key
    if isinstance(native_options.get("alternate_paths"), str):
        raise TypeError("alternate_paths must be a list of operations' names, not a str")
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
    for number, known, _, _ in OPERATIONS:
        if known == name:
            return number
    raise InvalidArgumentError(f"alternate_paths: there is no operation {name!r}")


class Transport:
    """A native client with the settings of one client object."""

    __slots__ = ("client", "settings", "on_call", "last_calls")

    def __init__(
        self,
        client: _native.Client,
        settings: CallSettings,
        on_call: Callable[[CallInfo], object] | None,
        last_calls: Any,
    ) -> None:
        self.client = client
        self.settings = settings
        self.on_call = on_call
        self.last_calls = last_calls

    def with_settings(self, settings: CallSettings) -> Self:
        return type(self)(self.client, settings, self.on_call, self.last_calls)

    def prepare(self, request: Request, on_progress: object = None) -> _native.Request:
        if on_progress is not None and not callable(on_progress):
            raise TypeError(f"on_progress must be callable, not {type(on_progress).__name__}")
        for name, value in self.settings.headers.items():
            request.native.set_header(name, value)
        return request.native

    def succeeded(self, request: Request, document: Document) -> None:
        self._ended(CallInfo(request.operation, request.method, request.url_template, document, None))

    def failed(self, request: Request, error: SpectraKitError) -> None:
        self._ended(CallInfo(request.operation, request.method, request.url_template, None, error))

    def last_call(self) -> CallInfo | None:
        """The last call of this thread or task."""
        raise NotImplementedError

    def remember(self, info: CallInfo) -> None:
        """Makes it the last call of this thread or task."""
        raise NotImplementedError

    def _ended(self, info: CallInfo) -> None:
        self.remember(info)
        if self.on_call is None:
            return
        try:
            self.on_call(info)
        except Exception as error:
            # No reason to lose the answer to a write.
            sys.unraisablehook(_Unraisable(error, self.on_call))


class _Unraisable:
    """What sys.unraisablehook is told of an on_call that raised."""

    err_msg: str | None = "Exception ignored in on_call"

    def __init__(self, error: Exception, on_call: object) -> None:
        self.exc_type: type[BaseException] = type(error)
        self.exc_value: BaseException | None = error
        self.exc_traceback: TracebackType | None = error.__traceback__
        self.object = on_call


# What an error tells of an answer.
_FACTS = ("http_status", "request_id", "attempts", "body", "explanation", "support_bundle")


def record_of(request: Request, document: Document) -> Any:
    """The record of an answer that should hold one."""
    record = document.record()
    if record is None:
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

    def __init__(
        self,
        client: _native.Client,
        settings: CallSettings,
        on_call: Callable[[CallInfo], object] | None,
        last_calls: ThreadLocal | None = None,
    ) -> None:
        super().__init__(client, settings, on_call, ThreadLocal() if last_calls is None else last_calls)

    def last_call(self) -> CallInfo | None:
        return getattr(self.last_calls, "info", None)

    def remember(self, info: CallInfo) -> None:
        self.last_calls.info = info

    def send(self, request: Request, on_progress: Callable[[int, int], object] | None = None) -> Document:
        native = self.prepare(request, on_progress)
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
        if isinstance(error, SpectraKitError):
            self.failed(request, error)
            return
        document = error.__dict__.pop("_spectrakit_document", None)
        if document is not None:
            self.succeeded(request, document)
        elif isinstance(outcome := error.__cause__, SpectraKitError):
            if not outcome.ambiguous:
                # That it was cancelled goes without saying.
                error.__cause__ = None
            self.failed(request, outcome)
