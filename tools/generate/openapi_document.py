"""An OpenAPI document as read from its YAML file, with its references followed."""

import pathlib

import yaml

from document_error import DocumentError


class UniqueKeyLoader(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping, which YAML readers otherwise pass over in silence."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise DocumentError(f"line {key_node.start_mark.line + 1}", f"the key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


class OpenApiDocument:
    """The parsed document. References that point outside of the document are refused."""

    METHODS = ("get", "head", "post", "put", "patch", "delete")

    def __init__(self, root: dict, name: str):
        self.root = root
        self.name = name

    @classmethod
    def from_text(cls, text: str, name: str) -> "OpenApiDocument":
        root = yaml.load(text, Loader=UniqueKeyLoader)
        if not isinstance(root, dict) or not str(root.get("openapi", "")).startswith("3.1."):
            raise DocumentError(name, "is no OpenAPI 3.1 document")
        return cls(root, name)

    @classmethod
    def from_file(cls, root_folder: pathlib.Path, relative_path: str) -> "OpenApiDocument":
        return cls.from_text((root_folder / relative_path).read_text(encoding="utf-8"), relative_path)

    def resolve(self, node: dict) -> dict:
        """Follows `$ref`; what stands beside the reference wins over what it points at."""
        visited = set()
        while "$ref" in node:
            reference = node["$ref"]
            if reference in visited:
                raise DocumentError(reference, "the reference leads back to itself")
            visited.add(reference)
            beside = {key: value for key, value in node.items() if key != "$ref"}
            node = {**self.target(reference), **beside}
        return node

    def target(self, reference: str) -> dict:
        """What a `$ref` such as "#/components/schemas/Id" points at."""
        if not reference.startswith("#/"):
            raise DocumentError(reference, "only references inside the document are supported")
        node = self.root
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key)] if isinstance(node, list) else node[key]
            except (KeyError, IndexError, ValueError):
                raise DocumentError(reference, "the reference points at nothing") from None
        return node

    def schema(self, node: dict) -> dict:
        """The schema with references followed and the properties of its `allOf` parts merged in."""
        node = self.resolve(node)
        if "allOf" not in node:
            return node
        merged = {key: value for key, value in node.items() if key != "allOf"}
        properties: dict = {}
        required: list = []
        for part in [*node["allOf"], merged]:
            part = self.schema(part)
            properties.update(part.get("properties", {}))
            required.extend(part.get("required", []))
        return {**merged, "properties": properties, "required": required}

    def operation_nodes(self):
        """Yields (path, method, operation, parameters), the parameters of the path included and resolved."""
        for path, item in self.root["paths"].items():
            for method in self.METHODS:
                if method in item:
                    nodes = [*item.get("parameters", []), *item[method].get("parameters", [])]
                    yield path, method, item[method], [self.resolve(node) for node in nodes]

    def base_url(self) -> str:
        return self.root["servers"][0]["url"]
