/* Makes a client, which takes curl, OpenSSL's hashing and SQLite, and prints the library's version. */
#include <spectrakit.h>
#include <spectrakit_experimental.h>
#include <stdio.h>

int main(int argument_count, char** arguments) {
  spk_client_options* options = NULL;
  spk_client* client = NULL;
  spk_error* error = NULL;
  if (argument_count != 2) return 2;
  if (spk_client_options_create(SPK_SERVICE_SPECTORA, &options, &error) != SPK_OK ||
      spk_client_options_set_api_key(options, "key", SPK_NUL, &error) != SPK_OK ||
      spk_client_options_set_ledger_path(options, arguments[1], SPK_NUL, &error) != SPK_OK ||
      spk_client_create(NULL, options, &client, &error) != SPK_OK) {
    fprintf(stderr, "%s\n", spk_error_message(error, NULL));
    return 1;
  }
  puts(spk_version());
  spk_client_destroy(client);
  spk_client_options_destroy(options);
  return 0;
}
