"""The resources of the Python package's clients: a class a tag, a method an operation, sync and async."""

from operation import BodyAttribute, Operation, Parameter
from python_text import call, paragraph, string
from resource_type import ResourceType
from value_type import ValueType

_PARAMETER_TYPES = {
    ValueType.STRING: "str",
    ValueType.INTEGER: "int",
    ValueType.BOOLEAN: "bool",
    ValueType.DATE_TIME: "DateTime | str",
}
_ATTRIBUTE_TYPES = {
    ValueType.STRING: "str",
    ValueType.INTEGER: "int",
    ValueType.BOOLEAN: "bool",
    ValueType.DATE_TIME: "str",
    ValueType.ARRAY: "Sequence[str]",
}
_ID_PARAMETERS = ("id", "connection_id", "company_id", "buyer_id", "agency_id", "agent_id", "agent_team_id", "inspection_id")
_EXTRA_QUERY = "extra_query: Mapping[str, QueryValue] | None = None"
_EXTRA_ATTRIBUTES = "extra_attributes: Mapping[str, object] | None = None"


def operations_text(operations: list[Operation], notice: str) -> str:
    """The table of operations: number, name, method, path."""
    rows = "".join(f"    {_row(operation)},\n" for operation in operations)
    return f'''# {notice}
"""The operations of Spectora: number, name, method and path template."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Operation = tuple[int, str, str, str]

OPERATIONS: tuple[Operation, ...] = (
{rows})
'''


def source_text(operations: list[Operation], types: list[ResourceType], notice: str, is_async: bool) -> str:
    models = {type_.name: type_.model_name for type_ in types}
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(operation.name.split(".")[0], []).append(operation)
    classes = "\n\n".join(_class(name, group, models, is_async) for name, group in groups.items())
    used = sorted({models[operation.resource_type] for operation in operations})
    aliases = "".join(_aliases(operation) for operation in operations)
    transport = "AsyncTransport" if is_async else "SyncTransport"
    transport_module = "_async_transport" if is_async else "_transport"
    pager = "AsyncPager" if is_async else "Pager"
    pager_module = "async_pager" if is_async else "pager"
    imports = "\n".join(
        f"    from ..{module} import {name}"
        for module, name in sorted(
            [("_request", "QueryValue"), (transport_module, transport), ("_unset", "Unset"), ("_file", "FileInput")]
        )
    )
    # The models make themselves known when they are imported, so they are imported at run time, too.
    return f'''# {notice}
"""What can be done with each kind of record."""

from __future__ import annotations

from .. import models as models
from .._request import Request, parameter_text, unknown_keyword
from .._unset import UNSET
from ..{pager_module} import {pager}
from .spectora_operations import OPERATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime as DateTime
    from typing import Literal

    from typing_extensions import Never

{imports}
    from ..models import {", ".join(used)}

    Id = str | int
{aliases}

{classes}'''


def _aliases(operation: Operation) -> str:
    """Types for the parameters whose values are known and enforced."""
    return "".join(
        call(f"{_alias(operation, parameter)} = Literal", [string(value) for value in parameter.values], "", "    ")
        .replace("Literal(", "Literal[")
        .removesuffix(")")
        + "]\n"
        for parameter in operation.parameters
        if parameter.values
    )


def _alias(operation: Operation, parameter: Parameter) -> str:
    group, name = operation.name.split(".")
    return class_name(group) + class_name(name) + class_name(parameter_name(parameter.name))


def parameter_name(name: str) -> str:
    """What a programmer types: "filter[tag]" becomes "tag", "page[size]" becomes "page_size"."""
    return name.removeprefix("filter[").replace("[", "_").replace("]", "")


def class_name(group: str) -> str:
    return "".join(word.capitalize() for word in group.split("_"))


def _row(operation: Operation) -> str:
    return f"({operation.id}, {string(operation.name)}, {string(operation.method.upper())}, {string(operation.path)})"


