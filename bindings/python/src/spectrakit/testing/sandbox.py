"""The sandbox as a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .. import AsyncSpectora, Spectora
from .._executable import executable_path
from .._native import Clock
from ..engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from .._options import ClientOptions

_PATIENCE_S = 20


class SandboxError(Exception):
    """The sandbox did not start, or refused what it was asked for."""


class Sandbox:
    """A running `spectrakit sandbox` on a free port of this machine; docs/sandbox.md tells what it does.

    arguments: further arguments of the command, such as "--seed", "empty" or "--data", "records.json".

    url, api_key: what a client is made with. clock_path: the file of its clock. companies: a dict for each company with
    id, name and api_key.
    """

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [executable_path(), "sandbox", "--port", "0", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._process_id = os.getpid()
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            _, errors = self._process.communicate(timeout=_PATIENCE_S)
            raise SandboxError(f"the sandbox did not start: {errors.decode(errors='replace').strip()}")
        ready = json.loads(line)
        self.url: str = ready["url"]
        self.api_key: str = ready["api_key"]
        self.clock_path: str = ready["clock"]
        self.companies: list[dict[str, Any]] = ready["companies"]
        self._connection: http.client.HTTPConnection | None = None

    def client(self, **options: Unpack[ClientOptions]) -> Spectora:
        """A client of the first company. Close it, or use it in a `with`."""
        options.setdefault("base_url", self.url)
        return Spectora(self.api_key, **options)

    def async_client(self, **options: Unpack[ClientOptions]) -> AsyncSpectora:
        """The same to be awaited."""
        options.setdefault("base_url", self.url)
        return AsyncSpectora(self.api_key, **options)

    def engine(self) -> Engine:
        """An engine on the sandbox's clock that jumps over its waits: a back-off of an hour takes milliseconds."""
        clock = Clock(self.clock_path)
        clock.set_auto_advance(True)
        return Engine(clock=clock)

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the steering API, such as admin("PUT", "/settings", {"monthly_quota": 10}); its answer's JSON.

        Raises SandboxError when it is refused. GET /_sandbox/openapi.json of a running sandbox describes all calls.
        """
        if self._connection is None:
            parts = urlsplit(self.url)
            self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_S)
        headers = {} if body is None else {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        self._connection.request(method, "/_sandbox" + path, text, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise SandboxError(f"{method} /_sandbox{path} was answered {answer.status}: {content.decode()}")
        return json.loads(content) if content else None

    def fault(
        self, action: Mapping[str, Any], *, method: str | None = None, path: str | None = None, times: int = 1
    ) -> int:
        """Makes the next matching requests go wrong, as in fault({"status": 503}, method="GET"); the rule's id.

        times: how often; 0 for always. docs/sandbox-faults.md lists the actions.
        """
        match = {name: value for name, value in (("method", method), ("path", path)) if value is not None}
        rule = self.admin("POST", "/faults", {"match": match, "times": times, "action": dict(action)})
        return int(rule["id"])

    def clear_faults(self) -> None:
        self.admin("DELETE", "/faults")

    def requests(self) -> list[dict[str, Any]]:
        """What was received, oldest first: method, path, headers with the key masked, body digest, status."""
        received: list[dict[str, Any]] = self.admin("GET", "/requests")["requests"]
        return received

    def clear_requests(self) -> None:
        self.admin("DELETE", "/requests")

    def advance(self, seconds: float) -> None:
        """Moves the clock forward."""
        self.admin("POST", "/clock/advance", {"by_ms": round(seconds * 1000)})

    def snapshot(self) -> int:
        """Keeps records, keys, events, settings and the time; the number to go back to them with restore()."""
        return int(self.admin("POST", "/snapshots")["id"])

    def restore(self, snapshot: int) -> None:
        self.admin("POST", f"/snapshots/{snapshot}/restore")

    def close(self) -> None:
        """Ends the process and waits for that. In a fork of the process that started it, it leaves it alone."""
        if os.getpid() != self._process_id:
            return
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._process.communicate(timeout=_PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Sandbox {self.url}>"
