"""What stands in the operation table and on the reference page."""

import re
import unittest

from repository import ROOT_FOLDER

import operation_table
import reference_page
from openapi_document import OpenApiDocument
from operation import operations_of
from resource_type import resource_types_of
from service import SERVICES
from webhook_event import webhook_events_of

SPECTORA = SERVICES[0]
DOCUMENT = OpenApiDocument.from_file(ROOT_FOLDER, SPECTORA.document_path)
OPERATIONS = operations_of(DOCUMENT)


class OperationTable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = operation_table.source_text(SPECTORA, OPERATIONS, "notice")

    def array(self, name):
        return re.search(rf" {name}\[\] = \{{\n(.*?)\n\}};", self.text, re.DOTALL).group(1)

    def row(self, array, name):
        return re.search(rf'{{\.name = "{re.escape(name)}",.*?}},(?=\n|$)', self.array(array), re.DOTALL).group(0)

    def test_a_documented_limit_stands_in_the_row(self):
        self.assertIn(".maximum = 200,", self.row("kAgentsListParameters", "page[size]"))

    def test_without_a_limit_the_row_is_open(self):
        row = self.row("kInspectionsListParameters", "filter[fulltext]")
        self.assertIn(".minimum = INT64_MIN,", row)
        self.assertIn(".maximum = INT64_MAX,", row)

    def test_a_list_attribute_is_left_to_raw_json(self):
        attributes = self.array("kAgentsUpdateAttributes")
        self.assertIn('"first_name"', attributes)
        self.assertNotIn('"tags"', attributes)

    def test_rows_stand_in_the_order_of_their_ids(self):
        ids = [int(number) for number in re.findall(r"\.id = (\d+)", self.text)]
        self.assertEqual(sorted(ids), ids)
        self.assertEqual(len(OPERATIONS), len(ids))


class ReferencePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.resource_types = resource_types_of(DOCUMENT)
        cls.events = webhook_events_of(DOCUMENT)
        cls.page = reference_page.page_text(
            SPECTORA, DOCUMENT.base_url(), OPERATIONS, cls.resource_types, cls.events, "notice"
        )

    def section(self, heading):
        return re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", self.page, re.DOTALL | re.MULTILINE).group(1)

    def test_every_operation_shows_its_parameters_and_body_attributes_with_confidence(self):
        for operation in OPERATIONS:
            section = self.section(operation.name)
            for item in (*operation.parameters, *operation.attributes):
                row = rf"^\| `{re.escape(item.name)}`( \(required\))? \| [^|]+ \| {item.confidence} \|"
                self.assertRegex(section, re.compile(row, re.MULTILINE), operation.name)

    def test_every_record_shows_its_attributes_with_confidence(self):
        self.assertIn("inspection_attachment", {resource_type.name for resource_type in self.resource_types})
        for resource_type in self.resource_types:
            section = self.section(resource_type.name)
            for item in resource_type.attributes:
                self.assertIn(f"| `{item.name}` | {item.type_text} | {item.confidence} |", section)

    def test_all_eleven_documented_events_are_listed(self):
        self.assertEqual(11, len(self.events))
        for event in self.events:
            self.assertIn(f"| `{event.name}` |", self.page)


if __name__ == "__main__":
    unittest.main()
