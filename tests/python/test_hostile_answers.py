"""Answers that the service would not send, and a proxy before it may."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

import spectrakit

ClientOf = Callable[..., spectrakit.Spectora]

_LATIN_PAGE = "<html>Zeitüberschreitung</html>".encode("latin-1")
_RECORD = b'{"data":{"id":"7","type":"inspection","attributes":{}}}'


def test_an_error_page_that_is_no_utf8_is_a_server_error(client_of: ClientOf) -> None:
    with pytest.raises(spectrakit.ServerError) as caught:
        client_of(_LATIN_PAGE, 502).inspections.get("7")
    assert caught.value.body == _LATIN_PAGE


def test_a_request_id_that_is_no_utf8_hides_no_answer(client_of: ClientOf) -> None:
    client = client_of(_RECORD, 200, b"X-Request-Id: caf\xe9\r\n")
    assert client.inspections.get("7").id == "7"
    assert client.last_call is not None
    assert client.last_call.request_id == "caf\ufffd"


def test_an_awaited_call_ends_whatever_bytes_come(client_of: ClientOf, answering: Callable[..., str]) -> None:
    async def call() -> None:
        async with spectrakit.AsyncSpectora("a-key", base_url=answering(_LATIN_PAGE, 502), max_retries=0) as client:
            await asyncio.wait_for(client.inspections.get("7"), 1)

    with pytest.raises(spectrakit.ServerError):
        asyncio.run(call())


def test_a_header_that_is_no_utf8_can_be_read(client_of: ClientOf) -> None:
    response = client_of(_RECORD, 200, b"Server: caf\xe9\r\n").request("GET", "/v2/x")
    assert response.header("SERVER") == "caf\ufffd"
    assert response.header("missing") is None


@pytest.mark.parametrize("body", [b'{"data":', b"<html></html>", b'{"data":{"id":"1"}} x'])
def test_what_is_no_json_is_a_malformed_response(client_of: ClientOf, body: bytes) -> None:
    client = client_of(body)
    with pytest.raises(spectrakit.MalformedResponseError) as caught:
        client.inspections.get("7")
    assert client.last_call is not None
    assert client.last_call.error is caught.value


def test_json_deeper_than_allowed_is_a_malformed_response(client_of: ClientOf) -> None:
    with pytest.raises(spectrakit.MalformedResponseError):
        client_of(b'{"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}").inspections.get("7")


def test_json_as_deep_as_allowed_is_converted(answering: Callable[..., str]) -> None:
    depth = 400
    url = answering(b"[" * depth + b"]" * depth)
    with spectrakit.Spectora("a-key", base_url=url, max_json_depth=depth) as client:
        value = client.request("GET", "/v2/x").json()
    for _ in range(depth - 1):
        (value,) = value
    assert value == []


def test_json_deeper_than_python_goes_is_a_recursion_error(answering: Callable[..., str]) -> None:
    depth = 30_000
    url = answering(b"[" * depth + b"]" * depth)
    with spectrakit.Spectora("a-key", base_url=url, max_json_depth=depth) as client, pytest.raises(RecursionError):
        client.request("GET", "/v2/x").json()


def test_an_answer_longer_than_allowed_is_refused(answering: Callable[..., str]) -> None:
    with spectrakit.Spectora("a-key", base_url=answering(b'"' + b"x" * 5000 + b'"'), max_response_bytes=4000) as client:
        with pytest.raises(spectrakit.ResponseTooLargeError):
            client.inspections.get("7")


def test_the_models_may_be_loaded_anew(run_script: Callable[..., object]) -> None:
    run_script(
        """
        import gc, sys, spectrakit
        spectrakit.Spectora.from_env().inspections.get("10000001")
        for name in [name for name in sys.modules if name.startswith("spectrakit") and "_native" not in name]:
            del sys.modules[name]
        del spectrakit
        gc.collect()
        import spectrakit, spectrakit.models
        record = spectrakit.Spectora.from_env().inspections.get("10000001")
        assert type(record) is spectrakit.models.Inspection
        """
    )
