"""Files to upload: paths, bytes and binary file objects."""

from __future__ import annotations

import io
import os
import stat

from ._request import check_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import IO, Any

    from typing_extensions import Self

    from ._native import Request

    FileInput = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]

_CHUNK_BYTES = 1024 * 1024


class Upload:
    """What is to be uploaded, held ready until it has left.

    A path is opened by the native part, bytes are copied once. A file object is sent from where it stands: one that has
    a file of the disk behind it is read from there, any other is read to its end into a temporary file first, so that a
    read that fails sends nothing.
    """

    def __init__(self, file: FileInput, file_name: str | None, argument: str) -> None:
        self._copy: IO[bytes] | None = None
        if file_name is not None:
            check_text("the name of a file", file_name)
        self._file_name = file_name
        self._argument = argument
        self._path: str | os.PathLike[str] | None = None
        self._content: bytes | bytearray | memoryview | None = None
        if isinstance(file, (str, os.PathLike)):
            self._path = file
        elif isinstance(file, (bytes, bytearray)):
            self._content = file
        elif isinstance(file, memoryview):
            # The native part reads on from the first byte, which is right only for bytes that lie in one row.
            self._content = file if file.c_contiguous else file.tobytes()
        elif isinstance(file, io.TextIOBase):
            raise TypeError(f"{argument} is a text file; open it in binary mode, as in open(path, 'rb')")
        elif hasattr(file, "read"):
            self._take_object(file)
        else:
            raise TypeError(f"{argument} must be a path, bytes or a binary file object, not {type(file).__name__}")
        if self._path is None:
            self._require_name()

    def attach(self, request: Request, attribute: str) -> None:
        """Makes it the request's attribute. The upload must stay open until the call has ended."""
        if self._content is not None:
            request.set_file_bytes(attribute, self._content, self._file_name or "")
        elif self._copy is not None:
            request.set_file(attribute, f"/proc/self/fd/{self._copy.fileno()}", self._file_name)
        elif self._path is not None:
            request.set_file(attribute, self._path, self._file_name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # A task that is cancelled while its file is read never sees the upload.
        self.close()

    def close(self) -> None:
        if self._copy is not None:
            self._copy.close()

    def _take_object(self, file: IO[bytes]) -> None:
        name = getattr(file, "name", None)
        if self._file_name is None and isinstance(name, str):
            self._file_name = os.path.basename(name)
        # Before it is read: who reads it once can not read it again.
        self._require_name()
        descriptor = _descriptor_at_start(file)
        if descriptor is not None:
            self._copy = open(os.dup(descriptor), "rb")
        else:
            self._copy = _spooled(file, self._argument)

    def _require_name(self) -> None:
        if self._file_name is None:
            raise TypeError(f"a name is needed for {self._argument}, as it has none of its own: file_name='report.pdf'")


def _descriptor_at_start(file: Any) -> int | None:
    """The descriptor of a regular file that was opened to be read, and of which nothing was read yet."""
    if not isinstance(file, (io.BufferedReader, io.FileIO)):
        return None
    try:
        descriptor = file.fileno()
        if file.tell() == 0 and stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
    except (OSError, ValueError):
        # Not backed by a file, or closed; reading it tells.
        return None
    return None


def _spooled(file: IO[bytes], argument: str) -> IO[bytes]:
    import tempfile

    copy = tempfile.TemporaryFile()
    try:
        while (chunk := file.read(_CHUNK_BYTES)) is None or len(chunk) > 0:
            if chunk is None:
                raise BlockingIOError(f"{argument}.read() gave None: it has no bytes yet, and would not wait for them")
            if not isinstance(chunk, (bytes, bytearray, memoryview)):
                raise TypeError(f"{argument}.read() gave {type(chunk).__name__}; open the file in binary mode")
            copy.write(chunk)
        copy.flush()
    except BaseException:
        copy.close()
        raise
    return copy
