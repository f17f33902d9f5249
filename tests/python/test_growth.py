"""Nothing grows, however often something is done."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import weakref
from collections.abc import Callable

import pytest

import spectrakit
from spectrakit.testing import Sandbox

_COUNT_AND_COMPARE = """
import gc, os, spectrakit

def counts():
    gc.collect()
    with open("/proc/self/status") as status:
        facts = dict(line.split(":", 1) for line in status)
    return {
        "kilobytes": int(facts["VmRSS"].split()[0]),
        "threads": int(facts["Threads"]),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }

def compare(before, after, kilobytes):
    assert after["threads"] <= before["threads"] + 1, (before, after)
    assert after["descriptors"] <= before["descriptors"] + 1, (before, after)
    assert after["kilobytes"] <= before["kilobytes"] + kilobytes, (before, after)
"""


def test_ten_thousand_clients_leave_nothing_behind(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    run_script(
        _COUNT_AND_COMPARE
        + """
engine = spectrakit.Engine()
def many(count, **options):
    for _ in range(count):
        with spectrakit.Spectora.from_env(**options): pass
many(1000, engine=engine)
many(100)
before = counts()
many(9000, engine=engine)
many(1000)
compare(before, counts(), 4000)
"""
    )


def test_clients_that_nobody_closes_leave_nothing_behind(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    run_script(
        _COUNT_AND_COMPARE
        + """
def many(count):
    for _ in range(count):
        client = spectrakit.Spectora.from_env()
        client.inspections.get("10000001")
many(50)
before = counts()
many(300)
compare(before, counts(), 4000)
"""
    )


def test_three_hundred_async_clients_in_as_many_loops_leave_nothing_behind(
    spectora_sandbox: Sandbox, run_script: Callable[..., object]
) -> None:
    run_script(
        _COUNT_AND_COMPARE
        + """
import asyncio
async def use():
    async with spectrakit.AsyncSpectora.from_env() as client:
        await client.inspections.get("10000001")
        await client.inspections.list(page_size=2, prefetch=2).first()
def many(count):
    for _ in range(count): asyncio.run(use())
many(30)
before = counts()
many(300)
compare(before, counts(), 4000)
"""
    )


@pytest.mark.parametrize(
    "read",
    [
        lambda record: record.full_address,
        lambda record: record.datetime,
        lambda record: record.company_id,
        lambda record: record.buying_agent,
        lambda record: record.buying_agent.email,
        lambda record: record["quote"],
        lambda record: record.get("nothing", record),
        lambda record: "quote" in record,
        lambda record: record.attributes,
        lambda record: record.to_dict(),
        lambda record: record.raw_json,
        lambda record: (record.id, record.type, repr(record), hash(record)),
        lambda record: record == record,
        lambda record: record.related("buying_agent") + record.related_ids("buying_agent"),
        lambda record: record.portal_url,
        lambda record: pytest.raises(KeyError, lambda: record["nothing"]) and None,
        lambda record: pytest.raises(TypeError, lambda: record[0]) and None,
        lambda record: pytest.raises(AttributeError, lambda: setattr(record, "paid", 1)) and None,
    ],
)
def test_reading_a_record_leaks_nothing(spectora: spectrakit.Spectora, read: Callable[[object], object]) -> None:
    record = spectora.inspections.list(include="buying_agent").first()
    kept = (record, type(record), type(record).__dict__["full_address"], None, "quote")

    def counted() -> list[int]:
        gc.collect()
        return [*map(sys.getrefcount, kept), sys.getallocatedblocks()]

    def often(times: int) -> None:
        for _ in range(times):
            read(record)

    often(100)
    before = counted()
    often(1000)
    grown = [after - then for after, then in zip(counted(), before, strict=True)]
    assert max(grown) < 100, grown


def test_documents_and_errors_leak_nothing(spectora_sandbox: Sandbox) -> None:
    def often(client: spectrakit.Spectora, times: int) -> None:
        for _ in range(times):
            page = next(client.inspections.list(page_size=5).pages())
            assert page.to_dicts()
            assert page.meta
            assert client.last_call is not None
            assert client.last_call.attempts
            with pytest.raises(spectrakit.NotFoundError):
                client.inspections.get("1")

    # Without lines of the log, which pytest keeps.
    with spectora_sandbox.client(log_level=logging.CRITICAL) as client:
        often(client, 30)
        gc.collect()
        before = sys.getallocatedblocks()
        often(client, 200)
        gc.collect()
        assert sys.getallocatedblocks() - before < 300


def test_a_document_goes_with_its_last_record(spectora: spectrakit.Spectora) -> None:
    page = next(spectora.inspections.list(page_size=5, include="buying_agent").pages())
    spectora.clients.list().first()
    records = list(page)
    related = [record.buying_agent for record in records if record.buying_agent]
    assert related
    held = sys.getrefcount(page._document)
    count = len(records) + len(related)
    del records, related, page.records[:]
    gc.collect()
    left = sys.getrefcount(page._document)
    assert left == held - count


def test_a_dropped_client_is_freed_in_any_order(spectora_sandbox: Sandbox) -> None:
    threads = threading.active_count()
    client = spectora_sandbox.client()
    walk = iter(client.inspections.list(page_size=2, prefetch=3))
    record = next(walk)
    view = client.with_options(max_retries=0)
    gone = weakref.ref(client)
    del client
    assert gone() is None
    assert next(walk).id != record.id
    del view
    assert record.full_address
    del walk
    assert record.to_dict()
    assert threading.active_count() == threads


def test_cycles_through_callbacks_are_collected(spectora_sandbox: Sandbox) -> None:
    class Holder:
        def __init__(self) -> None:
            self.calls: list[object] = []
            self.client = spectora_sandbox.client(on_call=self.calls.append)

    holder = Holder()
    holder.client.inspections.get("10000001")
    gone = weakref.ref(holder)
    del holder
    gc.collect()
    assert gone() is None


def test_descriptors_of_uploads_are_closed(spectora: spectrakit.Spectora) -> None:
    with open(__file__, "rb") as file:
        spectora.attachments.upload("10000001", file, file_name="a.txt")
        spectora.attachments.upload("10000001", b"x", file_name="a.txt", on_progress=lambda *_: None)
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            spectora.attachments.upload("10000001", file, file_name="a.txt")
            spectora.attachments.upload("10000001", b"x", file_name="a.txt", on_progress=lambda *_: None)
        assert len(os.listdir("/proc/self/fd")) <= before + 1
