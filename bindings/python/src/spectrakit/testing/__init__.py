"""A sandbox to test against: the shipped stand-in for Spectora, started and steered from Python.

    def test_my_integration(spectora_sandbox):
        run_my_integration(spectora_sandbox.url, spectora_sandbox.api_key)
        assert spectora_sandbox.requests()[-1]["status"] == 201

The fixtures spectora_sandbox and spectora come with this package for pytest. Elsewhere, make a Sandbox yourself.
"""

from __future__ import annotations

from .._native import Clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .sandbox import Sandbox, SandboxError

__all__ = ["Clock", "Sandbox", "SandboxError"]


def __getattr__(name: str) -> object:
    # pytest imports this package in every run, for the fixtures beside it, and few runs ask for a sandbox.
    if name in ("Sandbox", "SandboxError"):
        from . import sandbox

        return getattr(sandbox, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
