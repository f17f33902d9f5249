"""How Python source is written: types, names, docstrings, long lines."""

import textwrap

LINE_LENGTH = 120
_PYTHON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "object": "dict[str, Any]"}


def python_types(json_types: tuple[str, ...]) -> list[str]:
    """The Python types of JSON types in their order, without null."""
    names = [_PYTHON_TYPES[name] for name in json_types if name != "null"]
    # An int is a float to type checkers.
    return list(dict.fromkeys(name for name in names if not (name == "int" and "float" in names)))


def string(text: str) -> str:
    """A Python literal with double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def paragraph(text: str, indent: str, hanging: str = "") -> str:
    """Text broken into lines; those after the first are indented by `hanging` more."""
    return textwrap.fill(
        text,
        LINE_LENGTH,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def call(head: str, arguments: list[str], tail: str, indent: str) -> str:
    """`head(arguments)tail` on one line, or with an argument a line when that is too long."""
    line = f"{indent}{head}({', '.join(arguments)}){tail}"
    if len(line) <= LINE_LENGTH:
        return line
    inner = "".join(f"{indent}    {_broken(argument, indent + '    ')},\n" for argument in arguments)
    return f"{indent}{head}(\n{inner}{indent}){tail}"


def _broken(argument: str, indent: str) -> str:
    """A literal that is too long for a line as several, which Python joins."""
    if len(indent) + len(argument) + 1 <= LINE_LENGTH or not argument.startswith('"'):
        return argument
    lines = textwrap.wrap(argument[1:-1], LINE_LENGTH - len(indent) - 3, drop_whitespace=False, break_on_hyphens=False)
    return f"\n{indent}".join(f'"{line}"' for line in lines)
