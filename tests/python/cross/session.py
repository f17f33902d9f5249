"""What the steps of one case share."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spectrakit import CallInfo, Engine
from spectrakit.testing import Clock, Sandbox

from .drivers import PATIENCE_S
from .log_lines import LogLines
from .translation import client_options

_START_UNIX_MS = 1_800_000_000_000
_SEED = 1


class Session:
    """A clock that jumps over every wait, an engine on it, and a client, which is made when the first step needs it."""

    def __init__(
        self, client_class: Any, options: Mapping[str, Any], sandbox: Sandbox, folder: Path, log: LogLines
    ) -> None:
        self._client_class = client_class
        self._options = {"api_key": sandbox.api_key, "base_url": sandbox.url, **options}
        self.sandbox = sandbox
        self.folder = folder
        self.log = log
        self.clock = Clock(_START_UNIX_MS)
        self.clock.set_auto_advance(True)
        self._engine = Engine(clock=self.clock, random_seed=_SEED)
        self._client: Any = None
        # What the client told of its calls.
        self.calls: list[CallInfo] = []

    @property
    def client(self) -> Any:
        if self._client is None:
            options = client_options(self._options, self.folder)
            self._client = self._client_class(
                engine=self._engine, log_level=logging.DEBUG, on_call=self.calls.append, **options
            )
        return self._client

    def renew_client(self, changed: Mapping[str, Any]) -> None:
        """The next step that needs a client gets a new one, with these options in place of the ones before."""
        self._options |= changed
        self._client = None

    def take_client(self) -> Any:
        """The client, if there is one, which the session then has no more."""
        client, self._client = self._client, None
        return client

    def elapsed_ms(self) -> int:
        return self.clock.unix_ms() - _START_UNIX_MS

    def close(self) -> None:
        self._engine.close(PATIENCE_S)
