/*
 * SpectraKit: a client for Spectora (home inspection) and Spectral (agent optimisation).
 *
 * Rules that hold for every function here
 *
 *   Names      spk_<noun>_<verb>. Handles are opaque and live on the heap; `_create` makes one, `_destroy` gives
 *              it back and accepts NULL.
 *   Status     A function that can fail returns spk_status (0 is SPK_OK) and takes `spk_error **error` last. It may
 *              be NULL. On failure the caller owns the error and gives it back with spk_error_destroy. On failure
 *              every other output is set to NULL or zero.
 *   Strings in   Pointer and length in bytes, UTF-8, copied. SPK_NUL as the length means "up to the NUL". NULL is the
 *              empty string with a length of 0, and refused with any other, unless the string may be left out.
 *   Strings out  Borrowed pointer and length, NUL-terminated, valid while the handle they came from lives. The one
 *                exception is spk_value_raw, a view into the answer's own bytes. `length` may be NULL.
 *   Options    Setters on an option object. What is not set has the core's default; docs/reference/options.md lists
 *              the defaults.
 *   Threads    Every handle may be used from several threads, except: an option object or a request while it is
 *              being filled, and a pager (one thread at a time). Documents and errors never change once handed over.
 *   Callbacks  Run on the engine's I/O thread and must not block. They may start, cancel and destroy; closing an
 *              engine or client there returns SPK_WRONG_THREAD.
 *   Fork       In a forked child whatever needs an engine that was made before the fork gives SPK_FORKED, and
 *              `_destroy` frees without waiting. Make new handles there, or start the child with exec.
 */
#ifndef SPECTRAKIT_H
#define SPECTRAKIT_H

#include <stddef.h>
#include <stdint.h>

#include "spectrakit_operations.h"

#if defined(__GNUC__)
#define SPK_API __attribute__((visibility("default")))
#else
#define SPK_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** As the length of a string that goes in: the string ends at its NUL. */
#define SPK_NUL ((size_t)-1)

/** As a time-out: wait without limit. */
#define SPK_FOREVER_MS ((int64_t)-1)

/* ---- Status ------------------------------------------------------------------------------------------------- */

/** The outcome of a function or a call. Values are never reused; new ones may be added. */
typedef int32_t spk_status;
enum {
  SPK_OK = 0,

  /* The caller's side. Nothing was sent, except that CLOSED and FILE_FAILED can end a call that is under way. */
  SPK_INVALID_ARGUMENT = 1, /**< An argument is wrong; the message names it and the way out. */
  SPK_INVALID_STATE = 2,    /**< Right function, wrong moment: the result was taken already, and the like. */
  SPK_CLOSED = 3,           /**< The engine or client was closed. */
  SPK_FORKED = 4,           /**< This process is a fork of the one that made the handle; make new handles. */
  SPK_WRONG_THREAD = 5,     /**< Closing or waiting on the engine's own I/O thread. */
  SPK_OUT_OF_MEMORY = 6,
  SPK_INTERNAL = 7,    /**< A defect of SpectraKit; please report it. */
  SPK_FILE_FAILED = 8, /**< A file to upload could not be opened or read, is empty, or changed its size on the way. */
  SPK_TOO_MANY_CALLS = 9, /**< The client has as many incomplete calls as were allowed. */

  /* Answers that are no failure. */
  SPK_WAIT_TIMED_OUT = 20, /**< The wait ended; the call still runs. */
  SPK_END = 21,            /**< A pager has no further page; a queue has no event waiting. */

  /* The way to the service and back. */
  SPK_CANCELLED = 40,
  SPK_DEADLINE_EXCEEDED = 41, /**< The deadline over all attempts and waits passed, or the connection idled. */
  SPK_CONNECTION_FAILED = 42, /**< DNS, connect, proxy, or a connection that broke. */
  SPK_TLS_FAILED = 43,
  SPK_MALFORMED_RESPONSE = 44,
  SPK_RESPONSE_TOO_LARGE = 45,
  SPK_AMBIGUOUS_WRITE = 46, /**< A write may or may not have happened; it was not sent again. Look before re-sending. */
  SPK_REDIRECT_REFUSED = 47, /**< A redirect to another origin, of a write, or one too many. */
  SPK_TOO_MANY_PAGES = 48,   /**< The list has more pages than were allowed; spk_pager_set_max_pages. */

  /* The service's answer. */
  SPK_API_ERROR = 60,             /**< A status that has no code of its own here; see spk_error_http_status. */
  SPK_AUTHENTICATION_FAILED = 61, /**< 401 */
  SPK_PERMISSION_DENIED = 62,     /**< 403 */
  SPK_NOT_FOUND = 63,             /**< 404 */
  SPK_VALIDATION_FAILED = 64,     /**< 422 */
  SPK_RATE_LIMITED = 65,          /**< 429; or not sent: the rate gate is closed, or the monthly quota used up. */
  SPK_SERVER_ERROR = 66,          /**< 5xx */

