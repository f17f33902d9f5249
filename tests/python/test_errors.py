"""What goes wrong, as an exception."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable

import pytest

import spectrakit
from spectrakit import errors
from spectrakit.testing import Sandbox

_PRIVATE = "rosalind@example.org"
_BODY = (
    '{"errors":[{"code":"taken","title":"Taken","detail":"rosalind@example.org is taken",'
    '"source":{"pointer":"/data/attributes/email"}},{"detail":"more"}]}'
)


Failing = Callable[..., spectrakit.SpectraKitError]


@pytest.fixture
def failing(client_of: Callable[..., spectrakit.Spectora]) -> Failing:
    """What a call raises that is answered so. Each has a host of its own, as a 429 closes the gate of its key there."""

    def fail(status: int, headers: bytes = b"") -> spectrakit.SpectraKitError:
        client = client_of(_BODY.encode(), status, b"X-Request-Id: r-1\r\n" + headers)
        with pytest.raises(spectrakit.SpectraKitError) as caught:
            client.inspections.get("10000001")
        return caught.value

    return fail


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, spectrakit.AuthenticationError),
        (403, spectrakit.PermissionDeniedError),
        (404, spectrakit.NotFoundError),
        (422, spectrakit.ValidationError),
        (429, spectrakit.RateLimitedError),
        (500, spectrakit.ServerError),
        (503, spectrakit.ServerError),
        (418, spectrakit.APIError),
    ],
)
def test_a_status_has_its_class(failing: Failing, status: int, kind: type) -> None:
    error = failing(status)
    assert type(error) is kind
    assert isinstance(error, spectrakit.APIError)
    assert (error.http_status, error.request_id, error.operation) == (status, "r-1", "inspections.get")


def test_an_error_tells_all_that_is_known(failing: Failing) -> None:
    error = failing(422)
    assert isinstance(error, spectrakit.ValidationError)
    assert (error.code, error.title, error.detail) == ("taken", "Taken", f"{_PRIVATE} is taken")
    assert [problem.pointer for problem in error.problems] == ["/data/attributes/email", ""]
    assert error.body == _BODY.encode()
    assert not error.body_is_cut
    assert not error.retryable
    assert not error.ambiguous
    assert [attempt.http_status for attempt in error.attempts] == [422]
    assert error.status == "SPK_VALIDATION_FAILED"
    assert "curl" in error.explanation


def test_neither_message_nor_repr_nor_pickle_holds_data_or_key(failing: Failing) -> None:
    error = failing(422)
    shown = [str(error), repr(error), repr(error.problems), "".join(traceback.format_exception(error))]
    shown += [pickle.dumps(error).decode("latin-1"), error.explanation]
    for text in shown:
        assert _PRIVATE not in text
        assert "a-key" not in text


def test_an_error_comes_out_of_a_pickle_with_its_facts(failing: Failing) -> None:
    error = failing(429, b"Retry-After: 7\r\n")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    for name in ("message", "status", "operation", "http_status", "request_id", "retryable", "limit", "retry_after_s"):
        assert getattr(again, name) == getattr(error, name)
    assert again.attempts == error.attempts
    assert [problem.code for problem in again.problems] == [problem.code for problem in error.problems]
    assert again.retry_after_s == 7.0
    assert str(copy.copy(error)) == str(error)


@pytest.mark.parametrize("kind", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_every_exception_is_exported_documented_and_can_be_pickled(kind: type) -> None:
    if not issubclass(kind, Exception):
        return
    assert getattr(spectrakit, kind.__name__) is kind
    assert kind.__name__ in spectrakit.__all__
    assert kind.__doc__
    again = pickle.loads(pickle.dumps(kind("it went wrong")))
    assert (type(again), str(again)) == (kind, "it went wrong")


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (spectrakit.APIConnectionError, ConnectionError),
        (spectrakit.TLSError, ConnectionError),
        (spectrakit.APITimeoutError, TimeoutError),
        (spectrakit.FileError, OSError),
        (spectrakit.InvalidArgumentError, ValueError),
        (spectrakit.ValueUndecodableError, ValueError),
        (spectrakit.ClosedError, RuntimeError),
        (spectrakit.ForkedError, RuntimeError),
        (spectrakit.OutOfMemoryError, MemoryError),
    ],
)
def test_an_exception_is_the_builtin_one_as_well(kind: type, builtin: type) -> None:
    assert issubclass(kind, builtin)
    assert issubclass(kind, spectrakit.SpectraKitError)


def test_a_server_that_is_not_there_is_a_connection_error() -> None:
    with spectrakit.Spectora("a-key", base_url="http://127.0.0.1:9", max_retries=0) as client:
        with pytest.raises(spectrakit.APIConnectionError) as caught:
            client.inspections.get("1")
    assert caught.value.retryable
    assert caught.value.http_status == 0


def test_a_write_that_may_have_happened_is_ambiguous(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"lose_answer": True}, method="POST")
    with pytest.raises(spectrakit.AmbiguousWriteError) as caught:
        spectora.clients.create(first_name="Zoë")
    assert caught.value.ambiguous
    assert len([request for request in spectora_sandbox.requests() if request["method"] == "POST"]) == 1


def test_a_quota_that_is_used_up_sends_nothing(answering: Callable[..., str]) -> None:
    key = "key-of-this-test"
    url = answering(b'{"data":[]}')
    with spectrakit.Spectora(key, base_url=url, monthly_quota=1, stop_at_quota=True) as client:
        client.inspections.list().first()
        with pytest.raises(spectrakit.RateLimitedError) as caught:
            client.inspections.list().first()
    assert caught.value.limit == "month"
    assert caught.value.attempts == ()


def test_a_redirect_to_another_place_is_refused(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 302, "headers": {"Location": "http://127.0.0.2:9/"}})
    with pytest.raises(spectrakit.RedirectRefusedError):
        spectora.inspections.get("10000001")


def test_a_cut_body_says_so(spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 418, "body": "x" * 500})
    with spectora_sandbox.client(max_error_body_bytes=100) as client:
        with pytest.raises(spectrakit.APIError) as caught:
            client.inspections.get("10000001")
    assert (caught.value.body, caught.value.body_is_cut) == (b"x" * 100, True)
