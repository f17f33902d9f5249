#include "spectrakit.h"

/* Calls one function of each shape, so that the declarations are used as C as well as read. */
const char* use_header(spk_document* document, spk_error** error);

const char* use_header(spk_document* document, spk_error** error) {
  const char* text = NULL;
  size_t length = 0;
  spk_value value = spk_document_record(document, 0);
  if (spk_value_string(spk_resource_attribute(value, "slug", SPK_NUL), &text, &length, error) != SPK_OK) return NULL;
  return text;
}
