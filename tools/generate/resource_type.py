"""Resource types: the kinds of records that a service sends, read from a document."""

from dataclasses import dataclass

from openapi_document import OpenApiDocument


@dataclass(frozen=True)
class Attribute:
    name: str
    type_text: str
    json_types: tuple[str, ...]
    item_json_types: tuple[str, ...]
    is_datetime: bool
    confidence: str
    known_values: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Relationship:
    name: str
    to_many: bool
    target_type: str
    confidence: str
    description: str


@dataclass(frozen=True)
class ResourceType:
    name: str
    model_name: str
    confidence: str
    description: str
    attributes: tuple[Attribute, ...]
    relationships: tuple[Relationship, ...]


def resource_types_of(document: OpenApiDocument) -> list[ResourceType]:
    """All resource types in the order in which the document has them."""
    schemas = document.root.get("components", {}).get("schemas", {})
    return [_resource_type(document, schema) for schema in schemas.values() if "x-spk-resource-type" in schema]


def type_text(document: OpenApiDocument, schema: dict) -> str:
    """A schema's type for people: "integer, string or null", "list of strings", "date and time or null"."""
    types = schema.get("type", "any value")
    names = [types] if isinstance(types, str) else list(types)
    if "array" in names:
        item = type_text(document, document.schema(schema["items"]))
        names[names.index("array")] = f"list of {item}s"
    if schema.get("format") == "date-time":
        names[names.index("string")] = "date and time"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _json_types(schema: dict) -> tuple[str, ...]:
    """The names of the JSON types that a schema allows; none when it allows all."""
    types = schema.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def _resource_type(document, schema) -> ResourceType:
    properties = schema["properties"]
    attributes = document.schema(properties.get("attributes", {})).get("properties", {})
    relationships = document.schema(properties.get("relationships", {})).get("properties", {})
    return ResourceType(
        name=schema["x-spk-resource-type"],
        model_name=schema["x-spk-model-name"],
        confidence=schema["x-spk-confidence"],
        description=" ".join(schema["description"].split()),
        attributes=tuple(_attribute(document, name, document.schema(node)) for name, node in attributes.items()),
        relationships=tuple(_relationship(name, document.schema(node)) for name, node in relationships.items()),
    )


def _attribute(document, name, schema) -> Attribute:
    return Attribute(
        name=name,
        type_text=type_text(document, schema),
        json_types=_json_types(schema),
        item_json_types=_json_types(document.schema(schema["items"])) if "items" in schema else (),
        is_datetime=schema.get("format") == "date-time",
        confidence=schema["x-spk-confidence"],
        known_values=tuple(schema.get("x-spk-known-values", ())),
        description=" ".join(schema["description"].split()),
    )


def _relationship(name, schema) -> Relationship:
    return Relationship(
        name=name,
        to_many=schema["properties"]["data"].get("type") == "array",
        target_type=schema["x-spk-target-type"],
        confidence=schema["x-spk-confidence"],
        description=" ".join(schema["description"].split()),
    )
