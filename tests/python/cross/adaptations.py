"""Where a case's words have another form in Python. Everything else is compared as the table has it."""

from __future__ import annotations

from typing import Any

# What the table's request can not be written as in Python: the method itself refuses it, before the core sees it, by
# the exception that Python raises for every wrong call of a function. Nothing is sent, as the table says.
_REFUSED_BY_THE_METHOD = {
    # Keywords are Python names, so the nearest one is page_size.
    "A misspelled parameter is refused with the nearest one": "did you mean 'page_size'",
    "A missing id is refused": "missing 1 required positional argument: 'id'",
    "An upload without its inspection is refused": "missing 1 required positional argument: 'inspection_id'",
    "An upload without a file is refused": "missing 1 required positional argument: 'file'",
    # A method of an operation without a body takes no attributes, not even extra ones.
    "An attribute on a request without a body is refused": "has no keyword 'extra_attributes'",
    # Only list() makes a pager, and only it takes a pager's settings.
    "A single record is no list": "has no keyword 'prefetch'",
}

# Requests to which something is added, as the method can not be called without it.
_ADDED_TO_THE_REQUEST: dict[str, dict[str, Any]] = {
    # To Python a text for `file` is a path. As an extra attribute beside a file it reaches the core as it is.
    "A text is no file": {"file": {"name": "a.pdf", "bytes": 1}},
    "A single record is no list": {"parameters": {"id": "10000002", "prefetch": 1}},
    # These two are about what the core refuses, and it refuses an empty id as well.
    "What is refused before it is sent is not counted": {"parameters": {"id": ""}},
    "An error of no call has nothing to explain": {"parameters": {"id": ""}},
}

# A method gives a record, so it fails where the answer holds none, though the call succeeded.
_WITHOUT_A_RECORD = {
    "An answer without a body is a success without records",
    "An empty body with status 200 is a success without records",
    "Null in place of the record is a success without records",
    "A text in place of the record is a success without records",
    "A list in place of the document is a success without records",
    "An upload whose answer is empty was done once",
}

ADAPTED = {*_REFUSED_BY_THE_METHOD, *_ADDED_TO_THE_REQUEST, *_WITHOUT_A_RECORD}


def adapted(name: str, step: dict[str, Any]) -> dict[str, Any]:
    """The step of a case as Python takes it."""
    request = step.get("send", step.get("list"))
    if request is None:
        return {"expect": {"status": "SPK_OK"}, **step}
    if name in _ADDED_TO_THE_REQUEST:
        # What makes no pager can only be called.
        step = {"send": {**request, **_ADDED_TO_THE_REQUEST[name]}, "expect": step["expect"]}
    expected = step["expect"]
    if name in _REFUSED_BY_THE_METHOD:
        expected = {"error": "TypeError", "message": {"has": [_REFUSED_BY_THE_METHOD[name]]}}
    if name in _WITHOUT_A_RECORD:
        error = {"error": "MalformedResponseError", "status": "SPK_MALFORMED_RESPONSE", "retryable": False}
        expected = {**expected, **error, "message": {"has": ["holds no record"]}}
        del expected["records"]
    return {**step, "expect": expected}
