"""What a case expects against what was seen, as lines that tell the differences."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote


def differences(expected: Any, observed: Any, where: str = "") -> list[str]:
    if isinstance(expected, dict) and expected.keys() & {"at_least", "at_most"}:
        return [] if _is_in_range(expected, observed) else [_difference(where, expected, observed)]
    if isinstance(expected, dict) and expected.keys() & {"has", "lacks"}:
        return [] if _fits_pattern(expected, observed) else [_difference(where, expected, observed)]
    if isinstance(expected, list):
        return _list_differences(expected, observed, where)
    if isinstance(expected, dict) and isinstance(observed, dict):
        return [
            line
            for name, member in expected.items()
            for line in differences(member, observed.get(name), f"{where}.{name}" if where else name)
        ]
    # To Python, True is 1.
    if expected == observed and isinstance(expected, bool) == isinstance(observed, bool):
        return []
    return [_difference(where, expected, observed)]


def request_differences(requests: dict[str, Any], sent: Any, log: list[dict[str, Any]]) -> list[str]:
    """The requests that the sandbox received, counted and one by one. What is not named must not have been sent."""
    received = _described(log)
    counts: dict[str, int] = dict.fromkeys(requests, 0)
    for request in received:
        line = f"{request['method']} {request['path']}"
        counts[line] = counts.get(line, 0) + 1
    lines = differences({**dict.fromkeys(counts, 0), **requests}, counts, "requests")
    return lines if sent is None else lines + differences(sent, received, "sent")


def _described(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Logged requests in the form that `sent` describes; connections are numbered in the order of their first use."""
    connections: list[Any] = []
    described = []
    for entry in log:
        if entry["connection"] not in connections:
            connections.append(entry["connection"])
        path, _, query = entry["path"].partition("?")
        described.append(
            {
                "method": entry["method"],
                "path": path,
                "query": _query(query),
                "headers": {name.lower(): value for name, value in entry["headers"]},
                "body_bytes": entry["body_bytes"],
                "connection": connections.index(entry["connection"]) + 1,
            }
        )
    return described


def _query(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return {unquote(name): unquote(value) for name, _, value in pairs}


def _list_differences(expected: list[Any], observed: Any, where: str) -> list[str]:
    if not isinstance(observed, list) or len(observed) != len(expected):
        return [_difference(where, expected, observed)]
    pairs = enumerate(zip(expected, observed, strict=True))
    return [line for at, (one, other) in pairs for line in differences(one, other, f"{where}[{at}]")]


def _is_in_range(bounds: dict[str, Any], number: Any) -> bool:
    if not isinstance(number, (int, float)) or isinstance(number, bool):
        return False
    return bool(bounds.get("at_least", number) <= number <= bounds.get("at_most", number))


def _fits_pattern(pattern: dict[str, list[str]], text: Any) -> bool:
    if not isinstance(text, str):
        return False
    return all(part in text for part in pattern.get("has", [])) and not any(
        part in text for part in pattern.get("lacks", [])
    )


def _difference(where: str, expected: Any, observed: Any) -> str:
    return f"{where} should be {expected!r}, is {observed!r}"