  /* Reading a value. */
  SPK_VALUE_ABSENT = 80,      /**< No such member, or null. */
  SPK_VALUE_WRONG_KIND = 81,  /**< The value is there, but of another kind. */
  SPK_VALUE_UNDECODABLE = 82, /**< The text does not fit: a number out of range, a lone surrogate. */
};

/** The name of a status, such as "SPK_NOT_FOUND". Never NULL. Static. */
SPK_API const char* spk_status_name(spk_status status);

/** SpectraKit's version, such as "0.1.0". Static. */
SPK_API const char* spk_version(void);

/** The name of an operation, such as "inspections.list"; NULL for a number that names none. Static. */
SPK_API const char* spk_operation_name(spk_operation operation);

/* ---- Handles ------------------------------------------------------------------------------------------------- */

typedef struct spk_error spk_error;
typedef struct spk_attempt spk_attempt;
typedef struct spk_engine_options spk_engine_options;
typedef struct spk_engine spk_engine;
typedef struct spk_client_options spk_client_options;
typedef struct spk_client spk_client;
typedef struct spk_request spk_request;
typedef struct spk_call_options spk_call_options;
typedef struct spk_call spk_call;
typedef struct spk_document spk_document;
typedef struct spk_pager spk_pager;
typedef struct spk_queue spk_queue;
typedef struct spk_event spk_event;
typedef struct spk_usage spk_usage;

/* ---- Attempts: what was tried ---------------------------------------------------------------------------------- */

typedef int32_t spk_timing;
enum {
  SPK_TIMING_DNS = 0,        /**< From the start of the attempt until the name was resolved. */
  SPK_TIMING_CONNECT = 1,    /**< ... until the connection stood. 0 on a reused connection. */
  SPK_TIMING_TLS = 2,        /**< ... until TLS was agreed. 0 without TLS or on a reused connection. */
  SPK_TIMING_FIRST_BYTE = 3, /**< ... until the first byte of the answer. */
  SPK_TIMING_TOTAL = 4       /**< ... until the attempt ended. */
};

/** Why the attempt ended: "answered", "connection lost", "could not connect", ... Static. */
SPK_API const char* spk_attempt_outcome(const spk_attempt* attempt, size_t* length);
/** The HTTP status of the answer; 0 when there was none. */
SPK_API int32_t spk_attempt_http_status(const spk_attempt* attempt);
/** When the attempt began, in milliseconds since 1970. */
SPK_API int64_t spk_attempt_started_unix_ms(const spk_attempt* attempt);
/** Milliseconds that were waited before this attempt. */
SPK_API int64_t spk_attempt_waited_ms(const spk_attempt* attempt);
/** What for: "back-off", "Retry-After", "rate gate", "free connection"; empty when nothing was waited. Static. */
SPK_API const char* spk_attempt_wait_reason(const spk_attempt* attempt, size_t* length);
/** One of SPK_TIMING_*, in microseconds since the start of the attempt; 0 when that point was not reached. */
SPK_API int64_t spk_attempt_timing_us(const spk_attempt* attempt, spk_timing timing);

/* ---- Error ----------------------------------------------------------------------------------------------------- */

/** The status that the failing function returned. */
SPK_API spk_status spk_error_status(const spk_error* error);
/** The name of the kind, the same in every language: "NotFoundError", "AmbiguousWriteError", ... */
SPK_API const char* spk_error_name(const spk_error* error, size_t* length);
/** What happened, to which operation, after how many attempts, and what to do next. Holds no key and no client's data.
 */
SPK_API const char* spk_error_message(const spk_error* error, size_t* length);
/** The operation, such as "inspections.get"; empty when the error belongs to none. */
SPK_API const char* spk_error_operation(const spk_error* error, size_t* length);
/** The HTTP status of the last answer; 0 when there was none. */
SPK_API int32_t spk_error_http_status(const spk_error* error);
/** The service's id of the last request, from its response head; empty when it sent none. */
SPK_API const char* spk_error_request_id(const spk_error* error, size_t* length);
/** 1 when the same request may safely be sent again later, else 0. */
SPK_API int spk_error_is_retryable(const spk_error* error);
/** 1 when the write may have happened, else 0. */
SPK_API int spk_error_is_ambiguous(const spk_error* error);
/** What the service asked to be waited, or until the gate opens or the month ends, in ms; -1 when nobody says. */
SPK_API int64_t spk_error_retry_after_ms(const spk_error* error);

typedef int32_t spk_limit;
enum {
  SPK_LIMIT_UNKNOWN = 0, /**< Neither a 429, a closed gate nor a quota; or nothing tells which limit it is about. */
  SPK_LIMIT_MINUTE = 1,  /**< The requests of a minute: it helps to wait. */
  SPK_LIMIT_MONTH = 2    /**< The monthly quota: no wait within a call helps. */
};
/** Which limit SPK_RATE_LIMITED is about: one of SPK_LIMIT_*. */
SPK_API spk_limit spk_error_limit(const spk_error* error);
/**
 * For people: what was tried, when and why, why it was not tried again, and the same request as a curl command that
 * reads the key from a variable. Holds no key; its URL and body may hold clients' data. Empty for an error that
 * belongs to no call.
 */
