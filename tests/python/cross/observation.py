"""What a user of the package sees of an outcome, under the table's names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from spectrakit import Attempt, CallInfo, Page, Response, SpectraKitError, Usage, ValueUndecodableError
from spectrakit.models import Record


def nothing() -> dict[str, Any]:
    """The outcome of a step that makes no call."""
    return {"status": "SPK_OK", "attempts": [], "waits_ms": [], "wait_reasons": []}


def of_answer(answer: object, call: CallInfo) -> dict[str, Any]:
    """Of a record, a page, an answer to a request by path, or None where there is no record."""
    assert call.error is None
    records = records_of(answer)
    observed = {
        "status": "SPK_OK",
        "http_status": call.http_status,
        "has_request_id": call.request_id != "",
        "explanation": call.explanation,
        "support_bundle": call.support_bundle,
        "records": len(records),
        "ids": [record.id for record in records],
        **of_attempts(call.attempts),
    }
    if isinstance(answer, Response):
        observed["body"] = answer.body.decode(errors="replace")
    if records:
        observed["attributes"] = _attributes(records[0])
        observed["related"] = _related(records[0])
    return observed


def of_error(error: SpectraKitError) -> dict[str, Any]:
    return {
        "status": error.status,
        "error": type(error).__name__,
        "message": str(error),
        "repr": repr(error),
        "operation": error.operation,
        "http_status": error.http_status,
        "has_request_id": error.request_id != "",
        "retryable": error.retryable,
        "ambiguous": error.ambiguous,
        "retry_after_ms": -1 if error.retry_after_s is None else _milliseconds(error.retry_after_s),
        "limit": error.limit,
        "explanation": error.explanation,
        "support_bundle": error.support_bundle,
        "body": error.body.decode(errors="replace"),
        "body_is_cut": error.body_is_cut,
        "problems": [
            {name: getattr(problem, name) for name in ("pointer", "code", "title", "detail")}
            for problem in error.problems
        ],
        **of_attempts(error.attempts),
    }


def of_attempts(attempts: Iterable[Attempt]) -> dict[str, list[Any]]:
    observed: dict[str, list[Any]] = {"attempts": [], "waits_ms": [], "wait_reasons": []}
    for attempt in attempts:
        observed["attempts"].append(f"{attempt.outcome} {attempt.http_status or ''}".rstrip())
        observed["waits_ms"].append(_milliseconds(attempt.waited_s))
        observed["wait_reasons"].append(attempt.wait_reason)
    return observed


def of_usage(usage: Usage) -> dict[str, Any]:
    return {
        "status": "SPK_OK",
        "month": usage.month,
        "calls": usage.calls,
        "forecast_calls": usage.forecast_calls,
        "quota": usage.quota,
        "features": usage.features,
        "gate": usage.gate,
        "gate_opens_in_ms": _milliseconds(usage.gate_opens_in_s),
    }


def records_of(answer: object) -> list[Any]:
    if isinstance(answer, (Page, Response)):
        return answer.records
    return [] if answer is None else [answer]


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _attributes(record: Record) -> dict[str, Any]:
    return {name: _attribute(record, name) for name in _members(record, "attributes")}


def _attribute(record: Record, name: str) -> Any:
    """The table gives lists and objects as their text."""
    try:
        value = record[name]
    except ValueUndecodableError:
        return "undecodable"
    return json.dumps(value, separators=(",", ":")) if isinstance(value, (list, dict)) else value


def _related(record: Record) -> dict[str, list[str | None]]:
    related = {}
    for name in _members(record, "relationships"):
        included = [target.id for target in record.related(name)]
        related[name] = [id_ if id_ in included else None for id_ in record.related_ids(name)]
    return related


def _members(record: Record, name: str) -> list[str]:
    """The names in an object of the record, whether or not all of its values can be decoded."""
    resource = json.loads(record.raw_json)
    return list(resource.get(name) or {}) if isinstance(resource, dict) else []
