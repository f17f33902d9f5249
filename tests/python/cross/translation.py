"""The table's words in Python: options, parameters, attributes, files."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_BYTE_VALUES = bytes(range(251))


def client_options(options: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The keywords of a client, the key among them."""
    made: dict[str, Any] = {}
    for name, value in options.items():
        if name == "monthly_quota":
            made["monthly_quota"] = value["calls"]
            if "stop" in value:
                made["stop_at_quota"] = value["stop"]
        elif name == "ledger_path":
            made[name] = folder / value
        else:
            made.update(_option(name, value))
    return made


def call_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of with_options()."""
    made: dict[str, Any] = {}
    for name, value in options.items():
        made.update(_option(name, value))
    return made


def arguments(method: Callable[..., Any], description: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The keywords of a resource's method. An attribute that it does not name is an extra one."""
    known = inspect.signature(method).parameters
    made = {_keyword(name): _number(name, value) for name, value in description.get("parameters", {}).items()}
    for name, value in description.get("attributes", {}).items():
        if name in known and not _is_file(name):
            made[name] = value
        else:
            made.setdefault("extra_attributes", {})[name] = value
    if "file" in description:
        made.update(_file(description["file"], folder))
    if "raw_query" in description:
        made["extra_query"] = description["raw_query"]
    return made


def _option(name: str, value: Any) -> dict[str, Any]:
    if not name.endswith("_ms"):
        return {name: value}
    return {name.removesuffix("_ms") + "_s": None if value < 0 else value / 1000}


def _keyword(parameter: str) -> str:
    """filter[tag] -> tag, page[size] -> page_size, as the generator does it."""
    parts = re.findall(r"\w+", parameter)
    return "_".join(parts[1:] if parts[0] == "filter" else parts)


def _number(parameter: str, value: Any) -> Any:
    """Pages are numbers to Python, and texts to the table."""
    return int(value) if parameter.startswith("page[") and str(value).isdigit() else value


def _is_file(name: str) -> bool:
    return name in ("file", "image")


def _file(file: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    attribute, name, size = file.get("attribute", "file"), file["name"], file.get("bytes", 0)
    content = (_BYTE_VALUES * (size // len(_BYTE_VALUES) + 1))[:size]
    places = {"disk": folder / name, "nowhere": folder / "no-such-folder" / name, "folder": folder}
    path = places.get(file.get("from", "memory"))
    if path == places["disk"]:
        path.write_bytes(content)
    name_keyword = "file_name" if attribute == "file" else f"{attribute}_file_name"
    return {attribute: content if path is None else path, name_keyword: name}
