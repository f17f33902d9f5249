/*
 * Lists a company's inspections and attaches a file to one of them.
 *
 *   SPECTORA_API_KEY=... list_and_upload [INSPECTION_ID FILE]
 *
 * Without arguments it only lists. SPECTORA_BASE_URL points it at another address, such as the sandbox's.
 */
#include <inttypes.h>
#include <spectrakit.h>
#include <stdio.h>
#include <stdlib.h>

/* The one place where errors are reported. `error` may be NULL; it is given back here. */
static int report_error(spk_status status, spk_error* error) {
  fprintf(stderr, "%s: %s\n", spk_status_name(status), error ? spk_error_message(error, NULL) : "no details");
  if (error && spk_error_is_ambiguous(error)) {
    fprintf(stderr, "Look at the inspection's attachments before sending the file again.\n");
  }
  for (size_t i = 0; error && i < spk_error_problem_count(error); ++i) {
    fprintf(stderr, "  %s: %s\n", spk_error_problem_pointer(error, i, NULL), spk_error_problem_detail(error, i, NULL));
  }
  spk_error_destroy(error);
  return EXIT_FAILURE;
}

/* A client needs a key; everything else has a default. Making one sends nothing. */
static spk_status create_client(spk_client** client, spk_error** error) {
  const char* key = getenv("SPECTORA_API_KEY");
  const char* base_url = getenv("SPECTORA_BASE_URL");
  spk_client_options* options = NULL;

  spk_status status = spk_client_options_create(SPK_SERVICE_SPECTORA, &options, error);
  if (status == SPK_OK) status = spk_client_options_set_api_key(options, key ? key : "", SPK_NUL, error);
  if (status == SPK_OK && base_url) status = spk_client_options_set_base_url(options, base_url, SPK_NUL, error);
  /* NULL for the engine: the client gets an I/O thread of its own. */
  if (status == SPK_OK) status = spk_client_create(NULL, options, client, error);
  spk_client_options_destroy(options);
  return status;
}

/* The text of an attribute. It belongs to the record's document. */
static const char* attribute_text(spk_value record, const char* name) {
  const char* text = NULL;
  return spk_value_text(spk_resource_attribute(record, name, SPK_NUL), &text, NULL, NULL) == SPK_OK ? text : "-";
}

static void print_page(const spk_document* page) {
  for (size_t i = 0; i < spk_document_record_count(page); ++i) {
    spk_value inspection = spk_document_record(page, i);
    const char* id = "-";
    spk_value_text(spk_resource_id(inspection), &id, NULL, NULL);
    printf("%s  %s  %s\n", id, attribute_text(inspection, "datetime"), attribute_text(inspection, "property_city"));
  }
}

/* A pager fetches one page after the other and says SPK_END after the last one. */
static spk_status list_inspections(spk_client* client, spk_error** error) {
  spk_request* request = NULL;
  spk_pager* pager = NULL;
  spk_document* page = NULL;

  spk_status status = spk_request_create(SPK_SPECTORA_INSPECTIONS_LIST, &request, error);
  if (status == SPK_OK) status = spk_request_set_parameter(request, "sort", SPK_NUL, "-datetime", SPK_NUL, error);
  if (status == SPK_OK) status = spk_pager_create(client, request, NULL, NULL, 0, &pager, error);
  while (status == SPK_OK) {
    status = spk_pager_next(pager, &page, error);
    if (status == SPK_OK) print_page(page);
    spk_document_destroy(page); /* everything that was read from the page goes with it */
    page = NULL;
  }
  spk_pager_destroy(pager);
  spk_request_destroy(request);
  if (status != SPK_END) return status;
  if (error) {
    spk_error_destroy(*error);
    *error = NULL;
  }
  return SPK_OK;
}

/* Runs on the I/O thread, so it is short and does not wait for anything. */
static void note_progress(void* user_data, uint64_t sent_bytes, uint64_t total_bytes) {
  (void)total_bytes;
  *(uint64_t*)user_data = sent_bytes;
}

/* The file is streamed from the disk. An upload is never repeated by itself: see SPK_AMBIGUOUS_WRITE. */
static spk_status attach_file(spk_client* client, const char* inspection_id, const char* path, spk_error** error) {
  spk_request* request = NULL;
  spk_call_options* options = NULL;
  spk_document* answer = NULL;
  uint64_t sent_bytes = 0;

  spk_status status = spk_request_create(SPK_SPECTORA_ATTACHMENTS_UPLOAD, &request, error);
  if (status == SPK_OK) {
    status = spk_request_set_attribute(request, "inspection_id", SPK_NUL, inspection_id, SPK_NUL, error);
  }
  if (status == SPK_OK) status = spk_request_set_attribute_bool(request, "report", SPK_NUL, 1, error);
  if (status == SPK_OK) status = spk_request_set_file(request, "file", SPK_NUL, path, SPK_NUL, NULL, 0, error);
  if (status == SPK_OK) status = spk_call_options_create(&options, error);
  if (status == SPK_OK) {
    status = spk_call_options_set_progress_callback(options, note_progress, &sent_bytes, error);
  }
  if (status == SPK_OK) status = spk_client_send(client, request, options, &answer, error);
  if (status == SPK_OK) {
    const char* id = "-";
    spk_value_text(spk_resource_id(spk_document_record(answer, 0)), &id, NULL, NULL);
    printf("attached as %s after %" PRIu64 " bytes\n", id, sent_bytes);
  }
  spk_document_destroy(answer);
  spk_call_options_destroy(options);
  spk_request_destroy(request);
  return status;
}

int main(int argc, char** argv) {
  spk_client* client = NULL;
  spk_error* error = NULL;

  if (argc != 1 && argc != 3) {
    fprintf(stderr, "usage: %s [INSPECTION_ID FILE]\n", argv[0]);
    return 2;
  }
  spk_status status = create_client(&client, &error);
  if (status == SPK_OK) status = list_inspections(client, &error);
  if (status == SPK_OK && argc == 3) status = attach_file(client, argv[1], argv[2], &error);
  spk_client_destroy(client);
  return status == SPK_OK ? EXIT_SUCCESS : report_error(status, error);
}
