"""Walks over the pages of a list."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from spectrakit import PermissionDeniedError, Spectora
from spectrakit.testing import Sandbox


def test_a_walk_over_pages_stays_failed(spectora: Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 403})
    pages = spectora.clients.list().pages()
    for _ in range(2):
        with pytest.raises(PermissionDeniedError):
            next(pages)
    assert len(spectora_sandbox.requests()) == 1


def test_an_awaited_walk_over_pages_stays_failed(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 403})

    async def walk() -> None:
        async with spectora_sandbox.async_client() as client:
            pages = client.clients.list().pages()
            for _ in range(2):
                with pytest.raises(PermissionDeniedError):
                    await anext(pages)

    asyncio.run(walk())
    assert len(spectora_sandbox.requests()) == 1


def test_a_walk_that_was_closed_is_at_its_end(spectora: Spectora, spectora_sandbox: Sandbox) -> None:
    with contextlib.closing(spectora.clients.list(page_size=1).pages()) as pages:
        assert len(next(pages)) == 1
    assert list(pages) == []
    assert len(spectora_sandbox.requests()) == 1


def test_an_awaited_walk_that_was_closed_is_at_its_end(spectora_sandbox: Sandbox) -> None:
    async def walk() -> None:
        async with spectora_sandbox.async_client() as client:
            async with contextlib.aclosing(client.clients.list(page_size=1).pages()) as pages:
                assert len(await anext(pages)) == 1
            assert [page async for page in pages] == []

    asyncio.run(walk())
    assert len(spectora_sandbox.requests()) == 1


def test_pages_may_be_asked_for_before_there_is_a_loop(spectora_sandbox: Sandbox) -> None:
    client = spectora_sandbox.async_client()
    pages = client.clients.list(page_size=1).pages()

    async def walk() -> int:
        async with client:
            return len(await anext(pages))

    assert asyncio.run(walk()) == 1
