"""The reference page of a service, in Markdown."""

from c_enum import constant_name
from markdown_table import code, markdown_table
from operation import BodyAttribute, Operation, Parameter
from resource_type import ResourceType
from service import Service
from value_type import ValueType
from webhook_event import WebhookEvent

TYPE_TEXTS = {ValueType.DATE_TIME: "date and time", ValueType.ARRAY: "list of strings"}

CONFIDENCE_TEXT = """How sure each line is:

- **documented**: the service's own texts say so.
- **client**: seen in public programs that use the service.
- **guessed**: follows from a convention or from other parts; it may be wrong.

The service's documentation promises no attribute, so any of them may be missing or null, and more may come. Values and
limits marked *enforced* are checked before a request is sent; all others are passed on as they are."""


def page_text(
    service: Service,
    base_url: str,
    operations: list[Operation],
    resource_types: list[ResourceType],
    events: list[WebhookEvent],
    notice: str,
) -> str:
    parts = [
        f"<!-- {notice} -->",
        f"# {service.title}: operations and records",
        f"All paths are below `{base_url}`.",
        CONFIDENCE_TEXT,
        "## Operations",
        markdown_table(
            ("Operation", "Method and path", "What it does"),
            [(_link(operation.name), code(_request_line(operation)), operation.summary) for operation in operations],
        ),
    ]
    for operation in operations:
        parts.extend(_operation_parts(service, operation))
    parts.append("## Records")
    for resource_type in resource_types:
        parts.extend(_resource_parts(resource_type))
    parts.extend(_event_parts(events))
    return "\n\n".join(parts) + "\n"


def _operation_parts(service: Service, operation: Operation) -> list[str]:
    parts = [f"### {operation.name}", f"`{_request_line(operation)}`", operation.summary]
    if operation.description:
        parts.append(operation.description)
    facts = [f"- C: `{constant_name(service, operation)}` ({operation.id})"]
    facts.append(f"- Records: [`{operation.resource_type}`](#{operation.resource_type})")
    if operation.paging != "none":
        facts.append("- Paged: `page[number]` and `page[size]`")
    if operation.alternate_path:
        facts.append(f"- Also known under `{operation.alternate_path}`")
    if operation.media_types:
        facts.append("- Body: " + " or ".join(f"`{media_type}`" for media_type in operation.media_types))
    parts.append("\n".join(facts))
    if operation.parameters:
        rows = [_parameter_row(parameter) for parameter in operation.parameters]
        parts.append(markdown_table(("Parameter", "Type", "Confidence", "Meaning"), rows))
    if operation.attributes:
        rows = [_body_row(attribute) for attribute in operation.attributes]
        parts.append(markdown_table(("Body attribute", "Type", "Confidence", "Meaning"), rows))
    return parts


def _parameter_row(parameter: Parameter) -> tuple[str, ...]:
    kind = _type_text(parameter.type)
    if parameter.comma_list:
        kind = f"comma list of {kind}s"
    elif parameter.repeatable:
        kind = f"one or several {kind}s"
    notes = [parameter.description]
    if parameter.default is not None:
        notes.append(f"Default: {parameter.default}{_doubt(parameter)}.")
    limits = [
        f"{word} {limit}"
        for word, limit in (("at least", parameter.minimum), ("at most", parameter.maximum))
        if limit is not None
    ]
    if limits:
        notes.append(f"Enforced: {', '.join(limits)}.")
    if parameter.values:
        notes.append("Enforced values: " + _code_list(parameter.values) + ".")
    if parameter.known_values:
        notes.append("Known values: " + _code_list(parameter.known_values) + ".")
    return _name(parameter.name, parameter.required), kind, parameter.confidence, " ".join(notes)


def _body_row(attribute: BodyAttribute) -> tuple[str, ...]:
    notes = [attribute.description]
    if attribute.file_extensions:
        notes.append("Enforced endings: " + _code_list(tuple("." + end for end in attribute.file_extensions)) + ".")
    if attribute.known_values:
        notes.append("Known values: " + _code_list(attribute.known_values) + ".")
    return (
        _name(attribute.name, attribute.required),
        _type_text(attribute.type),
        attribute.confidence,
        " ".join(notes),
    )


def _resource_parts(resource_type: ResourceType) -> list[str]:
    parts = [
        f"### {resource_type.name}",
        resource_type.description,
        f"JSON:API type `{resource_type.name}` ({resource_type.confidence}).",
    ]
    rows = []
    for attribute in resource_type.attributes:
        meaning = attribute.description
        if attribute.known_values:
            meaning += " Known values: " + _code_list(attribute.known_values) + "."
        rows.append((code(attribute.name), attribute.type_text, attribute.confidence, meaning))
    parts.append(markdown_table(("Attribute", "Type", "Confidence", "Meaning"), rows))
    if resource_type.relationships:
        rows = [
            (code(item.name), "many" if item.to_many else "one", item.confidence, item.description)
            for item in resource_type.relationships
        ]
        parts.append(markdown_table(("Relationship", "To", "Confidence", "Meaning"), rows))
    return parts


def _event_parts(events: list[WebhookEvent]) -> list[str]:
    if not events:
        return []
    rows = [(code(event.name), event.summary) for event in events]
    return ["## Webhook events", markdown_table(("Event", "When"), rows)]


def _request_line(operation: Operation) -> str:
    return f"{operation.method.upper()} {operation.path}"


def _link(name: str) -> str:
    """A link to the heading of the same name; headings lose their dots in addresses."""
    return f"[{name}](#{name.replace('.', '')})"


def _name(name: str, required: bool) -> str:
    return code(name) + (" (required)" if required else "")


def _type_text(value_type: ValueType) -> str:
    return TYPE_TEXTS.get(value_type, value_type.value)


def _doubt(parameter: Parameter) -> str:
    return "" if parameter.limits_confidence == "documented" else f" ({parameter.limits_confidence})"


def _code_list(values: tuple[str, ...]) -> str:
    return ", ".join(code(value) for value in values)
