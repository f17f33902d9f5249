"""Lists, in both clients: every test runs with the sync and with the async one."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

import spectrakit
from spectrakit.testing import Sandbox


class SyncLists:
    """What the tests do with a pager."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = sandbox.client(max_retries=0)

    def close(self) -> None:
        self.client.close()

    def records(self, pager: Any, count: int | None = None) -> list[str]:
        walk = iter(pager)
        return [record.id for record in walk] if count is None else [next(walk).id for _ in range(count)]

    def pages(self, pager: Any, count: int | None = None) -> list[int]:
        walk = pager.pages()
        return [len(page) for page in walk] if count is None else [len(next(walk)) for _ in range(count)]

    def first(self, pager: Any) -> Any:
        return pager.first()

    def to_list(self, pager: Any, **options: Any) -> list[Any]:
        return list(pager.to_list(**options))


class AsyncLists:
    """The same with the async client."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = sandbox.async_client(max_retries=0)
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        self._run(self.client.aclose())
        self._run(self._loop.shutdown_default_executor())
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)

    def records(self, pager: Any, count: int | None = None) -> Any:
        return self._run(self._walk(pager.__aiter__(), lambda record: record.id, count))

    def pages(self, pager: Any, count: int | None = None) -> Any:
        return self._run(self._walk(pager.pages(), len, count))

    async def _walk(self, walk: Any, of: Callable[[Any], Any], count: int | None) -> list[Any]:
        if count is None:
            return [of(each) async for each in walk]
        taken = [of(await walk.__anext__()) for _ in range(count)]
        await walk.aclose()
        return taken

    def first(self, pager: Any) -> Any:
        return self._run(pager.first())

    def to_list(self, pager: Any, **options: Any) -> Any:
        return self._run(pager.to_list(**options))


@pytest.fixture(params=[SyncLists, AsyncLists])
def lists(request: pytest.FixtureRequest, spectora_sandbox: Sandbox) -> Iterator[Any]:
    made = request.param(spectora_sandbox)
    yield made
    made.close()


@pytest.fixture
def fetched(spectora_sandbox: Sandbox) -> Callable[[], int]:
    """How many requests there were so far."""
    return lambda: len(spectora_sandbox.requests())


def ids(first: int, last: int) -> list[str]:
    return [str(10_000_000 + number) for number in range(first, last + 1)]


def test_nothing_is_fetched_before_it_is_walked(lists: Any, fetched: Callable[[], int]) -> None:
    pager = lists.client.inspections.list(page_size=2)
    assert fetched() == 0
    lists.records(pager, 1)
    assert fetched() == 1


def test_a_page_is_fetched_when_the_one_before_it_was_walked(lists: Any, fetched: Callable[[], int]) -> None:
    pager = lists.client.inspections.list(page_size=2)
    assert lists.records(pager, 3) == ids(1, 3)
    assert fetched() == 2


def test_each_walk_starts_anew(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=2)
    assert lists.records(pager, 3) == lists.records(pager, 3) == ids(1, 3)


def test_all_records_come_once_and_in_order(lists: Any) -> None:
    assert lists.records(lists.client.inspections.list(page_size=200)) == ids(1, 2000)


def test_pages_hold_what_was_asked_for(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=200, page_number=9)
    assert lists.pages(pager) == [200, 200]


def test_the_first_record_takes_one_page(lists: Any, fetched: Callable[[], int]) -> None:
    assert lists.first(lists.client.inspections.list(page_size=2)).id == "10000001"
    assert fetched() == 1


def test_the_first_of_nothing_is_none(lists: Any) -> None:
    nothing = lists.client.inspections.list(address="no such street anywhere")
    assert lists.first(nothing) is None
    assert lists.records(nothing) == lists.to_list(nothing) == []
    assert lists.pages(nothing) == [0]


@pytest.mark.parametrize(("limit", "requests"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_a_limit_fetches_no_page_too_many(lists: Any, fetched: Callable[[], int], limit: int, requests: int) -> None:
    records = lists.to_list(lists.client.inspections.list(page_size=2), limit=limit)
    assert [record.id for record in records] == ids(1, limit)
    assert fetched() == requests


def test_a_limit_above_all_that_there_is_gives_all(lists: Any) -> None:
    assert len(lists.to_list(lists.client.inspections.list(page_size=200, page_number=10), limit=500)) == 200


@pytest.mark.parametrize("limit", [-1, 1.5, "3", True])
def test_a_limit_that_is_no_count_is_a_type_error(lists: Any, fetched: Callable[[], int], limit: Any) -> None:
    with pytest.raises(TypeError, match="limit must be a whole number"):
        lists.to_list(lists.client.inspections.list(), limit=limit)
    assert fetched() == 0


def test_the_cursor_moves_behind_a_page_when_its_records_were_walked(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=2)
    assert pager.cursor == ""
    lists.records(pager, 2)
    assert pager.cursor == ""
    lists.records(pager, 3)
    assert lists.records(pager.resume(pager.cursor), 2) == ids(3, 4)


def test_the_cursor_of_pages_is_behind_the_page_that_was_given(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=2)
    lists.pages(pager, 2)
    assert lists.records(pager.resume(pager.cursor), 2) == ids(5, 6)


@pytest.mark.parametrize(("limit", "next_number"), [(1, 1), (2, 3), (3, 3), (4, 5)])
def test_resuming_behind_a_limited_list_loses_nothing(lists: Any, limit: int, next_number: int) -> None:
    pager = lists.client.inspections.list(page_size=2)
    lists.to_list(pager, limit=limit)
    resumed = pager.resume(pager.cursor)
    assert lists.records(resumed, 2) == ids(next_number, next_number + 1)


def test_behind_the_last_page_there_is_no_cursor_and_nothing_to_resume(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=200, page_number=10)
    lists.records(pager)
    assert pager.cursor is None
    with pytest.raises(spectrakit.InvalidArgumentError, match="walked to its end"):
        pager.resume(pager.cursor)


def test_a_cursor_holds_no_key_and_no_filter(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=1, fulltext="Oak")
    lists.pages(pager, 1)
    assert pager.cursor
    assert "sandbox-key" not in pager.cursor
    assert "Oak" not in pager.cursor


@pytest.mark.parametrize("cursor", ["nonsense", "\0", "é" * 5000])
def test_a_cursor_of_somebody_else_is_refused(lists: Any, cursor: str) -> None:
    with pytest.raises(spectrakit.InvalidArgumentError):
        lists.first(lists.client.inspections.list().resume(cursor))


@pytest.mark.parametrize("cursor", [5, b"x"])
def test_a_cursor_that_is_no_text_is_a_type_error(lists: Any, cursor: Any) -> None:
    with pytest.raises(TypeError, match="cursor must be a str"):
        lists.client.inspections.list().resume(cursor)


def test_prefetching_gives_the_same_records(lists: Any) -> None:
    pager = lists.client.inspections.list(page_size=20, page_number=90, prefetch=4)
    assert lists.records(pager) == ids(1781, 2000)


def test_what_came_before_an_error_stays_and_the_list_can_be_resumed(lists: Any, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.admin("POST", "/faults", {"match": {"nth": 2}, "times": 1, "action": {"status": 500}})
    pager = lists.client.inspections.list(page_size=2)
    with pytest.raises(spectrakit.ServerError):
        lists.records(pager)
    assert lists.records(pager.resume(pager.cursor), 2) == ids(3, 4)


def test_one_page_too_many_is_an_error(lists: Any) -> None:
    assert len(lists.records(lists.client.inspections.list(page_size=2, max_pages=2), 4)) == 4
    with pytest.raises(spectrakit.TooManyPagesError):
        lists.records(lists.client.inspections.list(page_size=2, max_pages=2))


@pytest.mark.parametrize(("remove", "count"), [(False, 3), (True, 2)])
def test_records_that_come_again_as_pages_shift_can_be_left_out(
    spectora: spectrakit.Spectora, remove: bool, count: int
) -> None:
    pages = spectora.agents.list(sort="last_name", page_size=2, remove_duplicates=remove).pages()
    seen = [agent.id for agent in next(pages)]
    spectora.agents.create(first_name="A", last_name="AAA")
    seen += [agent.id for agent in next(pages)]
    assert len(set(seen)) == 3
    assert len(seen) == count + 1


@pytest.mark.parametrize("options", [{"prefetch": -1}, {"prefetch": "2"}, {"max_pages": 1.5}, {"max_pages": True}])
def test_an_option_of_a_list_that_is_no_count_is_a_type_error(lists: Any, options: Any) -> None:
    with pytest.raises(TypeError, match="must be a whole number"):
        lists.client.inspections.list(**options)


@pytest.mark.parametrize("options", [{"prefetch": 2**32}, {"max_pages": 2**40}])
def test_an_option_of_a_list_that_is_out_of_range_is_refused(lists: Any, options: Any) -> None:
    with pytest.raises(spectrakit.InvalidArgumentError):
        lists.first(lists.client.inspections.list(**options))


def test_a_half_read_pager_that_nobody_holds_ends_its_calls(lists: Any, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.admin("POST", "/faults", {"match": {"nth": 3}, "times": 0, "action": {"hold": True}})
    lists.records(lists.client.inspections.list(page_size=2, prefetch=4), 1)
    gc.collect()
    spectora_sandbox.clear_faults()
    assert lists.first(lists.client.inspections.list()).id == "10000001"


def test_a_pagers_repr_names_the_operation(lists: Any) -> None:
    assert repr(lists.client.inspections.list(address="12 Oak St")).endswith("Pager of inspections.list>")


def test_headers_of_the_settings_are_sent_once_with_each_page(lists: Any, spectora_sandbox: Sandbox) -> None:
    pager = lists.client.with_options(headers={"X-Trace": "a"}).inspections.list(page_size=2)
    lists.records(pager, 3)
    lists.records(pager, 1)
    for request in spectora_sandbox.requests():
        assert [value for name, value in request["headers"] if name.lower() == "x-trace"] == ["a"]
