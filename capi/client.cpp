#include "boundary.h"
#include "spectora/service.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::core_call_options;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_status;
using spectrakit::capi::hand_over_error;
using spectrakit::capi::hand_over_result;
using spectrakit::capi::required;
using spectrakit::capi::string_in;

spk_status spk_client_options_create(spk_service service, spk_client_options** options, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options") = nullptr;
    if (service != SPK_SERVICE_SPECTORA) return make_error(Status::invalid_argument, "there is no such service");
    auto made = std::make_unique<spk_client_options>();
    made->options.service = &spectrakit::spectora::service();
    *options = made.release();
    return nullptr;
  });
}

spk_status spk_client_options_set_api_key(spk_client_options* options, const char* key, size_t length,
                                          spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options");
    const std::string_view text = string_in(key, length, "key");
    if (ErrorPtr failure = spectrakit::check_api_key(text)) return failure;
    options->options.api_key = text;
    return nullptr;
  });
}

spk_status spk_client_options_set_base_url(spk_client_options* options, const char* url, size_t length,
                                           spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options");
    const std::string_view text = string_in(url, length, "url");
    auto parsed = spectrakit::http::parse_base_url(text);
    if (!parsed.ok()) return std::move(parsed.error);
    options->options.base_url = text;
    return nullptr;
  });
}

spk_status spk_client_options_set_deadline_ms(spk_client_options* options, int64_t deadline_ms, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.deadline_ms = deadline_ms;
    return nullptr;
  });
}

spk_status spk_client_options_set_max_retries(spk_client_options* options, uint32_t retries, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(options, "options").options.retry.max_retries = retries;
    return nullptr;
  });
}

spk_status spk_client_options_use_alternate_path(spk_client_options* options, spk_operation operation,
                                                 spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    spectrakit::ClientOptions& core = required(options, "options").options;
    const spectrakit::Operation* row = find_operation(*core.service, operation);
    if (row == nullptr || row->alternate_path.empty()) {
      return make_error(Status::invalid_argument, "that operation is known under one path only");
    }
    core.alternate_path_operations.push_back(operation);
    return nullptr;
  });
}

spk_status spk_client_options_set_log_callback(spk_client_options* options, spk_log_level level,
                                               spk_log_callback callback, void* user_data, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    spectrakit::LogSink& log = required(options, "options").options.log;
    log = {};
    if (callback == nullptr) return nullptr;
    log.level = static_cast<spectrakit::LogLevel>(level);
    log.take = [callback, user_data](const spectrakit::LogLine& line) {
      callback(user_data, static_cast<spk_log_level>(line.level), line.event, line.text.c_str(), line.fields.c_str());
    };
    return nullptr;
  });
}

spk_status spk_client_options_set_log_queue(spk_client_options* options, spk_log_level level, spk_queue* queue,
                                            void* user_data, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    spectrakit::LogSink& log = required(options, "options").options.log;
    log.level = static_cast<spectrakit::LogLevel>(level);
    log.take = [queue = required(queue, "queue").queue, user_data](spectrakit::LogLine line) {
      queue->push_log(user_data, std::move(line));
    };
    return nullptr;
  });
}

void spk_client_options_destroy(spk_client_options* options) {
  delete options;
}

spk_status spk_client_create(spk_engine* engine, const spk_client_options* options, spk_client** client,
                             spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(client, "client") = nullptr;
    const spectrakit::ClientOptions& core = required(options, "options").options;
    auto made = spectrakit::Client::create(engine ? engine->engine : nullptr, core);
    if (!made.ok()) return std::move(made.error);
    *client = new spk_client{std::move(made.value)};
    return nullptr;
  });
}

spk_status spk_client_set_key(spk_client* client, const char* key, size_t length, spk_error** error) {
  return guarded(error, [&] { return required(client, "client").client->set_key(string_in(key, length, "key")); });
}

spk_status spk_client_close(spk_client* client, int64_t timeout_ms, spk_error** error) {
  return guarded(error, [&] { return required(client, "client").client->close(timeout_ms); });
}

void spk_client_destroy(spk_client* client) {
  delete client;
}

spk_status spk_client_start(spk_client* client, const spk_request* request, const spk_call_options* options,
                            spk_call** call, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (call != nullptr) *call = nullptr;
    required(client, "client");
    spectrakit::CallOptions core = core_call_options(options);
    if (call == nullptr && !core.complete) {
      return make_error(Status::invalid_argument,
                        "call is NULL, and the options name no callback or queue: nobody would get the outcome");
    }
    auto handle = call ? std::make_unique<spk_call>() : nullptr;
    auto started = client->client->start(required(request, "request").request, std::move(core));
    if (!started.ok()) return std::move(started.error);
    if (handle) {
      handle->call = std::move(started.value);
      *call = handle.release();
    }
    return nullptr;
  });
}

spk_status spk_client_send(spk_client* client, const spk_request* request, const spk_call_options* options,
                           spk_document** document, spk_error** error) {
  return guarded_status(error, [&]() -> spk_status {
    if (document != nullptr) *document = nullptr;
    if (ErrorPtr failure = required(client, "client").client->check_may_wait()) {
      return hand_over_error(std::move(failure), error);
    }
    spectrakit::CallOptions core = core_call_options(options);
    core.complete = nullptr;
    auto started = client->client->start(required(request, "request").request, std::move(core));
    if (!started.ok()) return hand_over_error(std::move(started.error), error);
    return hand_over_result(started.value->wait_and_take(), document, error);
  });
}