def _class(group: str, operations: list[Operation], models: dict[str, str], is_async: bool) -> str:
    transport = "AsyncTransport" if is_async else "SyncTransport"
    prefix = "Async" if is_async else ""
    summary = f"client.{group}: " + ", ".join(operation.name.split(".")[1] + "()" for operation in operations) + "."
    methods = "\n".join(_method(operation, models[operation.resource_type], is_async) for operation in operations)
    return f'''class {prefix}{class_name(group)}:
    """{summary}"""

    __slots__ = ("_transport",)

    def __init__(self, transport: {transport}) -> None:
        self._transport = transport

{methods}'''


def _method(operation: Operation, model: str, is_async: bool) -> str:
    is_list = operation.paging != "none"
    name = operation.name.split(".")[1]
    signature = _signature(operation, is_list)
    result = f"{'AsyncPager' if is_async else 'Pager'}[{model}]" if is_list else model
    keyword = "async def" if is_async and not is_list else "def"
    lines = [call(f"{keyword} {name}", signature, f" -> {result}:", "    "), _docstring(operation, is_list)]
    lines.append(f"        if unknown:\n            raise unknown_keyword(self.{name}, unknown)")
    lines.append(_request(operation))
    if operation.attributes:
        lines.append(_attributes(operation))
    lines.append(_list_return(is_async) if is_list else _record_return(operation, model, is_async))
    return "\n".join(lines) + "\n"


def _signature(operation: Operation, is_list: bool) -> list[str]:
    required = [parameter for parameter in operation.parameters if parameter.required]
    optional = [parameter for parameter in operation.parameters if not parameter.required]
    arguments = ["self"]
    arguments += [f"{parameter_name(each.name)}: {_parameter_type(operation, each)}" for each in required]
    arguments += [_required_attribute(each) for each in operation.attributes if each.required]
    arguments.append("*")
    arguments += [f"{parameter_name(each.name)}: {_parameter_type(operation, each)} | None = None" for each in optional]
    for attribute in operation.attributes:
        arguments += _optional_attribute(attribute)
    if is_list:
        arguments += ["prefetch: int = 0", "max_pages: int | None = None", "remove_duplicates: bool = False"]
    if operation.attributes:
        arguments.append(_EXTRA_ATTRIBUTES)
    if _file_of(operation):
        arguments.append("on_progress: Callable[[int, int], object] | None = None")
    return [*arguments, _EXTRA_QUERY, "**unknown: Never"]


def _parameter_type(operation: Operation, parameter: Parameter) -> str:
    one = _PARAMETER_TYPES[parameter.type]
    if parameter_name(parameter.name) in _ID_PARAMETERS:
        one = "Id"
    elif parameter.values:
        one = _alias(operation, parameter)
    return f"{one} | Sequence[{one}]" if parameter.repeatable else one


def _required_attribute(attribute: BodyAttribute) -> str:
    if attribute.type is ValueType.FILE:
        return f"{attribute.name}: FileInput"
    one = "Id" if attribute.name in _ID_PARAMETERS else _ATTRIBUTE_TYPES[attribute.type]
    return f"{attribute.name}: {one}"


def _optional_attribute(attribute: BodyAttribute) -> list[str]:
    if attribute.type is ValueType.FILE:
        name = "file_name" if attribute.name == "file" else f"{attribute.name}_file_name"
        own_name = f"{name}: str | None = None"
        return [own_name] if attribute.required else [f"{attribute.name}: FileInput | Unset = UNSET", own_name]
    if attribute.required:
        return []
    return [f"{attribute.name}: {_ATTRIBUTE_TYPES[attribute.type]} | None | Unset = UNSET"]


def _file_of(operation: Operation) -> BodyAttribute | None:
    return next((each for each in operation.attributes if each.type is ValueType.FILE), None)


