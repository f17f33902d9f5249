"""The cases that every language runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATH = Path(__file__).resolve().parents[2] / "cross" / "cases.json"


@dataclass(frozen=True)
class Case:
    group: str
    name: str
    body: dict[str, Any]

    @property
    def title(self) -> str:
        return f"{self.group}: {self.name}"


def load_cases() -> list[Case]:
    table = json.loads(_PATH.read_text(encoding="utf-8"))
    return [Case(body["group"], body["name"], body) for body in table["cases"]]


def filled_in(value: Any, words: Mapping[str, str]) -> Any:
    """A copy of `value` in which each ${word} is replaced."""
    if isinstance(value, dict):
        return {filled_in(name, words): filled_in(member, words) for name, member in value.items()}
    if isinstance(value, list):
        return [filled_in(element, words) for element in value]
    if isinstance(value, str):
        for word, replacement in words.items():
            value = value.replace("${" + word + "}", replacement)
    return value
