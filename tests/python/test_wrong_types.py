"""Arguments that make no sense: an exception that names them, nothing sent, and neither key nor data in a message."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import pytest

import spectrakit
from spectrakit.testing import Sandbox

KEY = "a-key-that-nobody-may-see"
PRIVATE = "nobody-may-see-this"


@pytest.fixture
def client(spectora: spectrakit.Spectora) -> Any:
    return spectora


@pytest.mark.parametrize("key", [None, 5, KEY.encode(), [KEY]])
def test_a_key_that_is_no_text_is_a_type_error(client: Any, key: Any) -> None:
    for use in (spectrakit.Spectora, client.set_key):
        with pytest.raises(TypeError, match="^api_key must be a str, not") as caught:
            use(key)
        assert KEY not in str(caught.value)


@pytest.mark.parametrize("key", ["", "two words", "line\n", "kéy", "\0", "\ud800"])
def test_a_key_that_can_be_none_is_refused_without_showing_it(client: Any, key: str) -> None:
    for use in (spectrakit.Spectora, client.set_key):
        with pytest.raises(ValueError) as caught:
            use(KEY + key if key else key)
        assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"engine": 5},
        {"engine": KEY},
        {"engine": spectrakit.Engine},
        {"log_level": "DEBUG"},
        {"log_level": 1.5},
        {"log_level": True},
        {"on_call": 5},
        {"base_url": 5},
        {"base_url": b"http://127.0.0.1"},
        {"deadline_s": "5"},
        {"deadline_s": True},
        {"deadline_s": []},
        {"max_retries": 1.5},
        {"max_retries": None},
        {"max_retries": False},
        {"retry_refused_writes": 1},
        {"requests_per_minute": "5"},
        {"monthly_quota": "5"},
        {"stop_at_quota": 1},
        {"ledger_path": 5},
        {"ca_file": 5},
        {"ca_pem": b"x"},
        {"client_certificate": 5},
        {"client_certificate": ()},
        {"client_certificate": ("a", "b", "c", "d")},
        {"client_certificate": ("a", "b", 5)},
        {"proxy": 5},
        {"alternate_paths": 5},
    ],
)
def test_an_option_of_a_wrong_type_is_a_type_error_without_the_key(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as caught:
        spectrakit.Spectora(KEY, **options)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "ftp://127.0.0.1"},
        {"base_url": "127.0.0.1"},
        {"base_url": "\ud800"},
        {"deadline_s": -1},
        {"deadline_s": float("nan")},
        {"deadline_s": float("inf")},
        {"max_retries": -1},
        {"max_retries": 2**40},
        {"max_response_bytes": 0},
        {"max_header_bytes": 2**70},
        {"max_json_depth": 0},
        {"max_queued_calls": 0},
        {"connect_timeout_s": 0},
        {"monthly_quota": -1},
        {"ca_file": "/no/such/file.pem"},
        {"ca_pem": "no certificate"},
        {"client_certificate": "/no/such/file.pem"},
        {"proxy": "gopher://x"},
        {"alternate_paths": ["no.such.operation"]},
    ],
)
def test_an_option_that_makes_no_sense_is_a_value_error_or_a_file_error(options: dict[str, Any]) -> None:
    with pytest.raises((ValueError, OSError)) as caught:
        spectrakit.Spectora(KEY, **options).ca_store  # noqa: B018
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: spectrakit.Spectora(KEY, monthly_quota=2**70),
        lambda: spectrakit.Engine(max_connections_per_host=-1),
        lambda: spectrakit.Engine(max_connections_per_host="5"),  # type: ignore[arg-type]
        lambda: spectrakit.Engine(random_seed=-1),
    ],
)
def test_a_number_out_of_range_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        make()


@pytest.mark.parametrize(
    ("call", "wrong", "near"),
    [
        (lambda c: type(c)(KEY, max_retry=3), "max_retry", "max_retries"),
        (lambda c: type(c).from_env(baseurl="x"), "baseurl", "base_url"),
        (lambda c: c.with_options(deadline=3), "deadline", "deadline_s"),
        (lambda c: c.request("GET", "/v2/x", header={}), "header", "headers"),
        (lambda c: c.inspections.list(adress="x"), "adress", "address"),
        (lambda c: c.inspections.get("1", includes="x"), "includes", "include"),
        (lambda c: c.clients.create(firstname="x"), "firstname", "first_name"),
        (lambda c: c.clients.update("1", phones="x"), "phones", "phone"),
        (lambda c: c.attachments.upload("1", b"x", filename="x"), "filename", "file_name"),
    ],
)
def test_an_unknown_keyword_names_the_nearest_known_one(
    client: Any, monkeypatch: pytest.MonkeyPatch, call: Callable[[Any], object], wrong: str, near: str
) -> None:
    monkeypatch.setenv("SPECTORA_API_KEY", KEY)
    with pytest.raises(TypeError, match=rf"'{wrong}'.*did you mean '{near}'\?"):
        call(client)


def test_a_keyword_near_to_none_lists_all(client: Any) -> None:
    with pytest.raises(TypeError, match="there are .*address.*sort"):
        client.inspections.list(xyzzy=1)


@pytest.mark.parametrize("wrong", [None, "", "../1", "a/b", "1?x=1", "1#", "é", "\0", "\ud800", " "])
def test_an_id_that_can_be_none_is_a_value_error(client: Any, wrong: Any) -> None:
    for get in (client.inspections.get, client.clients.get, client.agents.get):
        with pytest.raises(ValueError):
            get(wrong)


@pytest.mark.parametrize("wrong", [b"1", 1.5, object(), date(2026, 3, 1)])
def test_an_id_of_a_wrong_type_is_a_type_error(client: Any, wrong: Any) -> None:
    with pytest.raises(TypeError, match="id must be a str, int, bool or datetime, not"):
        client.inspections.get(wrong)


def test_a_naive_datetime_is_refused_and_an_aware_one_is_sent(client: Any, spectora_sandbox: Sandbox) -> None:
    with pytest.raises(spectrakit.InvalidArgumentError, match="datetime_greater_than.*no time zone"):
        client.inspections.list(datetime_greater_than=datetime(2026, 3, 1))
    assert spectora_sandbox.requests() == []
    client.inspections.list(datetime_greater_than=datetime(2026, 3, 1, tzinfo=timezone.utc)).first()
    assert "2026-03-01T00%3A00%3A00%2B00%3A00" in spectora_sandbox.requests()[0]["path"]


@pytest.mark.parametrize("value", ["vip", ["vip"], ("vip",), {"vip"}, frozenset({"vip"})])
def test_one_value_or_several_of_any_collection_are_sent(client: Any, spectora_sandbox: Sandbox, value: Any) -> None:
    client.agents.list(tag=value).first()
    assert "vip" in spectora_sandbox.requests()[0]["path"]


def test_an_enum_of_text_is_sent_as_its_value(client: Any, spectora_sandbox: Sandbox) -> None:
    class Sort(str, enum.Enum):
        NAME = "last_name"

    client.agents.list(sort=Sort.NAME).first()
    assert spectora_sandbox.requests()[0]["path"].startswith("/v2/connections?sort=last_name")


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.inspections.list(address="a\0b").first(),
        lambda c: c.inspections.list(address="\ud800").first(),
        lambda c: c.inspections.list(page_size=201).first(),
        lambda c: c.inspections.list(page_size=0).first(),
        lambda c: c.inspections.list(sort="\n\0").first(),
        lambda c: c.request("GET", "v2/inspections"),
        lambda c: c.request("GET", "/v2/inspections?x=1"),
        lambda c: c.request("G T", "/v2/inspections"),
        lambda c: c.request("GET", "/v2/inspections", headers={"X": "a\r\nY: b"}),
        lambda c: c.request("GET", "/v2/inspections", headers={"X\n": "a"}),
        lambda c: c.request("POST", "/v2/contacts", json=float("nan")),
        lambda c: c.with_options(headers={"X": "\0"}).inspections.list().first(),
        lambda c: c.with_options(deadline_s=-1),
        lambda c: c.clients.create(first_name="\ud800"),
    ],
)
def test_a_value_that_makes_no_sense_is_a_value_error_and_nothing_is_sent(
    client: Any, spectora_sandbox: Sandbox, call: Callable[[Any], object]
) -> None:
    with pytest.raises(ValueError):
        call(client)
    assert spectora_sandbox.requests() == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.request(b"GET", "/v2/inspections"),
        lambda c: c.request("GET", None),
        lambda c: c.request("GET", "/v2/inspections", query={1: PRIVATE}),
        lambda c: c.request("GET", "/v2/inspections", query={"a": PRIVATE.encode()}),
        lambda c: c.request("GET", "/v2/inspections", headers={1: PRIVATE}),
        lambda c: c.request("GET", "/v2/inspections", headers={"X": PRIVATE.encode()}),
        lambda c: c.request("POST", "/v2/contacts", body=PRIVATE),
        lambda c: c.request("POST", "/v2/contacts", body=bytearray(PRIVATE.encode())),
        lambda c: c.request("POST", "/v2/contacts", body=PRIVATE.encode(), content_type=5),
        lambda c: c.request("POST", "/v2/contacts", json={PRIVATE}),
        lambda c: c.request("POST", "/v2/contacts", json=1, body=PRIVATE.encode()),
        lambda c: c.with_options(headers={1: PRIVATE}),
        lambda c: c.with_options(headers=PRIVATE),
        lambda c: c.with_options(deadline_s=PRIVATE),
        lambda c: c.with_options(max_retries=1.0),
        lambda c: c.with_options(feature=None),
        lambda c: c.clients.create(first_name=PRIVATE.encode()),
        lambda c: c.clients.create(extra_attributes={1: PRIVATE}),
        lambda c: c.clients.create(extra_attributes={"a": {PRIVATE: object()}}),
        lambda c: c.clients.list(extra_query={5: PRIVATE}),
        lambda c: c.agents.list(tag=[PRIVATE, None]),
    ],
)
def test_a_wrong_type_is_a_type_error_without_data_and_nothing_is_sent(
    client: Any, spectora_sandbox: Sandbox, call: Callable[[Any], object]
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call(client)
    assert PRIVATE not in str(caught.value)
    assert spectora_sandbox.requests() == []


def test_companies_take_a_dict(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match="dict from names to API keys"):
        spectrakit.Spectora.companies([KEY])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="api_key must be a str"):
        spectrakit.Spectora.companies({"north": None})  # type: ignore[dict-item]


def test_an_environment_without_a_key_says_which_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECTORA_API_KEY", raising=False)
    with pytest.raises(spectrakit.InvalidArgumentError, match="SPECTORA_API_KEY"):
        spectrakit.Spectora.from_env()
