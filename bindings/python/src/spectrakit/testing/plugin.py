"""The fixtures for pytest, known to it by an entry point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .. import Spectora
    from .sandbox import Sandbox

# The sandbox is imported when the first test asks for it: whoever has this package installed runs other tests, too.


@pytest.fixture(scope="session")
def spectora_sandbox_process() -> Iterator[Sandbox]:
    """One sandbox with the demo company for the whole run."""
    from .sandbox import Sandbox

    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def spectora_sandbox(spectora_sandbox_process: Sandbox) -> Iterator[Sandbox]:
    """The sandbox as it was when it started: whatever a test changes is undone behind it."""
    sandbox = spectora_sandbox_process
    before = sandbox.snapshot()
    sandbox.clear_requests()
    yield sandbox
    sandbox.clear_faults()
    sandbox.restore(before)
    sandbox.admin("DELETE", f"/snapshots/{before}")


@pytest.fixture
def spectora(spectora_sandbox: Sandbox) -> Iterator[Spectora]:
    """A client of the sandbox's first company."""
    with spectora_sandbox.client() as client:
        yield client
