"""Uploads: what a file may be, and what happens when one goes wrong on the way."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import spectrakit
from spectrakit.models import Attachment
from spectrakit.testing import Sandbox

INSPECTION = "10000001"
CONTENT = bytes(range(256)) * 300


class ReadOnly:
    """A file object with nothing but read()."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._rest.read(min(size, 1000))


@pytest.fixture(params=["sync", "async"])
def upload(request: pytest.FixtureRequest, spectora_sandbox: Sandbox) -> Iterator[Callable[..., Attachment]]:
    """attachments.upload() of either client."""
    if request.param == "sync":
        with spectora_sandbox.client(max_retries=0) as client:
            yield lambda *arguments, **options: client.attachments.upload(INSPECTION, *arguments, **options)
        return

    async def send(*arguments: Any, **options: Any) -> Attachment:
        async with spectora_sandbox.async_client(max_retries=0) as client:
            return await asyncio.wait_for(client.attachments.upload(INSPECTION, *arguments, **options), 10)

    yield lambda *arguments, **options: asyncio.run(send(*arguments, **options))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "radon.txt"
    made.write_bytes(CONTENT)
    return made


def assert_holds(attachment: Attachment, content: bytes) -> None:
    assert attachment["file_file_size"] == len(content)
    assert hashlib.sha256(content).hexdigest() in attachment["file_url"]


@pytest.mark.parametrize("as_given", [str, Path])
def test_a_path_is_read_and_names_the_file(upload: Any, path: Path, as_given: type) -> None:
    attachment = upload(as_given(path))
    assert_holds(attachment, CONTENT)
    assert attachment["file_file_name"] == "radon.txt"


@pytest.mark.parametrize("of", [bytes, bytearray, memoryview, io.BytesIO, ReadOnly])
def test_bytes_in_any_shape_are_sent(upload: Any, of: Callable[[bytes], Any]) -> None:
    attachment = upload(of(CONTENT), file_name="radon.txt")
    assert_holds(attachment, CONTENT)
    assert attachment["file_file_name"] == "radon.txt"


@pytest.mark.parametrize(
    "view",
    [memoryview(CONTENT)[::2], memoryview(CONTENT)[::-1], memoryview(CONTENT).cast("I"), memoryview(CONTENT)[7:99]],
)
def test_a_memoryview_is_sent_as_what_it_shows(upload: Any, view: memoryview) -> None:
    assert_holds(upload(view, file_name="a.txt"), view.tobytes())


def test_an_open_file_is_sent_and_stays_open_where_it_was(upload: Any, path: Path) -> None:
    with path.open("rb") as file:
        attachment = upload(file)
        assert file.tell() == 0
    assert_holds(attachment, CONTENT)
    assert attachment["file_file_name"] == "radon.txt"


def test_an_open_file_is_sent_from_where_it_stands(upload: Any, path: Path) -> None:
    with path.open("rb") as file:
        file.read(1000)
        assert_holds(upload(file), CONTENT[1000:])


@pytest.mark.parametrize("mode", ["rb", "r+b"])
def test_an_open_file_that_was_unlinked_is_sent(upload: Any, path: Path, mode: str) -> None:
    with path.open(mode) as file:
        path.unlink()
        assert_holds(upload(file), CONTENT)


def test_a_temporary_file_is_sent(upload: Any) -> None:
    with tempfile.SpooledTemporaryFile() as file:
        file.write(CONTENT)
        file.seek(0)
        assert_holds(upload(file, file_name="a.txt"), CONTENT)


def test_what_was_written_and_not_flushed_is_sent(upload: Any, path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"X")
        file.seek(0)
        assert_holds(upload(file), b"X" + CONTENT[1:])


def test_a_name_that_is_given_counts(upload: Any, path: Path) -> None:
    assert upload(str(path), file_name="água 1.txt")["file_file_name"] == "água 1.txt"


@pytest.mark.parametrize("file", [b"x", io.BytesIO(b"x"), ReadOnly(b"x")])
def test_what_has_no_name_needs_one(upload: Any, spectora_sandbox: Sandbox, file: Any) -> None:
    with pytest.raises(TypeError, match="file_name="):
        upload(file)
    assert spectora_sandbox.requests() == []


