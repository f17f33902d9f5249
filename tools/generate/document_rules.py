"""The rules that a document has to keep so that everything generated from it is right."""

import re

from document_error import DocumentError
from openapi_document import OpenApiDocument
from service import Service

CONFIDENCES = ("documented", "client", "guessed")
PAGINGS = ("page_number",)
BODY_MEDIA_TYPES = {"application/json", "multipart/form-data"}


def _is_text(value) -> bool:
    return isinstance(value, str) and bool(value)


def _is_text_list(value) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(item) for item in value)


def _is_extension_list(value) -> bool:
    return _is_text_list(value) and all(re.fullmatch("[a-z0-9]+", item) for item in value)


# Every extension with what its value has to be, in code and in words.
EXTENSIONS = {
    "x-spk-alternate-path": (lambda value: _is_text(value) and value.startswith("/"), "a path"),
    "x-spk-array-spelling-of": (_is_text, "a parameter's name"),
    "x-spk-confidence": (lambda value: value in CONFIDENCES, "one of " + ", ".join(CONFIDENCES)),
    "x-spk-file-extensions": (_is_extension_list, "a list of endings in lower case without the dot"),
    "x-spk-id": (lambda value: type(value) is int, "a whole number"),
    "x-spk-known-values": (_is_text_list, "a list of strings"),
    "x-spk-model-name": (
        lambda value: _is_text(value) and value.isidentifier() and value[0].isupper(),
        "the name of a class",
    ),
    "x-spk-paging": (lambda value: value in PAGINGS, "one of " + ", ".join(PAGINGS)),
    "x-spk-resource-type": (_is_text, "a JSON:API type"),
    "x-spk-target-type": (_is_text, "a JSON:API type"),
}


def check_document(document: OpenApiDocument, service: Service) -> None:
    """Raises DocumentError for the first rule that is broken."""
    _check_extensions(document.root, document.name)
    _check_operations(document, service)
    for name, schema in document.root.get("components", {}).get("schemas", {}).items():
        if "x-spk-resource-type" in schema:
            _check_resource(document, name, schema)


def _check_extensions(node, place: str) -> None:
    if isinstance(node, list):
        for index, item in enumerate(node):
            _check_extensions(item, f"{place}/{index}")
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if str(key).startswith("x-"):
            if key not in EXTENSIONS:
                raise DocumentError(place, f"the extension {key} is not known")
            is_right, wanted = EXTENSIONS[key]
            if not is_right(value):
                raise DocumentError(place, f"{key} is {value!r} and has to be {wanted}")
        _check_extensions(value, f"{place}/{key}")


def _check_operations(document: OpenApiDocument, service: Service) -> None:
    place_of_id: dict = {}
    place_of_name: dict = {}
    for path, method, node, parameters in document.operation_nodes():
        place = f"{method.upper()} {path}"
        _check_operation(place, node, service)
        _check_unique(place_of_id, node["x-spk-id"], "x-spk-id", place)
        _check_unique(place_of_name, node["operationId"], "operationId", place)
        _check_parameters(place, path, parameters)
        _check_body(document, place, node)


def _check_unique(place_of: dict, value, key: str, place: str) -> None:
    if value in place_of:
        raise DocumentError(place, f"{key} {value} is taken by {place_of[value]} already")
    place_of[value] = place


def _check_operation(place: str, node: dict, service: Service) -> None:
    for key in ("operationId", "x-spk-id", "summary"):
        if key not in node:
            raise DocumentError(place, f"{key} is missing")
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", node["operationId"]):
        raise DocumentError(place, f"operationId {node['operationId']} is not of the form noun.verb")
    if not service.first_id <= node["x-spk-id"] <= service.last_id:
        span = f"{service.first_id} to {service.last_id}"
        raise DocumentError(place, f"x-spk-id {node['x-spk-id']} is outside of {span}, the range of {service.name}")
    if node["operationId"].endswith(".list") and "x-spk-paging" not in node:
        raise DocumentError(place, "x-spk-paging is missing")


def _check_parameters(place: str, path: str, parameters: list[dict]) -> None:
    names = [parameter["name"] for parameter in parameters]
    for parameter in parameters:
        where = f"{place}, parameter {parameter['name']}"
        if names.count(parameter["name"]) > 1:
            raise DocumentError(where, "stands twice")
        if parameter["in"] not in ("path", "query"):
            raise DocumentError(where, f"can not stand in the {parameter['in']}")
        _check_described(where, parameter)
        original = parameter.get("x-spk-array-spelling-of", parameter["name"])
        if original not in names:
            raise DocumentError(where, f"x-spk-array-spelling-of names {original}, which the operation has not")
    in_path = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    if in_path != set(re.findall(r"\{(.*?)\}", path)):
        raise DocumentError(place, "the path's placeholders and the path parameters are not the same")


def _check_body(document: OpenApiDocument, place: str, node: dict) -> None:
    content = document.resolve(node.get("requestBody", {})).get("content", {})
    for media_type, media in content.items():
        if media_type not in BODY_MEDIA_TYPES:
            raise DocumentError(place, f"bodies of the type {media_type} are not supported")
        schema = document.schema(media["schema"])
        if media_type == "application/json":
            schema = document.schema(document.schema(schema["properties"]["data"])["properties"]["attributes"])
        _check_properties(document, f"{place}, {media_type}", schema)


def _check_resource(document: OpenApiDocument, name: str, schema: dict) -> None:
    _check_described(name, schema)
    if "x-spk-model-name" not in schema:
        raise DocumentError(name, "x-spk-model-name is missing")
    for relationship, node in document.schema(schema["properties"].get("relationships", {})).get("properties", {}).items():
        if "x-spk-target-type" not in document.schema(node):
            raise DocumentError(f"{name}, {relationship}", "x-spk-target-type is missing")
    for part in ("attributes", "relationships"):
        if part in schema["properties"]:
            _check_properties(document, f"{name}, {part}", document.schema(schema["properties"][part]))


def _check_properties(document: OpenApiDocument, place: str, schema: dict) -> None:
    for name, node in schema.get("properties", {}).items():
        _check_described(f"{place}, {name}", document.schema(node))


def _check_described(place: str, node: dict) -> None:
    for key in ("description", "x-spk-confidence"):
        if key not in node:
            raise DocumentError(place, f"{key} is missing")
