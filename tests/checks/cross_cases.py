#!/usr/bin/env python3
"""The case table that every language runs has the form of its schema, and each case has a name of its own.

Names are compared as the test programs write them, so "A 503" and "a-503" are one name.
"""

import json
import pathlib
import re
import sys

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "cross"
# The form of an outcome's failure is asked for here: every failing call says what may be done about it.
TOLD_OF_A_FAILED_CALL = ("http_status", "retryable", "ambiguous", "attempts")


def schema_problems(table):
    schema = json.loads((FOLDER / "cases.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for error in jsonschema.Draft202012Validator(schema).iter_errors(table):
        yield f"{error.json_path}: {error.message[:300]}"


def name_problems(cases):
    seen = {}
    for case in cases:
        plain = re.sub(r"[^a-z0-9]", "", case["name"].lower())
        if plain in seen:
            yield f"two cases have one name: {seen[plain]!r} and {case['name']!r}"
        seen[plain] = case["name"]


def failure_problems(cases):
    for case in cases:
        for step in case["steps"]:
            expected = step.get("expect", {})
            if "send" not in step or expected.get("status") == "SPK_OK":
                continue
            for member in TOLD_OF_A_FAILED_CALL:
                if member not in expected:
                    yield f"{case['name']!r} does not say {member!r} of a call that fails"


def main():
    table = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    problems = list(schema_problems(table))
    if not problems:
        problems = [*name_problems(table["cases"]), *failure_problems(table["cases"])]
    for problem in problems:
        print(f"tests/cross/cases.json: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