SPK_API const char* spk_error_explain(const spk_error* error, size_t* length);
/**
 * For the service's support: URL, parameters, response and attempts. Holds no key, but may hold clients' data. Empty
 * for an error that belongs to no call. Rule: Spectora's FAQ, "How do I get help or share feedback?".
 */
SPK_API const char* spk_error_support_bundle(const spk_error* error, size_t* length);

/** How many attempts were made; 0 when the error came before any. */
SPK_API size_t spk_error_attempt_count(const spk_error* error);
/** The attempt at `index`, oldest first; NULL past the end. Lives as long as the error. */
SPK_API const spk_attempt* spk_error_attempt(const spk_error* error, size_t index);

/** How many problems the service named. What follows may hold clients' data: it is in no message and no log. */
SPK_API size_t spk_error_problem_count(const spk_error* error);
/** The place in the request that the problem is about, such as "/data/attributes/email"; empty when not said. */
SPK_API const char* spk_error_problem_pointer(const spk_error* error, size_t index, size_t* length);
/** The service's code for the problem; empty when not said. */
SPK_API const char* spk_error_problem_code(const spk_error* error, size_t index, size_t* length);
/** The problem's title; empty when not said. */
SPK_API const char* spk_error_problem_title(const spk_error* error, size_t index, size_t* length);
/** The problem in the service's words; empty when not said. */
SPK_API const char* spk_error_problem_detail(const spk_error* error, size_t index, size_t* length);
/** The body of the last answer, as received; empty when there was none. Cut at the bound for error bodies. */
SPK_API const char* spk_error_body(const spk_error* error, size_t* length);
/** 1 when the answer's body was longer than what spk_error_body holds, else 0. */
SPK_API int spk_error_body_is_cut(const spk_error* error);

/** Gives the error back. Accepts NULL, as every `_destroy` does. */
SPK_API void spk_error_destroy(spk_error* error);

/* ---- Engine: the I/O thread and the connection pool -------------------------------------------------------------- */

/** Options with nothing set. */
SPK_API spk_status spk_engine_options_create(spk_engine_options** options, spk_error** error);
/** Requests under way to one host, and so connections, at the same time; at least 1. What is above it waits its turn.
 */
SPK_API spk_status spk_engine_options_set_max_connections_per_host(spk_engine_options* options, uint32_t connections,
                                                                   spk_error** error);
SPK_API void spk_engine_options_destroy(spk_engine_options* options);

/** Starts an engine; `options` may be NULL. Many clients (one a company) share one engine. */
SPK_API spk_status spk_engine_create(const spk_engine_options* options, spk_engine** engine, spk_error** error);
/**
 * Completes every call with SPK_CLOSED, stops the I/O thread and waits for it. SPK_WAIT_TIMED_OUT when that took
 * longer than `timeout_ms`; closing again goes on waiting. SPK_WRONG_THREAD in a callback. Idempotent.
 */
SPK_API spk_status spk_engine_close(spk_engine* engine, int64_t timeout_ms, spk_error** error);
/**
 * Drops the caller's reference; the engine stops when its last client is gone as well. Legal anywhere. Only
 * spk_engine_close promises that the I/O thread has ended when it returns.
 */
SPK_API void spk_engine_destroy(spk_engine* engine);

/* ---- Client: one key at one service -------------------------------------------------------------------------------
 */

typedef int32_t spk_service;
enum { SPK_SERVICE_SPECTORA = 1 };

/** Options for a client of `service`, with nothing set. */
SPK_API spk_status spk_client_options_create(spk_service service, spk_client_options** options, spk_error** error);
/** The API key, without "Bearer". Required. No white space, no control characters. */
SPK_API spk_status spk_client_options_set_api_key(spk_client_options* options, const char* key, size_t length,
                                                  spk_error** error);
/** http:// or https:// with a host, no query; unset means the service's own address. */
SPK_API spk_status spk_client_options_set_base_url(spk_client_options* options, const char* url, size_t length,
                                                   spk_error** error);
/**
 * The deadline of a call over all attempts and waits; SPK_FOREVER_MS for none. It does not bind a call that carries a
 * file, which may rightly take hours: such a call has a deadline only by spk_call_options_set_deadline_ms.
 */
SPK_API spk_status spk_client_options_set_deadline_ms(spk_client_options* options, int64_t deadline_ms,
                                                      spk_error** error);
/** How often a call may be tried again; 0 means never. */
SPK_API spk_status spk_client_options_set_max_retries(spk_client_options* options, uint32_t retries, spk_error** error);
/** A Retry-After, or a closed rate gate, that asks for a longer wait ends the call at once. */
SPK_API spk_status spk_client_options_set_max_retry_after_ms(spk_client_options* options, int64_t retry_after_ms,
                                                             spk_error** error);
/** Not 0: a POST that is answered 503 with a Retry-After counts as turned away, and is sent again. */
SPK_API spk_status spk_client_options_set_retry_refused_writes(spk_client_options* options, int retry,
                                                               spk_error** error);
