"""What stands in the command's table of options."""

import re
import unittest

from repository import ROOT_FOLDER

import command_flags
from openapi_document import OpenApiDocument
from operation import operations_of
from service import SERVICES

SPECTORA = SERVICES[0]
OPERATIONS = operations_of(OpenApiDocument.from_file(ROOT_FOLDER, SPECTORA.document_path))


class CommandFlags(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = command_flags.source_text(SPECTORA, OPERATIONS, "notice")

    def array(self, name):
        return re.search(rf" {name}\[\] = \{{\n(.*?)\n\}};", self.text, re.DOTALL).group(1)

    def row(self, array, name):
        pattern = rf'{{\.option = "[^"]*",\s+\.name = "{re.escape(name)}",.*?"}},(?=\n|$)'
        return re.search(pattern, self.array(array), re.DOTALL).group(0)

    def test_an_option_is_called_after_its_parameter(self):
        for name, option in (
            ("filter[datetime_greater_than]", "datetime-greater-than"),
            ("page[size]", "page-size"),
            ("optional_fields", "optional-fields"),
            ("id", "id"),
        ):
            self.assertEqual(option, command_flags.flag_name(name))

    def test_no_two_options_of_an_operation_have_the_same_name(self):
        for operation in OPERATIONS:
            names = [command_flags.flag_name(item.name) for item in (*operation.parameters, *operation.attributes)]
            self.assertEqual(len(names), len(set(names)), operation.name)

    def test_the_help_names_values_limits_and_doubt(self):
        self.assertIn("One of: agent, agent_team.", self.row("kAgentsListFlags", "include"))
        self.assertIn("At least 1. At most 200.", self.row("kAgentsListFlags", "page[size]"))
        self.assertIn("(The name is a guess.)", self.row("kAgentsCreateFlags", "facebook"))
        self.assertNotIn("guess", self.row("kClientsCreateFlags", "email"))

    def test_lists_and_files_and_booleans_are_told_apart(self):
        self.assertIn("FlagKind::kTextList", self.row("kAgentsCreateFlags", "tags"))
        self.assertIn("FlagKind::kFile", self.row("kAttachmentsUploadFlags", "file"))
        self.assertIn("FlagKind::kBoolean", self.row("kAttachmentsListFlags", "filter[report]"))
        self.assertIn("FlagPlace::kPath", self.row("kAgentsGetFlags", "id"))

    def test_every_operation_has_its_flags(self):
        for operation in OPERATIONS:
            self.assertIn(f".operation = SPK_SPECTORA_{operation.name.upper().replace('.', '_')},", self.text)


if __name__ == "__main__":
    unittest.main()
