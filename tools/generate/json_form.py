"""The JSON form of an OpenAPI document, as the sandbox serves it."""

import json

from openapi_document import OpenApiDocument

# Who takes the document from a sandbox wants to call that sandbox, whatever its address is.
SERVERS = [{"url": "/", "description": "This sandbox."}]


def json_text(document: OpenApiDocument) -> str:
    served = {**document.root, "servers": SERVERS}
    return json.dumps(served, ensure_ascii=False, indent=1) + "\n"
