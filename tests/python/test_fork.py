"""A fork of a process with a client: a clear error in the child, and the parent goes on unharmed."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

import spectrakit
from spectrakit.testing import Sandbox

# A test forks a process with threads on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

_SUCCESS = 0
_FORKED = 7
_OTHER = 9


def status_of_child(work: Callable[[], object]) -> int:
    """What a fork ends with that does `work`."""
    child = os.fork()
    if child == 0:
        status = _OTHER
        try:
            work()
            status = _SUCCESS
        except spectrakit.ForkedError:
            status = _FORKED
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(
    "use",
    [
        lambda client: client.inspections.get("10000001"),
        lambda client: client.inspections.list().first(),
        lambda client: client.attachments.upload("10000001", b"x", file_name="a.pdf"),
        lambda client: client.attachments.upload("10000001", b"x", file_name="a.pdf", on_progress=lambda *_: None),
        lambda client: client.usage,
        lambda client: client.set_key("another"),
        lambda client: client.close(),
    ],
)
def test_every_use_in_the_child_is_a_forked_error(
    spectora: spectrakit.Spectora, use: Callable[[spectrakit.Spectora], object]
) -> None:
    spectora.inspections.get("10000001")
    assert status_of_child(lambda: use(spectora)) == _FORKED
    assert spectora.inspections.get("10000001").id == "10000001"


def test_a_shared_engine_is_of_no_use_in_the_child(spectora_sandbox: Sandbox) -> None:
    with spectrakit.Engine() as engine:
        assert status_of_child(lambda: spectrakit.Spectora("a-key", engine=engine)) == _FORKED


def test_a_client_made_in_the_child_works(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora.inspections.get("10000001")
    assert status_of_child(lambda: spectora_sandbox.client().inspections.get("10000001")) == _SUCCESS


def test_a_pager_goes_on_in_the_parent_alone(spectora: spectrakit.Spectora) -> None:
    walk = iter(spectora.inspections.list(page_size=2, prefetch=2))
    first = next(walk)
    assert status_of_child(lambda: list(walk)) == _FORKED
    assert first.id != next(walk).id != next(walk).id


def test_a_record_can_be_read_in_the_child(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    assert status_of_child(inspection.to_dict) == _SUCCESS


def test_forking_while_calls_are_under_way_harms_none(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, times=0)
    ids: list[str] = []
    threads = [threading.Thread(target=lambda: ids.append(spectora.inspections.get("10000001").id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        assert status_of_child(lambda: spectora.inspections.get("10000001")) == _FORKED
    spectora_sandbox.clear_faults()
    for thread in threads:
        thread.join()
    assert ids == ["10000001"] * 4


def test_a_child_that_ends_as_programs_do_is_quiet(run_script: Callable[..., object]) -> None:
    run_script(
        """
        import os, spectrakit
        client = spectrakit.Spectora.from_env()
        client.inspections.get("10000001")
        child = os.fork()
        if child: assert os.waitpid(child, 0)[1] == 0
        """,
        "-W",
        "ignore",
    )


def get_inspection(url: str, key: str, ids: multiprocessing.Queue[str]) -> None:
    with spectrakit.Spectora(key, base_url=url) as client:
        ids.put(client.inspections.get("10000001").id)


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_a_process_of_multiprocessing_has_its_own_client(
    spectora: spectrakit.Spectora, spectora_sandbox: Sandbox, method: str
) -> None:
    spectora.inspections.get("10000001")
    context: Any = multiprocessing.get_context(method)
    ids = context.Queue()
    process = context.Process(target=get_inspection, args=(spectora_sandbox.url, spectora_sandbox.api_key, ids))
    process.start()
    assert ids.get(timeout=20) == "10000001"
    process.join()
    assert process.exitcode == 0


def test_a_client_can_not_be_sent_to_another_process(spectora: spectrakit.Spectora) -> None:
    with pytest.raises(TypeError, match="make one anew"):
        multiprocessing.get_context("spawn").Process(target=print, args=(spectora,)).start()
