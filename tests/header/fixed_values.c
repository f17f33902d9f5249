/* What is compiled into other people's programs never changes its value: new names are added here, none is altered. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "spectrakit.h"

static_assert(SPK_NUL == SIZE_MAX, "frozen");
static_assert(SPK_FOREVER_MS == -1, "frozen");

static_assert(sizeof(spk_status) == 4, "frozen");
static_assert(sizeof(spk_operation) == 4, "frozen");
static_assert(sizeof(spk_value) == 2 * sizeof(void*), "frozen");
static_assert(offsetof(spk_value, document) == 0, "frozen");
static_assert(offsetof(spk_value, position) == sizeof(void*), "frozen");

static_assert(SPK_OK == 0, "frozen");
static_assert(SPK_INVALID_ARGUMENT == 1, "frozen");
static_assert(SPK_INVALID_STATE == 2, "frozen");
static_assert(SPK_CLOSED == 3, "frozen");
static_assert(SPK_FORKED == 4, "frozen");
static_assert(SPK_WRONG_THREAD == 5, "frozen");
static_assert(SPK_OUT_OF_MEMORY == 6, "frozen");
static_assert(SPK_INTERNAL == 7, "frozen");
static_assert(SPK_FILE_FAILED == 8, "frozen");
static_assert(SPK_WAIT_TIMED_OUT == 20, "frozen");
static_assert(SPK_END == 21, "frozen");
static_assert(SPK_CANCELLED == 40, "frozen");
static_assert(SPK_DEADLINE_EXCEEDED == 41, "frozen");
static_assert(SPK_CONNECTION_FAILED == 42, "frozen");
static_assert(SPK_TLS_FAILED == 43, "frozen");
static_assert(SPK_MALFORMED_RESPONSE == 44, "frozen");
static_assert(SPK_RESPONSE_TOO_LARGE == 45, "frozen");
static_assert(SPK_AMBIGUOUS_WRITE == 46, "frozen");
static_assert(SPK_REDIRECT_REFUSED == 47, "frozen");
static_assert(SPK_TOO_MANY_PAGES == 48, "frozen");
static_assert(SPK_TOO_MANY_CALLS == 9, "frozen");
static_assert(SPK_LIMIT_UNKNOWN == 0, "frozen");
static_assert(SPK_LIMIT_MINUTE == 1, "frozen");
static_assert(SPK_LIMIT_MONTH == 2, "frozen");
static_assert(SPK_GATE_OPEN == 0, "frozen");
static_assert(SPK_GATE_CLOSED == 1, "frozen");
static_assert(SPK_GATE_PROBING == 2, "frozen");
static_assert(SPK_EVENT_LOG == 3, "frozen");
static_assert(SPK_API_ERROR == 60, "frozen");
static_assert(SPK_AUTHENTICATION_FAILED == 61, "frozen");
static_assert(SPK_PERMISSION_DENIED == 62, "frozen");
static_assert(SPK_NOT_FOUND == 63, "frozen");
static_assert(SPK_VALIDATION_FAILED == 64, "frozen");
static_assert(SPK_RATE_LIMITED == 65, "frozen");
static_assert(SPK_SERVER_ERROR == 66, "frozen");
static_assert(SPK_VALUE_ABSENT == 80, "frozen");
static_assert(SPK_VALUE_WRONG_KIND == 81, "frozen");
static_assert(SPK_VALUE_UNDECODABLE == 82, "frozen");

static_assert(SPK_TIMING_DNS == 0, "frozen");
static_assert(SPK_TIMING_CONNECT == 1, "frozen");
static_assert(SPK_TIMING_TLS == 2, "frozen");
static_assert(SPK_TIMING_FIRST_BYTE == 3, "frozen");
static_assert(SPK_TIMING_TOTAL == 4, "frozen");

static_assert(SPK_SERVICE_SPECTORA == 1, "frozen");

static_assert(SPK_LOG_DEBUG == 10, "frozen");
static_assert(SPK_LOG_INFO == 20, "frozen");
static_assert(SPK_LOG_WARNING == 30, "frozen");
static_assert(SPK_LOG_ERROR == 40, "frozen");

static_assert(SPK_EVENT_COMPLETION == 1, "frozen");
static_assert(SPK_EVENT_PROGRESS == 2, "frozen");

static_assert(SPK_VALUE_KIND_ABSENT == 0, "frozen");
static_assert(SPK_VALUE_KIND_NULL == 1, "frozen");
static_assert(SPK_VALUE_KIND_BOOL == 2, "frozen");
static_assert(SPK_VALUE_KIND_NUMBER == 3, "frozen");
static_assert(SPK_VALUE_KIND_STRING == 4, "frozen");
static_assert(SPK_VALUE_KIND_ARRAY == 5, "frozen");
static_assert(SPK_VALUE_KIND_OBJECT == 6, "frozen");

static_assert(SPK_SPECTORA_AGENTS_LIST == 1, "frozen");
static_assert(SPK_SPECTORA_AGENTS_CREATE == 2, "frozen");
static_assert(SPK_SPECTORA_AGENTS_GET == 3, "frozen");
static_assert(SPK_SPECTORA_AGENTS_UPDATE == 4, "frozen");
static_assert(SPK_SPECTORA_AGENT_STATS_LIST == 5, "frozen");
static_assert(SPK_SPECTORA_CLIENTS_LIST == 6, "frozen");
static_assert(SPK_SPECTORA_CLIENTS_CREATE == 7, "frozen");
static_assert(SPK_SPECTORA_CLIENTS_GET == 8, "frozen");
static_assert(SPK_SPECTORA_CLIENTS_UPDATE == 9, "frozen");
static_assert(SPK_SPECTORA_INSPECTIONS_LIST == 10, "frozen");
static_assert(SPK_SPECTORA_INSPECTIONS_GET == 11, "frozen");
static_assert(SPK_SPECTORA_ATTACHMENTS_LIST == 12, "frozen");
static_assert(SPK_SPECTORA_ATTACHMENTS_UPLOAD == 13, "frozen");
