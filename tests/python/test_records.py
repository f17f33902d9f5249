"""What an answer's records are like to those who read them."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import spectrakit
from spectrakit.models import Agent, Inspection, Record

ClientOf = Callable[..., spectrakit.Spectora]


def inspection_with(client_of: ClientOf, attributes: str, rest: str = "") -> Inspection:
    body = '{"data":{"id":"7","type":"inspection","attributes":' + attributes + rest + "}}"
    return client_of(body.encode()).inspections.get("7")


def test_a_documented_attribute_is_read_by_its_name(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    assert isinstance(inspection, Inspection)
    assert (inspection.id, inspection.type) == ("10000001", "inspection")
    assert inspection.full_address == inspection["full_address"] == inspection.attributes["full_address"]


def test_an_attribute_that_was_not_sent_is_none(client_of: ClientOf) -> None:
    inspection = inspection_with(client_of, "{}")
    assert inspection.full_address is None
    assert inspection.datetime is None
    assert inspection.attributes == {}


def test_an_unknown_attribute_is_read_by_its_name_in_brackets(client_of: ClientOf) -> None:
    inspection = inspection_with(client_of, '{"drone_used":[true,null,{"a":1.5}]}')
    assert inspection["drone_used"] == [True, None, {"a": 1.5}]
    assert inspection.get("drone_used") == inspection["drone_used"]
    assert "drone_used" in inspection


def test_an_attribute_that_there_is_not_is_a_key_error_or_the_default(client_of: ClientOf) -> None:
    inspection = inspection_with(client_of, '{"empty":null}')
    with pytest.raises(KeyError, match="drone_used"):
        inspection["drone_used"]
    assert inspection.get("drone_used") is None
    assert inspection.get("drone_used", 5) == 5
    assert inspection.get("empty", 5) is None
    assert "drone_used" not in inspection
    assert "empty" in inspection


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04T15:30:00.250-05:00", datetime(2026, 3, 4, 15, 30, 0, 250000, timezone(timedelta(hours=-5)))),
        ("2026-03-04T15:30:00Z", datetime(2026, 3, 4, 15, 30, tzinfo=timezone.utc)),
        (
            "2026-03-04 15:30:00.1234567+05:45",
            datetime(2026, 3, 4, 15, 30, 0, 123456, timezone(timedelta(minutes=345))),
        ),
    ],
)
def test_a_point_in_time_is_an_aware_datetime(client_of: ClientOf, text: str, expected: datetime) -> None:
    inspection = inspection_with(client_of, json.dumps({"datetime": text}))
    assert inspection.datetime == expected
    assert inspection.datetime is not None
    assert inspection.datetime.utcoffset() == expected.utcoffset()
    assert inspection["datetime"] == text


@pytest.mark.parametrize("value", ["2026-02-31T00:00:00Z", "2026-03-04T15:30:00", "soon", "", 5, True, [], {"a": 1}])
def test_what_is_no_point_in_time_is_given_as_received(client_of: ClientOf, value: object) -> None:
    assert inspection_with(client_of, json.dumps({"datetime": value})).datetime == value


@pytest.mark.parametrize("number", [0, -1, 2**53 + 1, 2**63 - 1, -(2**63), 2**64, 10**30, -(10**400)])
def test_a_whole_number_of_any_size_is_exact(client_of: ClientOf, number: int) -> None:
    assert inspection_with(client_of, json.dumps({"big": number}))["big"] == number


@pytest.mark.parametrize("attributes", ['{"bad":"\\ud800","good":"x"}', '{"bad":1e400,"good":"x"}'])
def test_a_value_that_can_not_be_decoded_is_named_and_hides_no_other(client_of: ClientOf, attributes: str) -> None:
    inspection = inspection_with(client_of, attributes)
    assert inspection["good"] == "x"
    with pytest.raises(spectrakit.ValueUndecodableError, match="/data/attributes/bad") as caught:
        inspection["bad"]
    assert isinstance(caught.value, ValueError)
    assert '"bad"' in inspection.raw_json


def test_a_number_with_more_digits_than_python_reads_is_undecodable(client_of: ClientOf) -> None:
    with pytest.raises(spectrakit.ValueUndecodableError):
        inspection_with(client_of, '{"big":' + "9" * 5000 + "}")["big"]


def test_of_a_name_that_stands_twice_the_first_counts_everywhere(client_of: ClientOf) -> None:
    inspection = inspection_with(client_of, '{"paid":true,"paid":false}')
    assert inspection.paid is True
    assert inspection["paid"] is True
    assert inspection.to_dict()["attributes"] == {"paid": True}


def test_records_with_the_same_content_are_equal_and_hash_alike(spectora: spectrakit.Spectora) -> None:
    first, again = (spectora.inspections.get("10000001") for _ in range(2))
    other = spectora.inspections.get("10000002")
    assert first == again
    assert hash(first) == hash(again)
    assert first != other
    assert len({first, again, other}) == 2
    assert first.__eq__(first.to_dict()) is NotImplemented


def test_equality_does_not_hang_on_white_space_or_order(client_of: ClientOf) -> None:
    assert inspection_with(client_of, '{"a":1,"b":2}') == inspection_with(client_of, '{ "b": 2, "a": 1 }')


def test_the_repr_shows_no_private_data(spectora: spectrakit.Spectora) -> None:
    client = spectora.clients.list().first()
    assert client is not None
    assert repr(client) == f"<Client {client.id}>"
    assert repr(spectora.clients.list(page_size=2).pages().__next__()) == "<Page of 2 records>"


def test_a_copy_of_a_record_is_the_record(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    assert copy.copy(inspection) is inspection
    assert copy.deepcopy([inspection])[0] is inspection


def test_a_record_can_not_be_pickled_and_says_what_to_do(spectora: spectrakit.Spectora) -> None:
    with pytest.raises(TypeError, match="to_dict"):
        pickle.dumps(spectora.inspections.get("10000001"))


def test_a_record_can_not_be_changed_or_made(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    with pytest.raises(AttributeError, match="full_address"):
        inspection.full_address = "x"  # type: ignore[assignment]
    with pytest.raises(AttributeError, match="full_address"):
        del inspection.full_address
    with pytest.raises(AttributeError):
        inspection.something = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="can not be made"):
        Inspection()


def test_a_record_is_not_walked_and_takes_names_alone(spectora: spectrakit.Spectora) -> None:
    inspection: Any = spectora.inspections.get("10000001")
    with pytest.raises(TypeError, match="not iterable"):
        iter(inspection)
    for wrong in (0, None, b"paid"):
        with pytest.raises(TypeError):
            inspection[wrong]
        assert wrong not in inspection


def test_included_records_are_attributes_and_none_when_absent(spectora: spectrakit.Spectora) -> None:
    inspection = next(i for i in spectora.inspections.list(include="buying_agent") if i.related_ids("buying_agent"))
    agent = inspection.buying_agent
    assert isinstance(agent, Agent)
    assert [agent.id] == inspection.related_ids("buying_agent")
    assert inspection.related("buying_agent") == [agent]
    assert inspection.company is None
    assert inspection.related("company") == []
    assert inspection.related_ids("company") == [str(agent.company_id)]
    assert inspection.assignments == []
    assert inspection.related_ids("no_such_thing") == []


def test_a_related_record_outlives_the_page_that_carried_it(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.list(include="buying_agent").first()
    assert inspection is not None
    agent = inspection.buying_agent
    assert agent is not None
    email = agent.email
    del inspection
    spectora.inspections.list().first()
    assert agent.email == email


def test_to_dict_and_raw_json_are_the_whole_record(spectora: spectrakit.Spectora) -> None:
    inspection = spectora.inspections.get("10000001")
    assert inspection.to_dict() == json.loads(inspection.raw_json)
    page = next(spectora.inspections.list(page_size=3).pages())
    assert page.to_dicts() == [record.to_dict() for record in page]


def test_a_record_of_an_unknown_type_is_a_plain_one(client_of: ClientOf) -> None:
    client = client_of(b'{"data":{"id":5,"type":"drone","attributes":{"a":1}}}')
    (record,) = client.request("GET", "/v2/drones/5").records
    assert type(record) is Record
    assert (record.id, record.type, record["a"]) == ("5", "drone", 1)


def test_what_is_no_record_does_no_harm(client_of: ClientOf) -> None:
    body = b'{"data":[null,3,"x",{"id":null,"type":null},{"id":{"a":1},"type":[1],"relationships":7}],"included":[1]}'
    records = client_of(body).request("GET", "/v2/x").records
    for record in records:
        assert record.attributes == {}
        assert record.related("x") == record.related_ids("x") == []
        assert record == record
        hash(record)
    assert [record.to_dict() for record in records] == json.loads(body)["data"]


def test_an_inspection_tells_its_portal_address(client_of: ClientOf) -> None:
    assert inspection_with(client_of, '{"slug":"abc1"}').portal_url == "https://portal.spectora.com/inspection/abc1"
    assert inspection_with(client_of, "{}").portal_url is None


def test_a_name_with_a_lone_surrogate_is_the_name_of_no_attribute(client_of: ClientOf) -> None:
    assert "\ud800" not in inspection_with(client_of, "{}")
