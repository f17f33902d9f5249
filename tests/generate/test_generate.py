"""The generator as a program: it writes, and in check mode it notices what is stale."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from repository import ROOT_FOLDER

import generate
from openapi_document import OpenApiDocument

DOCUMENT = "core/spectora/openapi.yaml"
SANDBOX_DOCUMENT = "tools/sandbox/openapi.yaml"
ENUM = "capi/generated/spectrakit_operations.h"
TABLE = "core/spectora/generated/operations.cpp"
SERVED_DOCUMENT = "tools/sandbox/generated/spectora_openapi.json"


class GeneratorRun(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for document in (DOCUMENT, SANDBOX_DOCUMENT):
            (self.root / document).parent.mkdir(parents=True)
            shutil.copyfile(ROOT_FOLDER / document, self.root / document)

    def run_generator(self, *arguments):
        """The exit status and what was printed as an error."""
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            status = generate.main(list(arguments), self.root)
        return status, errors.getvalue()

    def test_check_passes_after_writing(self):
        self.assertEqual((0, ""), self.run_generator())
        self.assertEqual((0, ""), self.run_generator("--check"))

    def test_check_names_the_stale_file_and_no_other(self):
        self.run_generator()
        with (self.root / ENUM).open("a", encoding="utf-8") as header:
            header.write("\n")
        status, errors = self.run_generator("--check")
        self.assertEqual(1, status)
        self.assertEqual([ENUM], [line.split()[0] for line in errors.splitlines()])

    def test_check_names_the_missing_file(self):
        self.run_generator()
        (self.root / TABLE).unlink()
        status, errors = self.run_generator("--check")
        self.assertEqual(1, status)
        self.assertIn(TABLE, errors)

    def test_check_notices_a_changed_document(self):
        self.run_generator()
        text = (self.root / DOCUMENT).read_text(encoding="utf-8")
        (self.root / DOCUMENT).write_text(text.replace("maximum: 200", "maximum: 100"), encoding="utf-8")
        status, errors = self.run_generator("--check")
        self.assertEqual(1, status)
        self.assertIn(TABLE, errors)

    def test_the_json_form_says_what_the_document_says_and_calls_the_server_that_serves_it(self):
        self.run_generator()
        served = json.loads((self.root / SERVED_DOCUMENT).read_text(encoding="utf-8"))
        self.assertEqual("/", served.pop("servers")[0]["url"])
        document = OpenApiDocument.from_file(self.root, DOCUMENT).root
        document.pop("servers")
        self.assertEqual(document, served)

    def test_check_writes_nothing(self):
        self.run_generator("--check")
        self.assertFalse((self.root / ENUM).exists())

    def test_a_document_that_breaks_a_rule_leaves_the_old_files(self):
        self.run_generator()
        before = (self.root / TABLE).read_bytes()
        text = (self.root / DOCUMENT).read_text(encoding="utf-8")
        (self.root / DOCUMENT).write_text(text.replace("x-spk-id: 2\n", "x-spk-id: 1\n"), encoding="utf-8")
        status, errors = self.run_generator()
        self.assertEqual(1, status)
        self.assertIn("x-spk-id 1 is taken", errors)
        self.assertEqual(before, (self.root / TABLE).read_bytes())

    def test_the_output_does_not_depend_on_the_run(self):
        program = (
            "import pathlib, sys; sys.path.insert(0, sys.argv[1]); import generate;"
            "print([(file.path, file.text) for file in generate.generated_files(pathlib.Path(sys.argv[2]))])"
        )
        arguments = [sys.executable, "-B", "-c", program, str(ROOT_FOLDER / "tools" / "generate"), str(self.root)]
        outputs = {
            subprocess.run(arguments, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
            for seed in ("1", "2", "3")
        }
        self.assertEqual(1, len(outputs))


if __name__ == "__main__":
    unittest.main()
