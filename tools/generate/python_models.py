"""The typed records of the Python package."""

from python_text import call, python_types, string
from resource_type import Attribute, Relationship, ResourceType

# What every record has by itself.
RECORD_MEMBERS = ("id", "type", "attributes", "raw_json", "get", "to_dict", "related", "related_ids")


def source_text(service_title: str, types: list[ResourceType], notice: str) -> str:
    names = {type_.name: type_.model_name for type_ in types}
    classes = "\n\n".join(_class(type_, names) for type_ in types)
    models = "".join(f"        {string(type_.name)}: {type_.model_name},\n" for type_ in types)
    return f'''# {notice}
"""The records of {service_title}.

Any attribute may be missing, and is None then. One that is not of the documented type is given as it was received.
"""

from __future__ import annotations

from .. import _native
from .._native import Attribute, Record, Relation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime as DateTime


{classes}

_native.set_models(
    {{
{models}    }}
)
'''


def _class(type_: ResourceType, names: dict[str, str]) -> str:
    members = [_attribute(each) for each in type_.attributes if each.name not in RECORD_MEMBERS]
    members += [_relation(each, names) for each in type_.relationships]
    if type_.name == "inspection":
        members.append(PORTAL_URL)
    return f'''class {type_.model_name}(Record):
    """{type_.description}

    The service names this type {string(type_.name)}.
    """

    __slots__ = ()

''' + "\n".join(members) + "\n"


PORTAL_URL = '''
    @property
    def portal_url(self) -> str | None:
        """The inspection's address in the client portal; None when it has no slug."""
        return self._portal_url'''


def _attribute(attribute: Attribute) -> str:
    arguments = [string(attribute.name), string(_documentation(attribute))]
    if attribute.is_datetime:
        arguments.append("True")
    return call(f"{attribute.name}: Attribute[{_type(attribute)}] = Attribute", arguments, "", "    ")


def _type(attribute: Attribute) -> str:
    if attribute.is_datetime:
        return "DateTime | None"
    if "array" in attribute.json_types:
        return f"list[{' | '.join(python_types(attribute.item_json_types))}] | None"
    return " | ".join([*python_types(attribute.json_types), "None"])


def _documentation(attribute: Attribute) -> str:
    text = attribute.description
    if attribute.known_values:
        text += " Known values: " + ", ".join(attribute.known_values) + "."
    if attribute.confidence == "guessed":
        text += " (The name is a guess.)"
    return text


def _relation(relationship: Relationship, names: dict[str, str]) -> str:
    model = names[relationship.target_type]
    arguments = [string(relationship.name), string(relationship.description)]
    if relationship.to_many:
        arguments.append("True")
        return call(f"{relationship.name}: Relation[list[{model}]] = Relation", arguments, "", "    ")
    return call(f"{relationship.name}: Relation[{model} | None] = Relation", arguments, "", "    ")
