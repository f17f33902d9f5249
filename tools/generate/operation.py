"""Operations: the rows of the operation table, read from a document."""

from dataclasses import dataclass

from document_error import DocumentError
from openapi_document import OpenApiDocument
from value_type import ValueType

FORM_PREFIX = "data[attributes]["


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    type: ValueType
    required: bool
    repeatable: bool
    comma_list: bool
    minimum: int | None
    maximum: int | None
    values: tuple[str, ...]
    known_values: tuple[str, ...]
    confidence: str
    limits_confidence: str
    default: object
    description: str


@dataclass(frozen=True)
class BodyAttribute:
    name: str
    type: ValueType
    required: bool
    file_extensions: tuple[str, ...]
    known_values: tuple[str, ...]
    confidence: str
    description: str


@dataclass(frozen=True)
class Operation:
    id: int
    name: str
    method: str
    path: str
    alternate_path: str
    paging: str
    resource_type: str
    media_types: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    attributes: tuple[BodyAttribute, ...]
    summary: str
    description: str


def operations_of(document: OpenApiDocument) -> list[Operation]:
    """All operations of the document in the order of their ids."""
    operations = [_operation(document, *node) for node in document.operation_nodes()]
    return sorted(operations, key=lambda operation: operation.id)


def _operation(document, path, method, node, parameter_nodes) -> Operation:
    content = document.resolve(node.get("requestBody", {})).get("content", {})
    return Operation(
        id=node["x-spk-id"],
        name=node["operationId"],
        method=method,
        path=path,
        alternate_path=node.get("x-spk-alternate-path", ""),
        paging=node.get("x-spk-paging", "none"),
        resource_type=_resource_type(document, node),
        media_types=tuple(content),
        parameters=_parameters(document, parameter_nodes),
        attributes=_attributes(document, content),
        summary=_one_line(node.get("summary", "")),
        description=_one_line(node.get("description", "")),
    )


def _parameters(document, nodes) -> tuple[Parameter, ...]:
    spelled_as_array = {node["x-spk-array-spelling-of"] for node in nodes if "x-spk-array-spelling-of" in node}
    return tuple(
        _parameter(document, node, node["name"] in spelled_as_array)
        for node in nodes
        if "x-spk-array-spelling-of" not in node
    )


def _parameter(document, node, spelled_as_array: bool) -> Parameter:
    schema = document.schema(node["schema"])
    limits_confidence = schema.get("x-spk-confidence", node["x-spk-confidence"])
    is_list = ValueType.of_schema(schema) is ValueType.ARRAY
    item = document.schema(schema["items"]) if is_list else schema
    enforced = limits_confidence != "guessed"
    return Parameter(
        name=node["name"],
        place=node["in"],
        type=ValueType.of_schema(item),
        required=node.get("required", False),
        repeatable=is_list or spelled_as_array,
        comma_list=is_list and node.get("explode", True) is False,
        minimum=item.get("minimum") if enforced else None,
        maximum=item.get("maximum") if enforced else None,
        values=tuple(item.get("enum", ())) if enforced else (),
        known_values=tuple(item.get("x-spk-known-values", ())),
        confidence=node["x-spk-confidence"],
        limits_confidence=limits_confidence,
        default=schema.get("default"),
        description=_one_line(node["description"]),
    )


def _attributes(document, content: dict) -> tuple[BodyAttribute, ...]:
    """The attributes of every kind of body together, in the order in which they are written down."""
    found: dict[str, BodyAttribute] = {}
    for media_type, media in content.items():
        schema = document.schema(media["schema"])
        if media_type == "application/json":
            schema = document.schema(document.schema(schema["properties"]["data"])["properties"]["attributes"])
        required = [_attribute_name(name) for name in schema.get("required", [])]
        for key, node in schema.get("properties", {}).items():
            name = _attribute_name(key)
            found.setdefault(name, _attribute(document, name, node, name in required))
    return tuple(found.values())


def _attribute_name(key: str) -> str:
    """The name inside of "data[attributes][name]" or "data[attributes][name][]"; any other key is the name itself."""
    key = key.removesuffix("[]")
    return key[len(FORM_PREFIX) : -1] if key.startswith(FORM_PREFIX) and key.endswith("]") else key


def _attribute(document, name: str, node: dict, required: bool) -> BodyAttribute:
    schema = document.schema(node)
    return BodyAttribute(
        name=name,
        type=ValueType.of_schema(schema),
        required=required,
        file_extensions=tuple(schema.get("x-spk-file-extensions", ())),
        known_values=tuple(schema.get("x-spk-known-values", ())),
        confidence=schema["x-spk-confidence"],
        description=_one_line(schema["description"]),
    )


def _resource_type(document, node) -> str:
    """The type of the records in the operation's good answer."""
    for status in ("200", "201"):
        if status in node["responses"]:
            response = document.resolve(node["responses"][status])
            answer = document.schema(response["content"]["application/json"]["schema"])
            data = document.schema(answer["properties"]["data"])
            record = document.schema(data["items"]) if "items" in data else data
            if "x-spk-resource-type" in record:
                return record["x-spk-resource-type"]
    raise DocumentError(node["operationId"], "no good answer leads to a schema with x-spk-resource-type")


def _one_line(text: str) -> str:
    return " ".join(text.split())
