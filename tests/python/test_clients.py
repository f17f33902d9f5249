"""Clients: their settings, their last call and usage, and how several live side by side."""

from __future__ import annotations

import copy
import pickle
import pydoc
import threading
from collections.abc import Callable
from typing import Any

import pytest

import spectrakit
from spectrakit.models import Inspection
from spectrakit.testing import Sandbox


def header(request: dict[str, Any], name: str) -> str | None:
    return next((value for known, value in request["headers"] if known.lower() == name.lower()), None)


def test_with_options_changes_its_own_calls_alone(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 503}, times=2)
    with pytest.raises(spectrakit.ServerError) as caught:
        spectora.with_options(max_retries=0).inspections.get("10000001")
    assert len(caught.value.attempts) == 1
    assert spectora.inspections.get("10000001").id == "10000001"
    assert len(spectora_sandbox.requests()) == 3


def test_options_add_up_and_headers_are_added(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    view = spectora.with_options(headers={"X-A": "1"}, max_retries=0).with_options(headers={"X-B": "2"})
    view.inspections.get("10000001")
    (request,) = spectora_sandbox.requests()
    assert (header(request, "x-a"), header(request, "x-b")) == ("1", "2")
    spectora_sandbox.fault({"status": 503})
    with pytest.raises(spectrakit.ServerError):
        view.inspections.get("10000001")


def test_a_deadline_ends_a_slow_call(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"hold": True}, times=0)
    with pytest.raises(spectrakit.APITimeoutError) as caught:
        spectora.with_options(deadline_s=0.05).inspections.get("10000001")
    assert isinstance(caught.value, TimeoutError)


def test_a_feature_is_counted_by_its_name(spectora: spectrakit.Spectora) -> None:
    spectora.with_options(feature="nightly").inspections.get("10000001")
    assert spectora.usage.features["nightly"] >= 1


def test_usage_counts_and_tells_the_gate(spectora_sandbox: Sandbox) -> None:
    with spectora_sandbox.client(monthly_quota=500, max_retries=0) as client:
        before = client.usage.calls
        client.inspections.get("10000001")
        usage = client.usage
    assert usage.calls == before + 1
    assert (usage.quota, usage.gate, usage.gate_opens_in_s) == (500, "open", 0.0)
    assert len(usage.month) == 7
    assert repr(usage) == f"<Usage {usage.month}: {usage.calls} calls, gate open>"


