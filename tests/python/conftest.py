"""What the tests of the Python package share. They import nothing but the standard library, pytest and spectrakit."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

import spectrakit
from spectrakit.testing import Sandbox

Answering = Callable[..., str]
Script = Callable[..., "subprocess.CompletedProcess[str]"]

_PATIENCE_S = 20

# A shell lets what it starts in the background ignore Ctrl-C, which programs hand on to their own.
signal.signal(signal.SIGINT, signal.default_int_handler)


def answer_bytes(body: bytes, status: int = 200, headers: bytes = b"") -> bytes:
    """An HTTP answer; `headers` are lines with their ends."""
    head = b"HTTP/1.1 %d Answer\r\nContent-Length: %d\r\nContent-Type: application/json\r\n" % (status, len(body))
    return head + headers + b"\r\n" + body


def _serve(listener: socket.socket, answer: bytes) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection:
                received = b""
                while b"\r\n\r\n" not in received and (chunk := connection.recv(65536)):
                    received += chunk
                connection.sendall(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Makes servers that answer every request with the same bytes, also with such as the sandbox never sends."""
    listeners: list[socket.socket] = []

    def start(body: bytes, status: int = 200, headers: bytes = b"") -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        answer = answer_bytes(body, status, headers)
        threading.Thread(target=_serve, args=(listener, answer), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.fixture
def client_of(answering: Answering) -> Iterator[Callable[..., spectrakit.Spectora]]:
    """A client of a server that answers every request with the given bytes."""
    clients: list[spectrakit.Spectora] = []

    def make(body: bytes, status: int = 200, headers: bytes = b"") -> spectrakit.Spectora:
        clients.append(spectrakit.Spectora("a-key", base_url=answering(body, status, headers), max_retries=0))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def environment(spectora_sandbox: Sandbox) -> dict[str, str]:
    """For programs that reach the sandbox by Spectora.from_env()."""
    return {**os.environ, "SPECTORA_API_KEY": spectora_sandbox.api_key, "SPECTORA_BASE_URL": spectora_sandbox.url}


@pytest.fixture
def run_script(environment: dict[str, str]) -> Script:
    """Runs a program to its end, which has to be a good one without a word on stderr."""

    def run(program: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *options, "-c", textwrap.dedent(program)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_PATIENCE_S)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done

    return run