def test_a_descriptor_has_no_name(upload: Any, path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    with open(descriptor, "rb") as file, pytest.raises(TypeError, match="file_name="):
        upload(file)


@pytest.mark.parametrize("file", [None, 5, 1.5, object(), ["a"]])
def test_what_is_no_file_is_a_type_error(upload: Any, spectora_sandbox: Sandbox, file: Any) -> None:
    with pytest.raises(TypeError, match="file must be a path, bytes or a binary file object"):
        upload(file, file_name="a.txt")
    assert spectora_sandbox.requests() == []


def test_a_text_file_is_refused(upload: Any, spectora_sandbox: Sandbox, path: Path) -> None:
    with path.open() as file, pytest.raises(TypeError, match="binary"):
        upload(file)
    with pytest.raises(TypeError, match="binary"):
        upload(io.StringIO("x"), file_name="a.txt")
    assert spectora_sandbox.requests() == []


@pytest.mark.parametrize("given", ["text", 7, None])
def test_a_read_that_gives_no_bytes_sends_nothing(upload: Any, spectora_sandbox: Sandbox, given: object) -> None:
    class Odd:
        def read(self, size: int) -> object:
            return given

    with pytest.raises((TypeError, BlockingIOError)):
        upload(Odd(), file_name="a.txt")
    assert spectora_sandbox.requests() == []


def test_a_file_object_that_raises_midway_sends_nothing(upload: Any, spectora_sandbox: Sandbox) -> None:
    class Torn:
        chunks = [b"x" * 100_000, b"y"]

        def read(self, size: int) -> bytes:
            if not self.chunks:
                raise ZeroDivisionError("the tape tore")
            return self.chunks.pop()

    with pytest.raises(ZeroDivisionError, match="the tape tore"):
        upload(Torn(), file_name="a.txt")
    assert spectora_sandbox.requests() == []


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\0b"])
def test_a_path_that_is_no_file_sends_nothing(
    upload: Any, spectora_sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    with pytest.raises((spectrakit.FileError, spectrakit.InvalidArgumentError)):
        upload(os.path.join(tmp_path, name))
    assert spectora_sandbox.requests() == []


def test_a_named_pipe_is_refused_at_once(upload: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(spectrakit.FileError):
        upload(tmp_path / "pipe.txt")


def test_a_file_error_is_an_os_error_too(upload: Any, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="can not be opened"):
        upload(tmp_path / "missing.txt")


def test_a_closed_file_is_a_value_error(upload: Any, path: Path) -> None:
    with path.open("rb") as file:
        pass
    with pytest.raises(ValueError, match="closed"):
        upload(file)


def test_an_empty_file_is_refused(upload: Any, spectora_sandbox: Sandbox) -> None:
    with pytest.raises(spectrakit.SpectraKitError):
        upload(b"", file_name="a.txt")
    assert spectora_sandbox.requests() == []


def test_progress_rises_to_the_end(upload: Any) -> None:
    content = b"x" * 3_000_000
    told: list[tuple[int, int]] = []
    upload(content, file_name="a.pdf", on_progress=lambda sent, total: told.append((sent, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] >= len(content)
    assert len({total for _, total in told}) == 1


@pytest.mark.parametrize("raised", [KeyError("mine"), StopIteration(), spectrakit.ClosedError("mine")])
def test_a_progress_callback_that_raises_ends_the_upload(
    upload: Any, spectora_sandbox: Sandbox, raised: Exception
) -> None:
    def progress(sent: int, total: int) -> None:
        raise raised

    with pytest.raises((RuntimeError, StopIteration) if isinstance(raised, StopIteration) else type(raised)):
        upload(b"x" * 3_000_000, file_name="a.pdf", on_progress=progress)
    assert_holds(upload(b"y", file_name="a.txt"), b"y")


@pytest.mark.parametrize("report", [True, False, None])
def test_what_is_told_of_the_file_is_sent(upload: Any, report: bool | None) -> None:
    attachment = upload(b"x", file_name="a.pdf", report=report, name="Radon", attachment_type="water")
    assert attachment["name"] == "Radon"
    assert bool(attachment["report"]) is bool(report)


def test_a_large_file_is_not_held_in_memory(run_script: Callable[..., Any], tmp_path: Path) -> None:
    size = 64 * 1024 * 1024
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(size)
    run_script(
        f"""
        import resource, spectrakit
        with spectrakit.Spectora.from_env() as client:
            client.attachments.upload("10000001", b"x", file_name="a.pdf")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            client.attachments.upload("10000001", {str(path)!r})
            with open({str(path)!r}, "rb") as file:
                client.attachments.upload("10000001", file)
            grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            assert grown_kb < 20_000, grown_kb
        """
    )