/** Attempts of the key over any 60 seconds, whichever client makes them; what is above it waits. 0 for no limit. */
SPK_API spk_status spk_client_options_set_requests_per_minute(spk_client_options* options, uint32_t requests,
                                                              spk_error** error);
/**
 * The calls that the key may make a calendar month (UTC); 0 when it is not known. At 80 and 100 percent a warning is
 * logged. When `stop` is not 0, nothing more is sent once they are used up: SPK_RATE_LIMITED, SPK_LIMIT_MONTH.
 */
SPK_API spk_status spk_client_options_set_monthly_quota(spk_client_options* options, int64_t calls, int stop,
                                                        spk_error** error);
/**
 * The file in which the calls of the month are counted, for every process that names it; made when it is missing. Keys
 * stand in it as a hash. It belongs on a local disk. Unset: this process counts its own, in memory.
 */
SPK_API spk_status spk_client_options_set_ledger_path(spk_client_options* options, const char* path, size_t length,
                                                      spk_error** error);
/** The longest answer that is taken, after decompression: SPK_RESPONSE_TOO_LARGE above it. At least 1. */
SPK_API spk_status spk_client_options_set_max_response_bytes(spk_client_options* options, uint64_t bytes,
                                                             spk_error** error);
/** How much of the body of a failure is kept; the rest is dropped, and spk_error_body_is_cut says so. */
SPK_API spk_status spk_client_options_set_max_error_body_bytes(spk_client_options* options, uint64_t bytes,
                                                               spk_error** error);
/** Arrays and objects within each other in an answer, at least 1: SPK_MALFORMED_RESPONSE above it. */
SPK_API spk_status spk_client_options_set_max_json_depth(spk_client_options* options, uint32_t depth,
                                                         spk_error** error);
/** Redirects of one GET or HEAD within its origin: SPK_REDIRECT_REFUSED above it. 0 follows none. */
SPK_API spk_status spk_client_options_set_max_redirects(spk_client_options* options, uint32_t redirects,
                                                        spk_error** error);
/** Calls of the client that are not complete, at least 1: starting one more gives SPK_TOO_MANY_CALLS. */
SPK_API spk_status spk_client_options_set_max_queued_calls(spk_client_options* options, uint32_t calls,
                                                           spk_error** error);
/**
 * Sends `operation` to the other path under which it is known. Only SPK_SPECTORA_AGENT_STATS_LIST has one: the
 * service's overview says /v2/connections/stats, a public client uses /v2/connection_stats.
 */
SPK_API spk_status spk_client_options_use_alternate_path(spk_client_options* options, spk_operation operation,
                                                         spk_error** error);

typedef int32_t spk_log_level;
enum { SPK_LOG_DEBUG = 10, SPK_LOG_INFO = 20, SPK_LOG_WARNING = 30, SPK_LOG_ERROR = 40 };
/**
 * `event` is a fixed name such as "call.again", `text` a sentence, `fields` the facts in it as a JSON object; none
 * holds a key or clients' data. All live during the call only. docs/reference/log.md lists the events.
 */
typedef void (*spk_log_callback)(void* user_data, spk_log_level level, const char* event, const char* text,
                                 const char* fields);
/** Lines at `level` and above go to `callback`, on the I/O thread or the thread that uses the client. */
SPK_API spk_status spk_client_options_set_log_callback(spk_client_options* options, spk_log_level level,
                                                       spk_log_callback callback, void* user_data, spk_error** error);
/** Lines at `level` and above become events of `queue`, which is kept alive for that. Replaces a callback. */
SPK_API spk_status spk_client_options_set_log_queue(spk_client_options* options, spk_log_level level, spk_queue* queue,
                                                    void* user_data, spk_error** error);
/* How the client reaches its service; docs/tls.md tells more. Times are in milliseconds, at least 1; SPK_FOREVER_MS for
 * no limit. Files are read and the environment is asked once, in spk_client_create. */
/** The time for one attempt's connection: name look-up, TCP, proxy and TLS. */
SPK_API spk_status spk_client_options_set_connect_timeout_ms(spk_client_options* options, int64_t timeout_ms,
                                                             spk_error** error);
/** The time from the moment when a request has left whole until the first byte of its answer. */
SPK_API spk_status spk_client_options_set_first_byte_timeout_ms(spk_client_options* options, int64_t timeout_ms,
                                                                spk_error** error);
/** The longest time without a byte while a request is being sent or an answer is being received. */
SPK_API spk_status spk_client_options_set_idle_timeout_ms(spk_client_options* options, int64_t timeout_ms,
                                                          spk_error** error);
/** The most bytes that the head of an answer may have, at least 1; above it the call ends: SPK_RESPONSE_TOO_LARGE. */
SPK_API spk_status spk_client_options_set_max_header_bytes(spk_client_options* options, size_t bytes,
                                                           spk_error** error);
/** The PEM file with the CA certificates to trust, in place of those that are looked up, and of spk_..._set_ca_pem. */
SPK_API spk_status spk_client_options_set_ca_file(spk_client_options* options, const char* path, size_t length,
                                                  spk_error** error);
