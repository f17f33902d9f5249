"""What the OpenAPI documents can not say about a request, and what a form can not say about its values."""

import itertools

import schemathesis

FORM = "multipart/form-data"
# In a form every value is a text. Any one text is a list of one, and 1 and 0 stand for true and false.
FORM_FLAGS = ("data[attributes][report]", "data[attributes][internal_only]")
FORM_TAGS = "data[attributes][tags][]"
FORM_FILES = ("data[attributes][image]", "data[attributes][file]")

# What every seed holds.
COMPANY_ID = 4201
USER_ID = 1
INSPECTION_ID = 10000001
RECORD_IDS = {
    "connections": itertools.count(500001),
    "contacts": itertools.count(700001),
    "inspections": itertools.count(INSPECTION_ID),
}


def is_good(case) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def name_a_record(case) -> None:
    """No endpoint that steers the sandbox lists these records, so the tool can not know their ids."""
    _, prefix, kind, *_ = [*case.path.split("/"), ""]
    is_stateful = case.meta.phase.name.value == "stateful"
    if prefix == "_sandbox" and kind in RECORD_IDS and "id" in case.path_parameters and not is_stateful:
        case.path_parameters["id"] = next(RECORD_IDS[kind])


def make_sense(operation: str, body: dict, is_form: bool) -> None:
    if operation == "attachments.upload":
        body["data[attributes][inspection_id]"] = str(INSPECTION_ID)
    elif operation == "clients.update":
        # A client without e-mail address must keep a name or a telephone number.
        attributes = body if is_form else body["data"]["attributes"]
        attributes["data[attributes][first_name]" if is_form else "first_name"] = "Noah"
    elif operation == "create_inspection":
        body["company_id"] = COMPANY_ID
        body["contact_ids"] = []
        for person in ("buying_agent_id", "selling_agent_id", "inspector_id"):
            body[person] = None
    elif operation == "create_key":
        body["user_id"] = USER_ID
    elif operation == "add_fault":
        # Which members go together, docs/sandbox-faults.md says in words.
        body["action"] = {"status": 503}


def is_good_in_a_form(name: str, value) -> bool:
    """Whether it can only be bad elsewhere: its type does not arrive."""
    if name == FORM_TAGS:
        return not isinstance(value, list)
    if name in FORM_FLAGS:
        return value in (0, 1)
    if name in FORM_FILES:
        return not isinstance(value, (str, bytes))
    return name.startswith("data[") and isinstance(value, (bool, int, float, dict, list))


@schemathesis.hook
def before_call(context, case, kwargs):
    """A good request names records that exist and keeps to the rules of the texts. A bad one stays as it was made."""
    if not is_good(case):
        return
    name_a_record(case)
    if isinstance(case.body, dict):
        make_sense(case.operation.definition.raw.get("operationId"), case.body, case.media_type == FORM)


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what is meant to be bad and is good in a form."""
    if is_good(case) or case.media_type != FORM or not isinstance(case.body, dict):
        return True
    return not any(is_good_in_a_form(name, value) for name, value in case.body.items())
