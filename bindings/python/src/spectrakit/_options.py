"""The options of clients and of single calls."""

from __future__ import annotations

from . import _native
from ._request import check_text, unknown_name
from ._unset import UNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypedDict

    from ._call import CallInfo
    from ._unset import Unset

    Path = str | os.PathLike[str]

    class ClientOptions(TypedDict, total=False):
        """What a client may be given besides its key; docs/python/options.md explains each."""

        base_url: str
        deadline_s: float | None
        max_retries: int
        max_retry_after_s: float | None
        retry_refused_writes: bool
        requests_per_minute: int
        monthly_quota: int
        stop_at_quota: bool
        ledger_path: Path
        connect_timeout_s: float | None
        first_byte_timeout_s: float | None
        idle_timeout_s: float | None
        max_response_bytes: int
        max_error_body_bytes: int
        max_header_bytes: int
        max_json_depth: int
        max_redirects: int
        max_queued_calls: int
        ca_file: Path
        ca_pem: str
        client_certificate: Path | tuple[Path, ...]
        proxy: str
        no_proxy: str
        alternate_paths: Sequence[str]
        log_level: int
        on_call: Callable[[CallInfo], object]


# What Python itself does something with; all others are the native part's.
OWN_OPTIONS = ("log_level", "on_call")


def check_names(options: Mapping[str, Any]) -> None:
    """Raises TypeError for an option that there is not, and names the nearest one."""
    known = [*_native.client_option_names(), *OWN_OPTIONS]
    for name in options:
        if name not in known:
            raise unknown_name("a client", name, known)


class CallSettings:
    """What holds for the calls of one client object."""

    __slots__ = ("deadline_s", "max_retries", "feature", "headers", "native")

    def __init__(
        self,
        deadline_s: float | None | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        feature: str | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.deadline_s = deadline_s
        self.max_retries = max_retries
        self.feature = feature
        for name in headers or {}:
            check_text("the name of a header", name)
        self.headers = dict(headers or {})
        # None is a deadline of its own, so the native part knows what is not set by the ellipsis.
        settings = [... if value is UNSET else value for value in (deadline_s, max_retries, feature)]
        self.native = _native.CallOptions(*settings)

    def changed(
        self,
        deadline_s: float | None | Unset,
        max_retries: int | Unset,
        feature: str | Unset,
        headers: Mapping[str, str] | None,
    ) -> CallSettings:
        """These settings with what is given in their place; headers are added."""
        return CallSettings(
            self.deadline_s if deadline_s is UNSET else deadline_s,
            self.max_retries if max_retries is UNSET else max_retries,
            self.feature if feature is UNSET else feature,
            {**self.headers, **(headers or {})},
        )