/** The CA certificates to trust as PEM text, in place of those that are looked up, and of spk_..._set_ca_file. */
SPK_API spk_status spk_client_options_set_ca_pem(spk_client_options* options, const char* pem, size_t length,
                                                 spk_error** error);
/**
 * The certificate that the client shows a server that asks for one: PEM files. An empty `key_path` means that the key
 * stands in the certificate's file; an empty `password` that the key is not encrypted.
 */
SPK_API spk_status spk_client_options_set_client_certificate(spk_client_options* options, const char* certificate_path,
                                                             size_t certificate_path_length, const char* key_path,
                                                             size_t key_path_length, const char* password,
                                                             size_t password_length, spk_error** error);
/**
 * The proxy: "http://host:port", with https, socks4, socks4a, socks5 or socks5h as well, and "user:password@" before
 * the host where it asks for them. Empty for none, whatever the environment says.
 */
SPK_API spk_status spk_client_options_set_proxy(spk_client_options* options, const char* proxy, size_t length,
                                                spk_error** error);
/** The hosts that are reached without the proxy, with commas between them; "*" for all, empty for none. */
SPK_API spk_status spk_client_options_set_no_proxy(spk_client_options* options, const char* hosts, size_t length,
                                                   spk_error** error);
SPK_API void spk_client_options_destroy(spk_client_options* options);

/** Makes a client on `engine`; NULL gives it a private engine. Sends nothing. */
SPK_API spk_status spk_client_create(spk_engine* engine, const spk_client_options* options, spk_client** client,
                                     spk_error** error);
/** The CA certificates that the client trusts, in words: a path and who named it. Empty when it speaks no TLS. */
SPK_API const char* spk_client_ca_store(const spk_client* client, size_t* length);
/** The proxy on the client's way, such as "http://host:port", without user and password. Empty for none. */
SPK_API const char* spk_client_proxy(const spk_client* client, size_t* length);
/** Rolls the key without a restart: attempts under way keep the old one, later ones use the new one. */
SPK_API spk_status spk_client_set_key(spk_client* client, const char* key, size_t length, spk_error** error);
/** Completes every call of this client with SPK_CLOSED and waits for that; else as spk_engine_close. */
SPK_API spk_status spk_client_close(spk_client* client, int64_t timeout_ms, spk_error** error);
/** Drops the caller's reference; calls under way still complete. Legal anywhere. */
SPK_API void spk_client_destroy(spk_client* client);

/* ---- Usage: what a key has used and may use ---------------------------------------------------------------------- */

typedef int32_t spk_gate;
enum {
  SPK_GATE_OPEN = 0,
  SPK_GATE_CLOSED = 1, /**< After a 429: no attempt of the key starts before it opens. */
  SPK_GATE_PROBING = 2 /**< 429s do not end: one attempt at a time is let through, rarely. */
};

/** The use of the client's key as it stands now. Reads the ledger's file; may wait for another process's write. */
SPK_API spk_status spk_client_usage(spk_client* client, spk_usage** usage, spk_error** error);
/** The calendar month (UTC) of the numbers, such as "2026-11". */
SPK_API const char* spk_usage_month(const spk_usage* usage, size_t* length);
/** Attempts in that month: retries count, and so do attempts that never reached the service. */
SPK_API int64_t spk_usage_calls(const spk_usage* usage);
/** What the month comes to when it goes on like this. */
SPK_API int64_t spk_usage_forecast_calls(const spk_usage* usage);
/** What spk_client_options_set_monthly_quota was given; 0 when it is not known. */
SPK_API int64_t spk_usage_quota(const spk_usage* usage);
/** The features that made calls (spk_call_options_set_feature), in the order of their names. */
SPK_API size_t spk_usage_feature_count(const spk_usage* usage);
SPK_API const char* spk_usage_feature_name(const spk_usage* usage, size_t index, size_t* length);
SPK_API int64_t spk_usage_feature_calls(const spk_usage* usage, size_t index);
/** One of SPK_GATE_*. */
SPK_API spk_gate spk_usage_gate(const spk_usage* usage);
/** 0 when it is open. */
SPK_API int64_t spk_usage_gate_opens_in_ms(const spk_usage* usage);
SPK_API void spk_usage_destroy(spk_usage* usage);

/* ---- Request: what to ask ------------------------------------------------------------------------------------------
 */

/** A request for one of the operations in spectrakit_operations.h. docs/reference/ lists their parameters. */
SPK_API spk_status spk_request_create(spk_operation operation, spk_request** request, spk_error** error);
/** A request that the table does not know, with all policies. `path` starts with a slash and has no query. */
SPK_API spk_status spk_request_create_raw(const char* method, size_t method_length, const char* path,
                                          size_t path_length, spk_request** request, spk_error** error);
/**
 * Sets a documented parameter by its literal name: "id", "page[size]", "filter[tag]". What the documentation rules
 * out, and a name that is not known, is refused with the nearest known one. Setting again replaces.
 */
SPK_API spk_status spk_request_set_parameter(spk_request* request, const char* name, size_t name_length,
                                             const char* value, size_t value_length, spk_error** error);