def test_the_last_call_tells_what_became_of_it(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    assert spectora.last_call is None
    spectora_sandbox.fault({"status": 503}, times=1)
    spectora.inspections.get("10000001")
    call = spectora.last_call
    assert call is not None
    assert (call.operation, call.method, call.url_template) == ("inspections.get", "GET", "/v2/inspections/{id}")
    assert (call.http_status, call.error) == (200, None)
    assert [attempt.http_status for attempt in call.attempts] == [503, 200]
    assert call.attempts[1].wait_reason == "back-off"
    assert call.attempts[1].total_s > 0
    assert "sandbox-key" not in call.explanation
    assert call.header("Content-Type")


def test_the_last_call_is_the_clients_own(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    with spectora_sandbox.client() as other:
        spectora.inspections.get("10000001")
        assert other.last_call is None
        other.clients.list().first()
        assert other.last_call is not None
        assert other.with_options(max_retries=0).last_call is other.last_call


def test_each_thread_has_its_own_last_call(spectora: spectrakit.Spectora) -> None:
    spectora.inspections.get("10000001")
    seen: list[object] = []

    def other() -> None:
        seen.append(spectora.last_call)
        spectora.clients.list().first()
        seen.append(spectora.last_call and spectora.last_call.operation)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [None, "clients.list"]
    assert spectora.last_call is not None
    assert spectora.last_call.operation == "inspections.get"


def test_on_call_hears_of_every_call(spectora_sandbox: Sandbox) -> None:
    heard: list[str] = []
    with spectora_sandbox.client(on_call=lambda call: heard.append(repr(call))) as client:
        client.inspections.get("10000001")
        client.inspections.list(page_size=2).to_list(limit=3)
        with pytest.raises(spectrakit.NotFoundError):
            client.with_options(max_retries=0).inspections.get("1")
    assert heard == [
        "<CallInfo inspections.get 200>",
        "<CallInfo inspections.list 200>",
        "<CallInfo inspections.list 200>",
        "<CallInfo inspections.get 404>",
    ]


def test_companies_share_an_engine_and_nothing_else(spectora_sandbox: Sandbox) -> None:
    keys = {company["name"]: company["api_key"] for company in spectora_sandbox.companies}
    with spectrakit.Spectora.companies(keys, base_url=spectora_sandbox.url) as companies:
        assert list(companies) == list(keys)
        assert len(companies) == 2
        for company in spectora_sandbox.companies:
            record = companies[company["name"]].inspections.list().first()
            assert record is not None
            assert record.company_id == company["id"]
        assert "nobody" not in companies
        with pytest.raises(KeyError):
            companies["nobody"]
        clients = [client for _, client in companies.items()]
    for client in clients:
        with pytest.raises(spectrakit.ClosedError):
            client.inspections.get("1")


def test_companies_are_never_mixed_under_load(spectora_sandbox: Sandbox) -> None:
    mixed: list[object] = []
    keys = {str(company["id"]): company["api_key"] for company in spectora_sandbox.companies}
    with spectrakit.Spectora.companies(keys, base_url=spectora_sandbox.url) as companies:

        def read(name: str) -> None:
            for page in companies[name].inspections.list(page_size=50, prefetch=2).pages():
                mixed.extend(record for record in page if str(record.company_id) != name)

        threads = [threading.Thread(target=read, args=(name,)) for name in keys for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert mixed == []


def test_a_key_can_be_rolled(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora.set_key(spectora_sandbox.companies[1]["api_key"])
    record = spectora.inspections.list().first()
    assert record is not None
    assert record.company_id == spectora_sandbox.companies[1]["id"]


def test_from_env_takes_key_and_address(spectora_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECTORA_API_KEY", spectora_sandbox.api_key)
    monkeypatch.setenv("SPECTORA_BASE_URL", spectora_sandbox.url)
    with spectrakit.Spectora.from_env(max_retries=0) as client:
        assert client.inspections.get("10000001").id == "10000001"
    with spectrakit.Spectora.from_env(base_url="http://127.0.0.1:9", max_retries=0) as client:
        with pytest.raises(ConnectionError):
            client.inspections.get("10000001")


def test_a_request_by_path_has_all_policies(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    spectora_sandbox.fault({"status": 503}, times=1)
    response = spectora.request("GET", "/v2/inspections", query={"page[size]": 2, "x": True}, headers={"X-A": "b"})
    assert response.http_status == 200
    assert len(response.records) == len(response.json()["data"]) == 2
    assert response.body.startswith(b"{")
    request = spectora_sandbox.requests()[-1]
    assert request["path"].endswith("x=true")
    assert header(request, "x-a") == "b"
    assert repr(response) == "<Response 200>"


def test_a_request_by_path_sends_json_or_bytes(spectora: spectrakit.Spectora, spectora_sandbox: Sandbox) -> None:
    body = {"data": {"type": "contact", "attributes": {"first_name": "Zoë"}}}
    created = spectora.request("POST", "/v2/contacts", json=body)
    assert created.records[0].first_name == "Zoë"
    spectora_sandbox.fault({"status": 200, "body": "{}"})
    spectora.request("POST", "/v2/anything", body=b"\0\1", content_type="application/x-odd")
    request = spectora_sandbox.requests()[-1]
    assert header(request, "content-type") == "application/x-odd"
    assert request["body_bytes"] == 2


def test_an_update_sends_what_was_given_alone(spectora: spectrakit.Spectora) -> None:
    made = spectora.clients.create(first_name="Zoë", last_name="Abel", notes="blue door", city="Powell")
    changed = spectora.clients.update(made.id, notes=None, city=spectrakit.UNSET, last_name="Baker")
    assert (changed.first_name, changed.last_name, changed.notes, changed.city) == ("Zoë", "Baker", None, "Powell")


def test_unset_is_one_and_no_value() -> None:
    assert not spectrakit.UNSET
    assert repr(spectrakit.UNSET) == "UNSET"
    assert spectrakit.Unset() is spectrakit.UNSET
    assert pickle.loads(pickle.dumps(spectrakit.UNSET)) is copy.copy(spectrakit.UNSET) is spectrakit.UNSET


@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_can_not_be_copied(spectora: spectrakit.Spectora, copying: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="make one anew"):
        copying(spectora)


def test_no_repr_shows_a_key(spectora_sandbox: Sandbox) -> None:
    with spectora_sandbox.client() as client:
        client.inspections.get("10000001")
        for shown in (client, client.last_call, client.usage, client.inspections.list(), spectora_sandbox):
            assert spectora_sandbox.api_key not in repr(shown)


def test_a_client_can_be_subclassed(spectora_sandbox: Sandbox) -> None:
    class Mine(spectrakit.Spectora):
        def oldest(self) -> str | None:
            record = self.inspections.list(sort="datetime").first()
            return record.id if record else None

    with Mine(spectora_sandbox.api_key, base_url=spectora_sandbox.url) as client:
        assert client.with_options(max_retries=1).oldest()


def test_help_of_the_client_tells_everything_a_user_needs() -> None:
    told = pydoc.plain(pydoc.render_doc(spectrakit.Spectora))
    for word in ("deadline_s", "max_retries", "agents", "agent_stats", "with_options", "from_env", "last_call"):
        assert word in told
    from spectrakit._native import client_option_names

    documentation = spectrakit.Spectora.__doc__ or ""
    missing = [name for name in client_option_names() if name not in documentation and name != "api_key"]
    assert missing == []


@pytest.mark.parametrize("resource", ["Agents", "Clients", "Inspections", "Attachments", "AgentStats"])
@pytest.mark.parametrize("kind", ["", "Async"])
def test_help_of_a_method_explains_each_argument(resource: str, kind: str) -> None:
    from spectrakit.generated import spectora_async_resources, spectora_resources

    module = spectora_async_resources if kind else spectora_resources
    resource_class = getattr(module, kind + resource)
    methods = [getattr(resource_class, name) for name in dir(resource_class) if not name.startswith("_")]
    assert methods
    for method in methods:
        text = method.__doc__
        for name in method.__kwdefaults__ or {}:
            assert f"\n        {name}: " in text or f"`{name}`" in text, (method.__qualname__, name)


def test_help_of_a_model_tells_of_its_attributes() -> None:
    told = pydoc.plain(pydoc.render_doc(Inspection))
    assert "The property's street and house number." in told
    assert "The buyer's agent" in told
