"""A client for Spectora's API (home inspection).

    import spectrakit

    with spectrakit.Spectora("the API key") as client:
        for inspection in client.inspections.list(address="12 Oak St"):
            print(inspection.id, inspection.full_address)

Spectora waits for each call; AsyncSpectora has the same names to be awaited. help(spectrakit.Spectora) lists the
options, spectrakit.errors what can go wrong, spectrakit.models what comes back, spectrakit.testing a sandbox to test
against.

SpectraKit is an independent project, not affiliated with or endorsed by Spectora.
"""

from __future__ import annotations

from . import _native, errors
from ._attempt import Attempt
from ._call import CallInfo
from ._client import Spectora
from ._companies import Companies
from ._unset import UNSET, Unset
from .engine import Engine
from .errors import (
    AmbiguousWriteError,
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    CancelledError,
    ClosedError,
    FileError,
    ForkedError,
    InternalError,
    InvalidArgumentError,
    InvalidStateError,
    MalformedResponseError,
    NotFoundError,
    OutOfMemoryError,
    PermissionDeniedError,
    Problem,
    RateLimitedError,
    RedirectRefusedError,
    ResponseTooLargeError,
    ServerError,
    SpectraKitError,
    TLSError,
    TooManyCallsError,
    TooManyPagesError,
    ValidationError,
    ValueUndecodableError,
    WrongThreadError,
)
from .page import Page, Response
from .pager import Pager
from .usage import Usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._async_client import AsyncSpectora
    from .async_pager import AsyncPager

__version__: str = _native.version
_native.set_exception_factory(errors.from_facts)

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AmbiguousWriteError",
    "AsyncPager",
    "AsyncSpectora",
    "Attempt",
    "AuthenticationError",
    "CallInfo",
    "CancelledError",
    "ClosedError",
    "Companies",
    "Engine",
    "FileError",
    "ForkedError",
    "InternalError",
    "InvalidArgumentError",
    "InvalidStateError",
    "MalformedResponseError",
    "NotFoundError",
    "OutOfMemoryError",
    "Page",
    "Pager",
    "PermissionDeniedError",
    "Problem",
    "RateLimitedError",
    "RedirectRefusedError",
    "Response",
    "ResponseTooLargeError",
    "ServerError",
    "Spectora",
    "SpectraKitError",
    "TLSError",
    "TooManyCallsError",
    "TooManyPagesError",
    "Unset",
    "Usage",
    "ValidationError",
    "ValueUndecodableError",
    "WrongThreadError",
]


if not TYPE_CHECKING:
    # Else every name would be one to type checkers.
    def __getattr__(name: str) -> object:
        # asyncio takes longer to import than all the rest, so whoever does not use it does not pay for it.
        if name == "AsyncSpectora":
            from ._async_client import AsyncSpectora

            return AsyncSpectora
        if name == "AsyncPager":
            from .async_pager import AsyncPager

            return AsyncPager
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), "AsyncPager", "AsyncSpectora"])
