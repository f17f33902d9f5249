/*
 * Fetches several inspections at once from one thread that never blocks in SpectraKit: every outcome comes through a
 * queue, whose descriptor stands in this program's own poll.
 *
 *   SPECTORA_API_KEY=... event_loop INSPECTION_ID...
 */
#include <poll.h>
#include <spectrakit.h>
#include <stdio.h>
#include <stdlib.h>

static int report_error(spk_status status, spk_error* error) {
  fprintf(stderr, "%s: %s\n", spk_status_name(status), error ? spk_error_message(error, NULL) : "no details");
  spk_error_destroy(error);
  return EXIT_FAILURE;
}

static spk_status create_client(spk_client** client, spk_error** error) {
  const char* key = getenv("SPECTORA_API_KEY");
  const char* base_url = getenv("SPECTORA_BASE_URL");
  spk_client_options* options = NULL;

  spk_status status = spk_client_options_create(SPK_SERVICE_SPECTORA, &options, error);
  if (status == SPK_OK) status = spk_client_options_set_api_key(options, key ? key : "", SPK_NUL, error);
  if (status == SPK_OK && base_url) status = spk_client_options_set_base_url(options, base_url, SPK_NUL, error);
  if (status == SPK_OK) status = spk_client_create(NULL, options, client, error);
  spk_client_options_destroy(options);
  return status;
}

/* Starts one call; its outcome will carry `id`. Returns at once. */
static spk_status start_get(spk_client* client, spk_queue* queue, char* id, spk_error** error) {
  spk_request* request = NULL;
  spk_call_options* options = NULL;

  spk_status status = spk_request_create(SPK_SPECTORA_INSPECTIONS_GET, &request, error);
  if (status == SPK_OK) status = spk_request_set_parameter(request, "id", SPK_NUL, id, SPK_NUL, error);
  if (status == SPK_OK) status = spk_call_options_create(&options, error);
  if (status == SPK_OK) status = spk_call_options_set_queue(options, queue, id, /* with_progress */ 0, error);
  if (status == SPK_OK) status = spk_client_start(client, request, options, NULL, error);
  spk_call_options_destroy(options);
  spk_request_destroy(request);
  return status;
}

static void print_inspection(const char* id, const spk_document* document) {
  spk_value record = spk_document_record(document, 0);
  const char* city = "-";
  spk_value_text(spk_resource_attribute(record, "property_city", SPK_NUL), &city, NULL, NULL);
  printf("%s  %s\n", id, city);
}

/* Takes what is there, without waiting. Returns how many calls ended. */
static size_t take_outcomes(spk_queue* queue, int* exit_code) {
  spk_event* events[32];
  const size_t count = spk_queue_drain(queue, events, 32);
  for (size_t i = 0; i < count; ++i) {
    spk_document* document = NULL;
    spk_error* error = NULL;
    const spk_status status = spk_event_take_result(events[i], &document, &error); /* both are ours now */
    if (status == SPK_OK) {
      print_inspection(spk_event_user_data(events[i]), document);
    } else {
      *exit_code = report_error(status, error);
    }
    spk_document_destroy(document);
    spk_event_destroy(events[i]);
  }
  return count;
}

int main(int argc, char** argv) {
  spk_client* client = NULL;
  spk_queue* queue = NULL;
  spk_error* error = NULL;
  int exit_code = EXIT_SUCCESS;
  size_t running = 0;

  spk_status status = create_client(&client, &error);
  if (status == SPK_OK) status = spk_queue_create(&queue, &error);
  for (int i = 1; status == SPK_OK && i < argc; ++i) {
    status = start_get(client, queue, argv[i], &error);
    if (status == SPK_OK) ++running;
  }
  if (status != SPK_OK) exit_code = report_error(status, error);

  struct pollfd watched = {spk_queue_fd(queue), POLLIN, 0}; /* ... beside what the program watches already */
  while (running > 0 && poll(&watched, 1, -1) >= 0) running -= take_outcomes(queue, &exit_code);

  spk_queue_destroy(queue);
  spk_client_close(client, SPK_FOREVER_MS, NULL);
  spk_client_destroy(client);
  return exit_code;
}
