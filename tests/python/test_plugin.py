"""spectrakit.testing as an integrator uses it: in a test suite of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import spectrakit
from spectrakit.testing import Clock, Sandbox, SandboxError

_PATIENCE_S = 60


def run_tests(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a process of its own, on the tests of a program that knows nothing of ours."""
    (folder / "test_theirs.py").write_text(textwrap.dedent(tests))
    plugins = [] if has_entry_point() else ["-p", "spectrakit.testing.plugin"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugins, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE_S)


def has_entry_point() -> bool:
    """Whether the package was installed, as opposed to being found in its folder."""
    from importlib.metadata import entry_points

    return any(point.value == "spectrakit.testing.plugin" for point in entry_points(group="pytest11"))


def test_an_integrators_test_is_three_lines(tmp_path: Path) -> None:
    done = run_tests(
        tmp_path,
        """
        def test_my_integration(spectora, spectora_sandbox):
            spectora.clients.create(first_name="Zoe")
            assert spectora_sandbox.requests()[-1]["status"] == 201
        """,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "1 passed" in done.stdout


def test_what_a_test_changes_is_undone_behind_it(tmp_path: Path) -> None:
    done = run_tests(
        tmp_path,
        """
        import pytest, spectrakit

        @pytest.mark.parametrize("turn", [1, 2, 3])
        def test_each_finds_the_same(spectora, spectora_sandbox, turn):
            assert spectora_sandbox.requests() == []
            assert spectora.clients.list(fulltext="Unheardof").to_list() == []
            spectora.clients.create(first_name="Unheardof")
            assert len(spectora.clients.list(fulltext="Unheardof").to_list()) == 1
            spectora_sandbox.fault({"status": 500}, times=0)
            with pytest.raises(spectrakit.ServerError):
                spectora.with_options(max_retries=0).clients.list().first()
        """,
    )
    assert "3 passed" in done.stdout, done.stdout


def test_a_run_that_asks_for_no_sandbox_starts_none(tmp_path: Path) -> None:
    done = run_tests(
        tmp_path,
        """
        import sys

        def test_nothing_of_ours_is_loaded():
            assert "spectrakit.testing.sandbox" not in sys.modules
        """,
    )
    assert "1 passed" in done.stdout, done.stdout


def test_a_sandbox_is_ready_soon() -> None:
    times_s = []
    for _ in range(3):
        began = time.monotonic()
        with Sandbox("--seed", "empty"):
            times_s.append(time.monotonic() - began)
    assert min(times_s) < 0.15


def test_a_sandbox_ends_with_its_block() -> None:
    with Sandbox("--seed", "empty") as sandbox:
        with sandbox.client(max_retries=0) as client:
            assert client.inspections.list().to_list() == []
    with spectrakit.Spectora(sandbox.api_key, base_url=sandbox.url, max_retries=0) as client:
        with pytest.raises(ConnectionError):
            client.inspections.list().first()
    sandbox.close()


def test_a_sandbox_that_can_not_start_says_why() -> None:
    with pytest.raises(SandboxError, match="no-such-option"):
        Sandbox("--no-such-option")


def test_a_steering_call_that_is_refused_says_why(spectora_sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="422"):
        spectora_sandbox.fault({"no_such_action": 1})
    assert spectora_sandbox.admin("GET", "/faults")


def test_the_sandboxes_clock_can_be_moved(spectora_sandbox: Sandbox) -> None:
    before = spectora_sandbox.admin("GET", "/clock")
    spectora_sandbox.advance(3600)
    after = spectora_sandbox.admin("GET", "/clock")
    moved_ms = next(after[name] - before[name] for name in before if isinstance(before[name], int) and before[name] > 1)
    assert 3_600_000 <= moved_ms < 3_660_000


def test_a_back_off_of_minutes_takes_no_time_on_the_sandboxes_clock(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 503, "headers": {"Retry-After": "50"}}, times=2)
    began = time.monotonic()
    with spectora_sandbox.engine() as engine:
        client = spectrakit.Spectora(
            spectora_sandbox.api_key, base_url=spectora_sandbox.url, engine=engine, deadline_s=None
        )
        with client:
            assert client.inspections.get("10000001").id == "10000001"
            assert client.last_call is not None
            assert client.last_call.attempts[1].waited_s >= 50
    assert time.monotonic() - began < 5


def test_a_clock_of_ones_own_moves_by_hand() -> None:
    clock = Clock(1_700_000_000_000)
    clock.advance(1500)
    assert clock.unix_ms() == 1_700_000_001_500
    clock.set_unix_ms(1_800_000_000_000)
    assert clock.unix_ms() == 1_800_000_000_000
    assert clock.monotonic_ms() >= 1500


def test_a_fork_leaves_the_sandbox_alone() -> None:
    program = """
        import os, sys
        from spectrakit.testing import Sandbox
        with Sandbox("--seed", "empty") as sandbox:
            child = os.fork()
            if child == 0: sys.exit(0)
            assert os.waitpid(child, 0)[1] == 0
            assert sandbox.requests() == []
    """
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert (done.returncode, done.stderr) == (0, "")