/** Adds a further value to a parameter that takes several ("filter[tag]", "include"). */
SPK_API spk_status spk_request_add_parameter(spk_request* request, const char* name, size_t name_length,
                                             const char* value, size_t value_length, spk_error** error);
/** Adds `name=value` to the query, unchecked but percent-encoded. */
SPK_API spk_status spk_request_add_raw_query(spk_request* request, const char* name, size_t name_length,
                                             const char* value, size_t value_length, spk_error** error);
/** Sets a header. CR, LF and NUL are refused, and so are the ones that SpectraKit sets itself. */
SPK_API spk_status spk_request_set_raw_header(spk_request* request, const char* name, size_t name_length,
                                              const char* value, size_t value_length, spk_error** error);
/** Sets an attribute to a string. Attributes that the document does not know are sent as they are. */
SPK_API spk_status spk_request_set_attribute(spk_request* request, const char* name, size_t name_length,
                                             const char* value, size_t value_length, spk_error** error);
SPK_API spk_status spk_request_set_attribute_bool(spk_request* request, const char* name, size_t name_length, int value,
                                                  spk_error** error);
SPK_API spk_status spk_request_set_attribute_int64(spk_request* request, const char* name, size_t name_length,
                                                   int64_t value, spk_error** error);
/** Sets an attribute to null, which clears it; an attribute that is not set stays as it is. */
SPK_API spk_status spk_request_set_attribute_null(spk_request* request, const char* name, size_t name_length,
                                                  spk_error** error);
/** Sets an attribute to any JSON value, given as its text, which is checked to be one JSON value. */
SPK_API spk_status spk_request_set_raw_attribute(spk_request* request, const char* name, size_t name_length,
                                                 const char* json, size_t json_length, spk_error** error);
/**
 * Sends the file at `path` as the attribute `name`; the body becomes multipart. The file is streamed, never held
 * whole. `file_name` is what the service sees; NULL means the last part of the path. SPK_FILE_FAILED when it can not
 * be opened or is no regular file.
 */
SPK_API spk_status spk_request_set_file(spk_request* request, const char* name, size_t name_length, const char* path,
                                        size_t path_length, const char* file_name, size_t file_name_length,
                                        spk_error** error);
/** The same with the content in memory, which is copied. */
SPK_API spk_status spk_request_set_file_bytes(spk_request* request, const char* name, size_t name_length,
                                              const void* bytes, size_t byte_count, const char* file_name,
                                              size_t file_name_length, spk_error** error);
/** The whole body in place of attributes and files, sent as it is. `content_type` may be empty. */
SPK_API spk_status spk_request_set_raw_body(spk_request* request, const char* content_type, size_t content_type_length,
                                            const void* bytes, size_t byte_count, spk_error** error);
SPK_API void spk_request_destroy(spk_request* request);

/* ---- Call: one logical call, however many attempts
 * ------------------------------------------------------------------- */

/** Hands over the outcome, exactly once: a document with SPK_OK, else an error. The callee owns it. */
typedef void (*spk_completion_callback)(void* user_data, spk_status status, spk_document* document, spk_error* error);
/** Bytes of the body that left so far in the current attempt, and in all. */
typedef void (*spk_progress_callback)(void* user_data, uint64_t sent_bytes, uint64_t total_bytes);

/** Options with nothing set. */
SPK_API spk_status spk_call_options_create(spk_call_options** options, spk_error** error);
/** As spk_client_options_set_deadline_ms, for this call. */
SPK_API spk_status spk_call_options_set_deadline_ms(spk_call_options* options, int64_t deadline_ms, spk_error** error);
/** As spk_client_options_set_max_retries, for this call. */
SPK_API spk_status spk_call_options_set_max_retries(spk_call_options* options, uint32_t retries, spk_error** error);
/** What the call is for, at most 100 bytes of UTF-8: the ledger counts by it. Unset: the operation's name. */
SPK_API spk_status spk_call_options_set_feature(spk_call_options* options, const char* feature, size_t length,
                                                spk_error** error);
/** The outcome goes to `callback`. A call reports to one place: waiter (the default), callback or queue. */
SPK_API spk_status spk_call_options_set_completion_callback(spk_call_options* options, spk_completion_callback callback,
                                                            void* user_data, spk_error** error);
/** Progress of the upload goes to `callback`, at most once a chunk. */
SPK_API spk_status spk_call_options_set_progress_callback(spk_call_options* options, spk_progress_callback callback,
                                                          void* user_data, spk_error** error);
/** The outcome, and progress when `with_progress` is not 0, become events of `queue`, which is kept alive for that. */
SPK_API spk_status spk_call_options_set_queue(spk_call_options* options, spk_queue* queue, void* user_data,
                                              int with_progress, spk_error** error);
SPK_API void spk_call_options_destroy(spk_call_options* options);

/** Starts a call; request and options are copied. `call` may be NULL when a callback or queue takes the outcome. */
SPK_API spk_status spk_client_start(spk_client* client, const spk_request* request, const spk_call_options* options,
                                    spk_call** call, spk_error** error);
