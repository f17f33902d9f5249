"""One client in many threads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import spectrakit
from spectrakit.models import Inspection
from spectrakit.testing import Sandbox

THREADS = 16


@pytest.fixture(autouse=True)
def threads_take_turns_quickly() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def in_threads(work: Callable[[int], None]) -> None:
    """Does `work` in each thread, and raises what any of them raised."""
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, number) for number in range(THREADS)]:
            done.result()


def test_calls_of_many_threads_get_their_own_answers(spectora: spectrakit.Spectora) -> None:
    def read(number: int) -> None:
        for offset in range(10):
            wanted = str(10000001 + number * 10 + offset)
            assert spectora.inspections.get(wanted).id == wanted
            assert spectora.last_call is not None

    in_threads(read)


def test_many_threads_read_the_same_records(spectora: spectrakit.Spectora) -> None:
    records = spectora.inspections.list(page_size=50, include="buying_agent").to_list(limit=50)
    expected = [record.to_dict() for record in records]

    def read(number: int) -> None:
        for _ in range(5):
            assert [record.to_dict() for record in records] == expected
            for record, other in zip(records, expected, strict=True):
                assert record.full_address == other["attributes"]["full_address"]
                assert record.buying_agent is None or record.buying_agent.email is not None
                assert hash(record) == hash(record.id)

    in_threads(read)


def test_many_threads_walk_lists_and_drop_them_half_way(spectora: spectrakit.Spectora) -> None:
    def walk(number: int) -> None:
        for _ in range(5):
            records: Iterator[Inspection] = iter(spectora.inspections.list(page_size=2, prefetch=2))
            assert [next(records).id for _ in range(3)] == ["10000001", "10000002", "10000003"]
            del records

    in_threads(walk)


def test_many_threads_make_use_and_drop_clients(spectora_sandbox: Sandbox) -> None:
    def use(number: int) -> None:
        for _ in range(3):
            client = spectora_sandbox.client()
            assert client.inspections.get("10000001").id == "10000001"
            if number % 2:
                client.close()
            cycle: list[object] = [client]
            cycle.append(cycle)
            del client, cycle
            gc.collect(0)

    in_threads(use)


def test_threads_that_race_to_close_a_client_end_well(spectora_sandbox: Sandbox) -> None:
    for _ in range(5):
        client = spectora_sandbox.client()
        start = threading.Barrier(THREADS)

        def race(number: int, client: spectrakit.Spectora = client, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                if number % 4 == 0:
                    client.close()
                else:
                    client.inspections.get("10000001")
            except spectrakit.ClosedError:
                pass

        in_threads(race)


def test_a_pager_in_the_hands_of_two_threads_says_so_or_works(spectora: spectrakit.Spectora) -> None:
    walk = iter(spectora.inspections.list(page_size=1))
    seen: list[str] = []

    def read(number: int) -> None:
        for _ in range(3):
            try:
                seen.append(next(walk).id)
            except ValueError as error:
                assert "already executing" in str(error)

    in_threads(read)
    assert len(seen) == len(set(seen)) > 0