def _docstring(operation: Operation, is_list: bool) -> str:
    indent = "        "
    lines = [f'{indent}"""{operation.summary}']
    if operation.description:
        lines += ["", paragraph(operation.description, indent)]
    lines.append("")
    for parameter in operation.parameters:
        lines.append(_argument(parameter_name(parameter.name), _parameter_text(parameter)))
    for attribute in operation.attributes:
        lines.append(_argument(attribute.name, _attribute_text(attribute)))
    if is_list:
        lines.append(_argument("prefetch", "Pages that are fetched ahead of the one that is asked for."))
        lines.append(_argument("max_pages", "One page more raises TooManyPagesError."))
        lines.append(_argument("remove_duplicates", "Leave out what came on an earlier page, as pages shift."))
    if operation.attributes:
        lines.append(_argument("extra_attributes", "Attributes that the document does not know."))
    file = _file_of(operation)
    if file:
        name = "file_name" if file.name == "file" else f"{file.name}_file_name"
        lines.append(_argument(name, "What the service sees as the file's name; else the last part of its path."))
        lines.append(_argument("on_progress", "Is called with the bytes sent so far and the bytes in all."))
    lines.append(_argument("extra_query", "Parameters that the document does not know."))
    return "\n".join(lines) + f'\n{indent}"""'


def _argument(name: str, text: str) -> str:
    return paragraph(f"{name}: {text}", "        ", "    ")


def _parameter_text(parameter: Parameter) -> str:
    text = parameter.description
    if not parameter.values and parameter.known_values:
        text += " Known values: " + ", ".join(parameter.known_values) + "."
    if parameter.type is ValueType.DATE_TIME:
        text += " A datetime needs a time zone."
    for words, limit in (("At least", parameter.minimum), ("At most", parameter.maximum)):
        if limit is not None:
            text += f" {words} {limit}."
    return text + (" (The name is a guess.)" if parameter.confidence == "guessed" else "")


def _attribute_text(attribute: BodyAttribute) -> str:
    text = attribute.description
    if attribute.file_extensions:
        text += " Endings: " + ", ".join(attribute.file_extensions) + "."
    if attribute.known_values:
        text += " Known values: " + ", ".join(attribute.known_values) + "."
    return text + (" (The name is a guess.)" if attribute.confidence == "guessed" else "")


def _request(operation: Operation) -> str:
    pairs = "".join(
        f"                {string(parameter.name)}: {parameter_name(parameter.name)},\n" for parameter in operation.parameters
    )
    parameters = f"{{\n{pairs}            }}" if pairs else "{}"
    return f"""        request = Request.of_operation(
            OPERATIONS[{operation.id - 1}],
            {parameters},
            extra_query,
        )"""


def _attributes(operation: Operation) -> str:
    pairs = "".join(
        f"                {string(attribute.name)}: {_sent(attribute)},\n"
        for attribute in operation.attributes
        if attribute.type is not ValueType.FILE
    )
    return f"""        request.set_attributes(
            {{
{pairs}            }},
            extra_attributes,
        )"""


def _sent(attribute: BodyAttribute) -> str:
    if attribute.name in _ID_PARAMETERS:
        return f"parameter_text({string(attribute.name)}, {attribute.name})"
    return attribute.name


def _list_return(is_async: bool) -> str:
    pager = "AsyncPager" if is_async else "Pager"
    return f"        return {pager}(self._transport, request, prefetch, max_pages, remove_duplicates)"


def _record_return(operation: Operation, model: str, is_async: bool) -> str:
    awaited = "await " if is_async else ""
    file = _file_of(operation)
    if file is None:
        arguments = ["request"]
    else:
        own_name = "file_name" if file.name == "file" else f"{file.name}_file_name"
        tuple_text = f"({string(file.name)}, {file.name}, {own_name})"
        sent = tuple_text if file.required else f"None if {file.name} is UNSET else {tuple_text}"
        arguments = ["request", sent, "on_progress"]
    lines = call(f"record: {model} = {awaited}self._transport.record", arguments, "", "        ")
    return f"{lines}\n        return record"
