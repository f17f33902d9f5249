"""How a method's arguments become a native request."""

from __future__ import annotations

from . import _native
from ._unset import UNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from .generated.spectora_operations import Operation

    QueryValue = str | int | bool


class Request:
    """A native request with what is told of its call: the operation's name, and the method and path template."""

    __slots__ = ("native", "operation", "method", "url_template")

    def __init__(self, native: _native.Request, operation: str, method: str, url_template: str) -> None:
        self.native = native
        self.operation = operation
        self.method = method
        self.url_template = url_template

    @classmethod
    def of_operation(
        cls, operation: Operation, parameters: Mapping[str, object], extra_query: Mapping[str, QueryValue] | None
    ) -> Request:
        number, name, method, path = operation
        native = _native.Request(number)
        for parameter, value in parameters.items():
            if value is None:
                continue
            if isinstance(value, str):
                native.set_parameter(parameter, value)
            elif isinstance(value, (list, tuple, set, frozenset)):
                for item in value:
                    native.add_parameter(parameter, parameter_text(parameter, item))
            else:
                native.set_parameter(parameter, parameter_text(parameter, value))
        add_query(native, extra_query)
        return cls(native, name, method, path)

    @classmethod
    def raw(cls, method: str, path: str, query: Mapping[str, QueryValue] | None) -> Request:
        check_text("method", method)
        check_text("path", path)
        native = _native.Request(method, path)
        add_query(native, query)
        return cls(native, f"raw {method}", method, "")

    def set_attributes(self, attributes: Mapping[str, object], extra: Mapping[str, object] | None) -> None:
        """Sets what is not UNSET; None becomes null."""
        for name, value in attributes.items():
            if value is not UNSET:
                self.native.set_attribute(name, _attribute_value(value))
        for name, value in (extra or {}).items():
            check_text("the name of an attribute", name)
            self.native.set_attribute(name, _attribute_value(value))


def add_query(native: _native.Request, query: Mapping[str, QueryValue] | None) -> None:
    for name, value in (query or {}).items():
        check_text("the name of a parameter", name)
        native.add_query(name, parameter_text(name, value))


def check_text(what: str, value: object) -> None:
    """Raises TypeError for what is no str. pybind11 would do so as well, and show all arguments, the key among them."""
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a str, not {type(value).__name__}")


def parameter_text(name: str, value: object) -> str:
    """A parameter's value as it stands in a URL."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    # By what it can do, as importing datetime takes longer than importing this package.
    isoformat, utcoffset = getattr(value, "isoformat", None), getattr(value, "utcoffset", None)
    if isoformat is not None and utcoffset is not None:
        if utcoffset() is None:
            raise _invalid_argument(
                f"{name}: this datetime has no time zone, so it is no point in time; give it one, as in "
                "datetime(2026, 3, 1, tzinfo=timezone.utc)"
            )
        return str(isoformat())
    raise TypeError(f"{name} must be a str, int, bool or datetime, not {type(value).__name__}")


def _attribute_value(value: object) -> object:
    return list(value) if isinstance(value, (tuple, set, frozenset)) else value


def _invalid_argument(message: str) -> Exception:
    from .errors import InvalidArgumentError

    return InvalidArgumentError(message, {"status": "SPK_INVALID_ARGUMENT"})


def unknown_keyword(function: Callable[..., Any], unknown: Iterable[str]) -> TypeError:
    """What to raise for keywords that `function` does not have; names the nearest one."""
    return unknown_name(f"{function.__qualname__}()", next(iter(unknown)), function.__kwdefaults__ or {})


# What other libraries call it, with a name by which to see that it is meant, and what to say.
_ELSEWHERE = {
    "timeout": ("deadline_s", "did you mean 'deadline_s'?"),
    "retries": ("max_retries", "did you mean 'max_retries'?"),
    "limit": ("page_size", "did you mean list().to_list(limit=...), or 'page_size'?"),
}


def unknown_name(where: str, name: str, known: Iterable[str]) -> TypeError:
    import difflib

    names = [each for each in known if each != "api_key"]
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if name in _ELSEWHERE and _ELSEWHERE[name][0] in names:
        hint = _ELSEWHERE[name][1]
    else:
        hint = f"did you mean {nearest[0]!r}?" if nearest else "there are " + ", ".join(sorted(names))
    return TypeError(f"{where} has no keyword {name!r}; {hint}")
