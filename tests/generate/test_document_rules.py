"""The generator refuses documents that it could not make something right of."""

import copy
import unittest

from repository import ROOT_FOLDER

from document_error import DocumentError
from document_rules import check_document
from openapi_document import OpenApiDocument
from service import SERVICES

SPECTORA = SERVICES[0]
WHOLE = OpenApiDocument.from_file(ROOT_FOLDER, SPECTORA.document_path)


class DocumentRules(unittest.TestCase):
    def setUp(self):
        self.root = copy.deepcopy(WHOLE.root)
        self.paths = self.root["paths"]
        self.schemas = self.root["components"]["schemas"]

    def check(self):
        check_document(OpenApiDocument(self.root, "document"), SPECTORA)

    def assert_refused(self, *fragments):
        with self.assertRaises(DocumentError) as caught:
            self.check()
        for fragment in fragments:
            self.assertIn(fragment, str(caught.exception))

    def test_accepts_the_document_as_it_is(self):
        self.check()

    def test_refuses_an_id_that_two_operations_have(self):
        self.paths["/v2/contacts"]["get"]["x-spk-id"] = 1
        self.assert_refused("GET /v2/contacts", "x-spk-id 1 is taken by GET /v2/connections")

    def test_refuses_a_name_that_two_operations_have(self):
        self.paths["/v2/contacts"]["get"]["operationId"] = "agents.list"
        self.assert_refused("GET /v2/contacts", "operationId agents.list is taken")

    def test_refuses_an_operation_without_an_id(self):
        del self.paths["/v2/contacts"]["get"]["x-spk-id"]
        self.assert_refused("GET /v2/contacts", "x-spk-id is missing")

    def test_refuses_an_id_outside_of_the_range_of_the_service(self):
        self.paths["/v2/contacts"]["get"]["x-spk-id"] = 1000
        self.assert_refused("GET /v2/contacts", "x-spk-id 1000 is outside of 1 to 999")

    def test_refuses_a_list_that_does_not_say_how_it_is_paged(self):
        del self.paths["/v2/contacts"]["get"]["x-spk-paging"]
        self.assert_refused("GET /v2/contacts", "x-spk-paging is missing")

    def test_refuses_a_parameter_without_confidence(self):
        del self.root["components"]["parameters"]["PageNumber"]["x-spk-confidence"]
        self.assert_refused("parameter page[number]", "x-spk-confidence is missing")

    def test_refuses_a_parameter_without_a_description(self):
        del self.root["components"]["parameters"]["PageNumber"]["description"]
        self.assert_refused("parameter page[number]", "description is missing")

    def test_refuses_an_attribute_without_confidence(self):
        del self.schemas["InspectionAttributes"]["properties"]["slug"]["x-spk-confidence"]
        self.assert_refused("Inspection, attributes, slug", "x-spk-confidence is missing")

    def test_refuses_a_relationship_without_confidence(self):
        del self.schemas["Inspection"]["properties"]["relationships"]["properties"]["buyers"]["x-spk-confidence"]
        self.assert_refused("Inspection, relationships, buyers", "x-spk-confidence is missing")

    def test_refuses_a_form_field_without_confidence(self):
        del self.schemas["InspectionAttachmentForm"]["properties"]["data[attributes][file]"]["x-spk-confidence"]
        self.assert_refused("POST /v2/inspection_attachments", "data[attributes][file]", "x-spk-confidence is missing")

    def test_refuses_a_confidence_that_does_not_exist(self):
        self.schemas["InspectionAttributes"]["properties"]["slug"]["x-spk-confidence"] = "certain"
        self.assert_refused("'certain'", "documented, client, guessed")

    def test_refuses_an_extension_that_it_does_not_know(self):
        self.paths["/v2/contacts"]["get"]["x-spk-pagin"] = "page_number"
        self.assert_refused("/v2/contacts/get", "x-spk-pagin is not known")

    def test_refuses_file_endings_with_a_dot(self):
        self.schemas["ImageFile"]["x-spk-file-extensions"] = [".jpg"]
        self.assert_refused("ImageFile", "x-spk-file-extensions", "without the dot")

    def test_refuses_an_array_spelling_of_a_parameter_that_is_not_there(self):
        self.root["components"]["parameters"]["FilterTags"]["x-spk-array-spelling-of"] = "filter[label]"
        self.assert_refused("filter[tag][]", "filter[label]")

    def test_refuses_a_path_whose_placeholder_is_no_parameter(self):
        del self.paths["/v2/contacts/{id}"]["parameters"]
        self.assert_refused("/v2/contacts/{id}", "placeholders")

    def test_refuses_a_reference_to_nothing(self):
        del self.schemas["ConnectionAttributes"]["properties"]["city"]
        self.assert_refused("#/components/schemas/ConnectionAttributes/properties/city", "points at nothing")


class DocumentText(unittest.TestCase):
    def test_refuses_a_key_that_stands_twice(self):
        with self.assertRaisesRegex(DocumentError, "line 3: the key 'paths' stands twice"):
            OpenApiDocument.from_text("openapi: 3.1.0\npaths: {}\npaths: {}\n", "document")

    def test_takes_what_one_mapping_has_in_common_with_another(self):
        text = "openapi: 3.1.0\ncommon: &common {a: 1}\nfirst: {<<: *common, b: 2}\n"
        self.assertEqual({"a": 1, "b": 2}, OpenApiDocument.from_text(text, "document").root["first"])

    def test_refuses_another_version_of_openapi(self):
        with self.assertRaisesRegex(DocumentError, "no OpenAPI 3.1 document"):
            OpenApiDocument.from_text("openapi: 3.0.3\npaths: {}\n", "document")


if __name__ == "__main__":
    unittest.main()