/** Starts a call and waits for its outcome: start, wait and take in one. Returns the call's status. */
SPK_API spk_status spk_client_send(spk_client* client, const spk_request* request, const spk_call_options* options,
                                   spk_document** document, spk_error** error);
/** Waits until the call is complete: SPK_OK, or SPK_WAIT_TIMED_OUT while it still runs. */
SPK_API spk_status spk_call_wait(spk_call* call, int64_t timeout_ms, spk_error** error);
/** The outcome of a complete call, handed over once; its status is returned. SPK_INVALID_STATE when there is none to
 * take. */
SPK_API spk_status spk_call_take_result(spk_call* call, spk_document** document, spk_error** error);
/** Ends the call at once, in any state. It completes with SPK_CANCELLED, or SPK_AMBIGUOUS_WRITE when a write was under
 * way. */
SPK_API spk_status spk_call_cancel(spk_call* call, spk_error** error);
/** Drops the caller's reference. A running call goes on and reports to its callback or queue. */
SPK_API void spk_call_destroy(spk_call* call);

/* ---- Queue: outcomes and progress for an event loop
 * --------------------------------------------------------------------- */

typedef int32_t spk_event_kind;
enum { SPK_EVENT_COMPLETION = 1, SPK_EVENT_PROGRESS = 2, SPK_EVENT_LOG = 3 };

/** An empty queue. SPK_INTERNAL when the system gives no descriptor. */
SPK_API spk_status spk_queue_create(spk_queue** queue, spk_error** error);
/** A descriptor that is readable while events wait. Watch it, never read it; it belongs to the queue. */
SPK_API int spk_queue_fd(const spk_queue* queue);
/** Takes up to `capacity` events, oldest first, without waiting; returns how many. Each is the caller's. */
SPK_API size_t spk_queue_drain(spk_queue* queue, spk_event** events, size_t capacity);
/** Drops the caller's reference; events that nobody took are freed with the last one. */
SPK_API void spk_queue_destroy(spk_queue* queue);

/** One of SPK_EVENT_*. */
SPK_API spk_event_kind spk_event_get_kind(const spk_event* event);
/** What spk_call_options_set_queue or spk_client_options_set_log_queue was given. */
SPK_API void* spk_event_user_data(const spk_event* event);
/** As spk_call_take_result, of a completion event. */
SPK_API spk_status spk_event_take_result(spk_event* event, spk_document** document, spk_error** error);
/** The bytes of a progress event. */
SPK_API uint64_t spk_event_sent_bytes(const spk_event* event);
SPK_API uint64_t spk_event_total_bytes(const spk_event* event);
/** A log event's level, event, text and fields, as spk_log_callback gets them. */
SPK_API spk_log_level spk_event_log_level(const spk_event* event);
SPK_API const char* spk_event_log_name(const spk_event* event, size_t* length);
SPK_API const char* spk_event_log_text(const spk_event* event, size_t* length);
SPK_API const char* spk_event_log_fields(const spk_event* event, size_t* length);
/** Log lines that were dropped because nobody took the events, up to this one. */
SPK_API uint64_t spk_event_log_dropped(const spk_event* event);
SPK_API void spk_event_destroy(spk_event* event);

/* ---- Value: a view into a document
 * ---------------------------------------------------------------------------------------- */

/** Two words by value. Lives as long as its document. Do not fill or compare its fields. */
typedef struct spk_value {
  const spk_document* document;
  uintptr_t position;
} spk_value;

typedef int32_t spk_value_kind;
enum {
  SPK_VALUE_KIND_ABSENT = 0, /**< Not there at all. */
  SPK_VALUE_KIND_NULL = 1,
  SPK_VALUE_KIND_BOOL = 2,
  SPK_VALUE_KIND_NUMBER = 3,
  SPK_VALUE_KIND_STRING = 4,
  SPK_VALUE_KIND_ARRAY = 5,
  SPK_VALUE_KIND_OBJECT = 6
};

/** One of SPK_VALUE_KIND_*. */
SPK_API spk_value_kind spk_value_get_kind(spk_value value);
/** The member of an object; absent when there is none or `object` is no object. The first of a repeated name. */
SPK_API spk_value spk_value_member(spk_value object, const char* name, size_t length);
/** The number of members or elements; 0 for a scalar. Counts them: linear in their number. */
SPK_API size_t spk_value_size(spk_value value);
/** The first member's or element's value; absent when empty or a scalar. With spk_value_next it walks them all. */
SPK_API spk_value spk_value_first(spk_value container);
/** The value after `value` in the same object or array; absent at the end. */
SPK_API spk_value spk_value_next(spk_value value);
/** The name under which `value` stands in its object; SPK_VALUE_ABSENT when it stands in none. */
SPK_API spk_status spk_value_name(spk_value value, const char** name, size_t* length, spk_error** error);
SPK_API spk_status spk_value_string(spk_value value, const char** string, size_t* length, spk_error** error);
/** A string as it is, a number or boolean as it is written: for ids, which services send as either. */
SPK_API spk_status spk_value_text(spk_value value, const char** text, size_t* length, spk_error** error);
SPK_API spk_status spk_value_int64(spk_value value, int64_t* number, spk_error** error);
SPK_API spk_status spk_value_double(spk_value value, double* number, spk_error** error);
SPK_API spk_status spk_value_bool(spk_value value, int* boolean, spk_error** error);
/** The JSON text of the value, exactly as received: a view that is NOT NUL-terminated. NULL and 0 when absent. */
SPK_API const char* spk_value_raw(spk_value value, size_t* length);

