"""The options of the `spectrakit` command that stand for parameters and body attributes, in the types of
tools/cli/operation_flags.h."""

import json

from c_enum import constant_name
from operation import BodyAttribute, Operation, Parameter
from service import Service
from value_type import ValueType

KINDS = {
    ValueType.STRING: "kText",
    ValueType.INTEGER: "kText",
    ValueType.DATE_TIME: "kText",
    ValueType.BOOLEAN: "kBoolean",
    ValueType.FILE: "kFile",
    ValueType.ARRAY: "kTextList",
}


def source_text(service: Service, operations: list[Operation], notice: str) -> str:
    arrays = "\n".join(_flag_array(operation) for operation in operations)
    rows = "\n".join(_operation_row(service, operation) for operation in operations)
    return f"""// {notice}
#include "operation_flags.h"

// clang-format off

namespace spectrakit::cli {{
namespace {{

{arrays}
constexpr OperationFlags k{service.title}Operations[] = {{
{rows}
}};

}}  // namespace

std::span<const OperationFlags> {service.name}_operation_flags() {{ return k{service.title}Operations; }}

}}  // namespace spectrakit::cli

// clang-format on
"""


def flag_name(name: str) -> str:
    """What a person types: "filter[agent_team_id]" becomes "agent-team-id", "page[size]" becomes "page-size"."""
    bare = name.removeprefix("filter[").replace("[", "-").replace("]", "")
    return bare.replace("_", "-")


def _flag_array(operation: Operation) -> str:
    rows = [_parameter_row(parameter) for parameter in operation.parameters]
    rows += [_attribute_row(attribute) for attribute in operation.attributes]
    return f"constexpr Flag {_array_name(operation)}[] = {{\n" + "\n".join(rows) + "\n};\n"


def _parameter_row(parameter: Parameter) -> str:
    known = parameter.values or parameter.known_values
    place = "kPath" if parameter.place == "path" else "kQuery"
    description = parameter.description + _limit_text(parameter)
    if parameter.comma_list:
        description += " Several are separated by commas."
    help_text = _help_text(description, known, bool(parameter.values), parameter.confidence)
    return _row(parameter.name, place, KINDS[parameter.type], parameter.required, parameter.repeatable, help_text)


def _attribute_row(attribute: BodyAttribute) -> str:
    endings = tuple("." + ending for ending in attribute.file_extensions)
    known = endings or attribute.known_values
    is_list = attribute.type is ValueType.ARRAY
    description = attribute.description + (" May be repeated." if is_list else "")
    help_text = _help_text(description, known, bool(endings), attribute.confidence)
    return _row(attribute.name, "kBody", KINDS[attribute.type], attribute.required, is_list, help_text)


def _row(name: str, place: str, kind: str, required: bool, repeatable: bool, help_text: str) -> str:
    return f"""    {{.option = {_string(flag_name(name))},
     .name = {_string(name)},
     .place = FlagPlace::{place},
     .kind = FlagKind::{kind},
     .required = {_boolean(required)},
     .repeatable = {_boolean(repeatable)},
     .help = {_string(help_text)}}},"""


def _limit_text(parameter: Parameter) -> str:
    limits = ((" At least", parameter.minimum), (" At most", parameter.maximum))
    return "".join(f"{words} {limit}." for words, limit in limits if limit is not None)


def _help_text(description: str, values: tuple[str, ...], is_complete: bool, confidence: str) -> str:
    text = description
    if values:
        text += (" One of: " if is_complete else " Known: ") + ", ".join(values) + "."
    if confidence == "guessed":
        text += " (The name is a guess.)"
    return text


def _operation_row(service: Service, operation: Operation) -> str:
    return f"""    {{.operation = {constant_name(service, operation)},
     .summary = {_string(operation.summary)},
     .flags = {_array_name(operation)}}},"""


def _array_name(operation: Operation) -> str:
    words = operation.name.replace(".", " ").replace("_", " ").split()
    return "k" + "".join(word.capitalize() for word in words) + "Flags"


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _string(text: str) -> str:
    return json.dumps(text)
