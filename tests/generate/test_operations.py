"""What the generator reads out of Spectora's document."""

import copy
import re
import unittest

from repository import ROOT_FOLDER

import c_enum
from openapi_document import OpenApiDocument
from operation import operations_of
from service import SERVICES
from value_type import ValueType

SPECTORA = SERVICES[0]
OPERATION_IDS = {
    "agents.list": 1,
    "agents.create": 2,
    "agents.get": 3,
    "agents.update": 4,
    "agent_stats.list": 5,
    "clients.list": 6,
    "clients.create": 7,
    "clients.get": 8,
    "clients.update": 9,
    "inspections.list": 10,
    "inspections.get": 11,
    "attachments.list": 12,
    "attachments.upload": 13,
}


class SpectoraOperations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = OpenApiDocument.from_file(ROOT_FOLDER, SPECTORA.document_path)
        cls.operations = {operation.name: operation for operation in operations_of(cls.document)}

    def parameter(self, operation, name):
        return next(item for item in self.operations[operation].parameters if item.name == name)

    def attribute(self, operation, name):
        return next(item for item in self.operations[operation].attributes if item.name == name)

    def attribute_names(self, operation):
        return {item.name for item in self.operations[operation].attributes}

    def test_ids_stay_what_they_are(self):
        ids = {name: operation.id for name, operation in self.operations.items()}
        self.assertEqual(OPERATION_IDS, {name: ids.get(name) for name in OPERATION_IDS})

    def test_every_operation_of_the_document_is_in_the_enum(self):
        text = (ROOT_FOLDER / SPECTORA.document_path).read_text(encoding="utf-8")
        names = [name for name in re.findall(r"operationId: (\S+)", text) if not name.startswith("webhook.")]
        header = c_enum.header_text({SPECTORA: list(self.operations.values())}, "notice")
        constants = dict(re.findall(r"^  (SPK_\w+) = (\d+),?$", header, re.MULTILINE))
        expected = {
            "SPK_SPECTORA_" + name.upper().replace(".", "_"): str(self.operations[name].id) for name in names
        }
        self.assertGreaterEqual(len(expected), len(OPERATION_IDS))
        self.assertEqual(expected, constants)

    def test_page_sizes_are_limited_in_every_list(self):
        for operation in ("agents.list", "clients.list", "agent_stats.list", "inspections.list", "attachments.list"):
            parameter = self.parameter(operation, "page[size]")
            self.assertEqual((1, 200), (parameter.minimum, parameter.maximum))

    def test_guessed_limits_are_not_enforced(self):
        root = copy.deepcopy(self.document.root)
        root["components"]["parameters"]["PageSizeElsewhere"]["schema"]["x-spk-confidence"] = "guessed"
        operations = {operation.name: operation for operation in operations_of(OpenApiDocument(root, "document"))}
        parameters = {parameter.name: parameter for parameter in operations["inspections.list"].parameters}
        limits = (parameters["page[size]"].minimum, parameters["page[size]"].maximum)
        self.assertEqual((None, None), limits)

    def test_known_values_are_not_enforced(self):
        include = self.parameter("inspections.list", "include")
        self.assertIn("buying_agent", include.known_values)
        self.assertEqual((), include.values)

    def test_documented_sort_fields_are_enforced_in_both_directions(self):
        values = self.parameter("clients.list", "sort").values
        self.assertEqual(
            {"first_name", "-first_name", "last_name", "-last_name", "last_first_name", "-last_first_name"}, set(values)
        )

    def test_the_tag_filter_takes_several_values_and_is_no_comma_list(self):
        names = [item.name for item in self.operations["agents.list"].parameters]
        self.assertNotIn("filter[tag][]", names)
        tag = self.parameter("agents.list", "filter[tag]")
        self.assertEqual((True, False), (tag.repeatable, tag.comma_list))

    def test_include_and_optional_fields_are_comma_lists(self):
        for name in ("include", "optional_fields"):
            parameter = self.parameter("agents.get", name)
            self.assertEqual((True, True), (parameter.repeatable, parameter.comma_list))

    def test_the_email_can_be_set_but_not_changed(self):
        for noun in ("agents", "clients"):
            self.assertIn("email", self.attribute_names(f"{noun}.create"))
            self.assertNotIn("email", self.attribute_names(f"{noun}.update"))

    def test_a_list_in_a_form_is_the_attribute_without_its_brackets(self):
        for operation in ("agents.create", "agents.update", "clients.create", "clients.update"):
            self.assertEqual(1, sum(name.startswith("tags") for name in self.attribute_names(operation)))
            self.assertIn("tags", self.attribute_names(operation))

    def test_an_upload_needs_the_inspection_and_the_file_alone(self):
        required = {item.name for item in self.operations["attachments.upload"].attributes if item.required}
        self.assertEqual({"inspection_id", "file"}, required)

    def test_files_carry_their_documented_endings(self):
        image = self.attribute("agents.update", "image")
        self.assertEqual(ValueType.FILE, image.type)
        self.assertEqual({"jpg", "jpeg", "png", "gif"}, set(image.file_extensions))
        self.assertIn("pdf", self.attribute("attachments.upload", "file").file_extensions)
        self.assertNotIn("mp4", self.attribute("attachments.upload", "file").file_extensions)

    def test_the_statistics_have_both_paths(self):
        stats = self.operations["agent_stats.list"]
        self.assertEqual(("/v2/connections/stats", "/v2/connection_stats"), (stats.path, stats.alternate_path))


if __name__ == "__main__":
    unittest.main()