/* ---- Document: a service's answer
 * -------------------------------------------------------------------------------------------- */

/** The HTTP status of the answer. */
SPK_API int32_t spk_document_http_status(const spk_document* document);
/** A response header by name, in any case; NULL when it was not sent. */
SPK_API const char* spk_document_header(const spk_document* document, const char* name, size_t name_length,
                                        size_t* length);
/** The service's id of the request, from its response head; empty when it sent none. */
SPK_API const char* spk_document_request_id(const spk_document* document, size_t* length);
/** The body as received. */
SPK_API const char* spk_document_body(const spk_document* document, size_t* length);
/** The whole body as a value; absent when the body is empty. */
SPK_API spk_value spk_document_root(const spk_document* document);
/** The records that the answer carries: the elements of a list, or the one record of a single answer. */
SPK_API size_t spk_document_record_count(const spk_document* document);
SPK_API spk_value spk_document_record(const spk_document* document, size_t index);
SPK_API size_t spk_document_attempt_count(const spk_document* document);
SPK_API const spk_attempt* spk_document_attempt(const spk_document* document, size_t index);
/** As spk_error_explain, of a call that succeeded. */
SPK_API const char* spk_document_explain(const spk_document* document, size_t* length);
/** As spk_error_support_bundle, of a call that succeeded; the answer's body is left out. */
SPK_API const char* spk_document_support_bundle(const spk_document* document, size_t* length);
SPK_API void spk_document_destroy(spk_document* document);

/* ---- Resource: a JSON:API record
 * --------------------------------------------------------------------------------------------- */

/** The resource's `id` and `type`. */
SPK_API spk_value spk_resource_id(spk_value resource);
SPK_API spk_value spk_resource_type(spk_value resource);
SPK_API spk_value spk_resource_attribute(spk_value resource, const char* name, size_t length);
/** How many resources the relationship names; 0 when it is missing, null or empty. */
SPK_API size_t spk_resource_related_count(spk_value resource, const char* name, size_t length);
/** A related resource from the answer's `included`; absent when the answer does not carry it. */
SPK_API spk_value spk_resource_related(spk_value resource, const char* name, size_t length, size_t index);
/**
 * The client portal's address of an inspection, from its `slug`: https://portal.spectora.com/inspection/<slug>.
 * SPK_VALUE_ABSENT when it has no slug, SPK_VALUE_WRONG_KIND for a resource of another type. Rule: Spectora's FAQ, "Can
 * I get report content out of the API?".
 */
SPK_API spk_status spk_inspection_portal_url(spk_value inspection, const char** url, size_t* length, spk_error** error);

/* ---- Pager: all pages of a list
 * ----------------------------------------------------------------------------------------------- */

/**
 * Walks the pages of a list, lazily. `cursor` is NULL to start at the request's own page, or what
 * spk_pager_cursor gave earlier for the same request, to go on from there.
 */
SPK_API spk_status spk_pager_create(spk_client* client, const spk_request* request, const spk_call_options* options,
                                    const char* cursor, size_t cursor_length, spk_pager** pager, spk_error** error);
/**
 * Fetches up to `pages` pages ahead of the one that is asked for, one after another; 0 (the default) none. Before the
 * first page. The pages wait in memory. Destroying the pager ends it at once.
 */
SPK_API spk_status spk_pager_set_prefetch(spk_pager* pager, uint32_t pages, spk_error** error);
/** The pages that are fetched at most; one more gives SPK_TOO_MANY_PAGES. Before the first page. At least 1. */
SPK_API spk_status spk_pager_set_max_pages(spk_pager* pager, uint32_t pages, spk_error** error);
/**
 * Not 0: a record whose type and id came on an earlier page is left out, as pages shift while others write. Costs
 * memory for each record. Before the first page.
 */
SPK_API spk_status spk_pager_set_remove_duplicates(spk_pager* pager, int remove, spk_error** error);
/** Fetches the next page and waits for it. SPK_END after the last one. An error stays: the pager does not go on past
 * it. */
SPK_API spk_status spk_pager_next(spk_pager* pager, spk_document** page, spk_error** error);
/** The same without waiting: the page is the outcome of `call`, reported as the pager's call options say. One at a
 * time. */
SPK_API spk_status spk_pager_start_next(spk_pager* pager, spk_call** call, spk_error** error);
/** Where the next page starts, to be stored. Holds no key and no clients' data. Empty at the end. */
SPK_API const char* spk_pager_cursor(const spk_pager* pager, size_t* length);
/** Drops the pager; a page being fetched is cancelled. */
SPK_API void spk_pager_destroy(spk_pager* pager);

#ifdef __cplusplus
}
#endif

#endif
