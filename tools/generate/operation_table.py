"""The operation table: C++ source in the types of core/client/operation.h."""

import json

from operation import BodyAttribute, Operation, Parameter
from service import Service
from value_type import ValueType

METHODS = {"delete": "del"}


def header_text(service: Service, base_url: str, notice: str) -> str:
    return f"""// {notice}
#pragma once

#include <span>
#include <string_view>

#include "client/operation.h"

namespace spectrakit::{service.name} {{

/// Where the service lives when the caller names no other place.
inline constexpr std::string_view kDefaultBaseUrl = {_string(base_url)};

/// Every operation of the service, in the order of the ids.
std::span<const Operation> operations();

}}  // namespace spectrakit::{service.name}
"""


def source_text(service: Service, operations: list[Operation], notice: str) -> str:
    arrays = [array for operation in operations for array in _arrays(operation)]
    rows = "\n".join(_operation_row(operation) for operation in operations)
    return f"""// {notice}
#include "{service.name}/generated/operations.h"

#include <cstdint>

// clang-format off

namespace spectrakit::{service.name} {{
namespace {{

{chr(10).join(arrays)}
constexpr Operation kOperations[] = {{
{rows}
}};

}}  // namespace

std::span<const Operation> operations() {{ return kOperations; }}

}}  // namespace spectrakit::{service.name}

// clang-format on
"""


def _arrays(operation: Operation) -> list[str]:
    """The arrays that the operation's row points at; C++ has no arrays without elements, so those are left out."""
    arrays = []
    for parameter in operation.parameters:
        if parameter.values:
            arrays.append(_string_array(_values_name(operation, parameter), parameter.values))
    for attribute in operation.attributes:
        if attribute.file_extensions:
            arrays.append(_string_array(_extensions_name(operation, attribute), attribute.file_extensions))
    if operation.parameters:
        rows = [_parameter_row(operation, parameter) for parameter in operation.parameters]
        arrays.append(_array("Parameter", _parameters_name(operation), rows))
    if _table_attributes(operation):
        rows = [_attribute_row(operation, attribute) for attribute in _table_attributes(operation)]
        arrays.append(_array("BodyAttribute", _attributes_name(operation), rows))
    return arrays


def _table_attributes(operation: Operation) -> list[BodyAttribute]:
    """Lists have no type in the table: they are set as raw JSON, and what the table does not name is not checked."""
    return [attribute for attribute in operation.attributes if attribute.type is not ValueType.ARRAY]


def _operation_row(operation: Operation) -> str:
    parameters = _parameters_name(operation) if operation.parameters else "{}"
    attributes = _attributes_name(operation) if _table_attributes(operation) else "{}"
    return f"""    {{.id = {operation.id},
     .name = {_string(operation.name)},
     .method = Method::{METHODS.get(operation.method, operation.method)},
     .path = {_string(operation.path)},
     .alternate_path = {_string(operation.alternate_path)},
     .paging = Paging::{operation.paging},
     .body = BodyKind::{"json_api" if operation.media_types else "none"},
     .resource_type = {_string(operation.resource_type)},
     .parameters = {parameters},
     .attributes = {attributes}}},"""


def _parameter_row(operation: Operation, parameter: Parameter) -> str:
    return f"""    {{.name = {_string(parameter.name)},
     .place = ParameterPlace::{parameter.place},
     .type = ValueType::{parameter.type.value},
     .required = {_boolean(parameter.required)},
     .repeatable = {_boolean(parameter.repeatable)},
     .comma_list = {_boolean(parameter.comma_list)},
     .minimum = {_limit(parameter.minimum, "INT64_MIN")},
     .maximum = {_limit(parameter.maximum, "INT64_MAX")},
     .values = {_values_name(operation, parameter) if parameter.values else "{}"}}},"""


def _attribute_row(operation: Operation, attribute: BodyAttribute) -> str:
    extensions = _extensions_name(operation, attribute) if attribute.file_extensions else "{}"
    return f"""    {{.name = {_string(attribute.name)},
     .type = ValueType::{attribute.type.value},
     .required = {_boolean(attribute.required)},
     .file_extensions = {extensions}}},"""


def _string_array(name: str, values: tuple[str, ...]) -> str:
    return _array("std::string_view", name, [f"    {_string(value)}," for value in values])


def _array(element: str, name: str, rows: list[str]) -> str:
    return f"constexpr {element} {name}[] = {{\n" + "\n".join(rows) + "\n};\n"


def _parameters_name(operation: Operation) -> str:
    return f"k{_pascal(operation.name)}Parameters"


def _attributes_name(operation: Operation) -> str:
    return f"k{_pascal(operation.name)}Attributes"


def _values_name(operation: Operation, parameter: Parameter) -> str:
    return f"k{_pascal(operation.name)}{_pascal(parameter.name)}Values"


def _extensions_name(operation: Operation, attribute: BodyAttribute) -> str:
    return f"k{_pascal(operation.name)}{_pascal(attribute.name)}Extensions"


def _pascal(name: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in name).split()
    return "".join(word.capitalize() for word in words)


def _limit(value: int | None, unset: str) -> str:
    return unset if value is None else str(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _string(text: str) -> str:
    return json.dumps(text)
