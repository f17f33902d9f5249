#include "boundary.h"
#include "spectora/service.h"

using spectrakit::ErrorPtr;
using spectrakit::Operation;
using spectrakit::Request;
using spectrakit::capi::check_length;
using spectrakit::capi::guarded;
using spectrakit::capi::optional_string_in;
using spectrakit::capi::required;
using spectrakit::capi::string_in;

namespace {

const Operation* find_operation_row(spk_operation operation) {
  return find_operation(spectrakit::spectora::service(), operation);
}

Request& core(spk_request* request) {
  return required(request, "request").request;
}

}  // namespace

const char* spk_operation_name(spk_operation operation) {
  const Operation* row = find_operation_row(operation);
  return row ? row->name.data() : nullptr;
}

spk_status spk_request_create(spk_operation operation, spk_request** request, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(request, "request") = nullptr;
    const Operation* row = find_operation_row(operation);
    if (row == nullptr) {
      return make_error(spectrakit::Status::invalid_argument,
                        "there is no operation " + std::to_string(operation) + "; see spectrakit_operations.h");
    }
    *request = new spk_request{Request::for_operation(*row)};
    return nullptr;
  });
}

spk_status spk_request_create_raw(const char* method, size_t method_length, const char* path, size_t path_length,
                                  spk_request** request, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(request, "request") = nullptr;
    auto made = Request::raw(string_in(method, method_length, "method"), string_in(path, path_length, "path"));
    if (!made.ok()) return std::move(made.error);
    *request = new spk_request{std::move(made.value)};
    return nullptr;
  });
}

spk_status spk_request_set_parameter(spk_request* request, const char* name, size_t name_length, const char* value,
                                     size_t value_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).set_parameter(string_in(name, name_length, "name"), string_in(value, value_length, "value"));
  });
}

spk_status spk_request_add_parameter(spk_request* request, const char* name, size_t name_length, const char* value,
                                     size_t value_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).add_parameter(string_in(name, name_length, "name"), string_in(value, value_length, "value"));
  });
}

spk_status spk_request_add_raw_query(spk_request* request, const char* name, size_t name_length, const char* value,
                                     size_t value_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).add_raw_query(string_in(name, name_length, "name"), string_in(value, value_length, "value"));
  });
}

spk_status spk_request_set_raw_header(spk_request* request, const char* name, size_t name_length, const char* value,
                                      size_t value_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).set_raw_header(string_in(name, name_length, "name"), string_in(value, value_length, "value"));
  });
}

spk_status spk_request_set_attribute(spk_request* request, const char* name, size_t name_length, const char* value,
                                     size_t value_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).set_attribute(string_in(name, name_length, "name"), string_in(value, value_length, "value"));
  });
}

spk_status spk_request_set_attribute_bool(spk_request* request, const char* name, size_t name_length, int value,
                                          spk_error** error) {
  return guarded(error,
                 [&] { return core(request).set_attribute_bool(string_in(name, name_length, "name"), value != 0); });
}

spk_status spk_request_set_attribute_int64(spk_request* request, const char* name, size_t name_length, int64_t value,
                                           spk_error** error) {
  return guarded(error, [&] { return core(request).set_attribute_int64(string_in(name, name_length, "name"), value); });
}

spk_status spk_request_set_attribute_null(spk_request* request, const char* name, size_t name_length,
                                          spk_error** error) {
  return guarded(error, [&] { return core(request).set_attribute_null(string_in(name, name_length, "name")); });
}

spk_status spk_request_set_raw_attribute(spk_request* request, const char* name, size_t name_length, const char* json,
                                         size_t json_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).set_raw_attribute(string_in(name, name_length, "name"), string_in(json, json_length, "json"));
  });
}

spk_status spk_request_set_file(spk_request* request, const char* name, size_t name_length, const char* path,
                                size_t path_length, const char* file_name, size_t file_name_length, spk_error** error) {
  return guarded(error, [&] {
    return core(request).set_file(string_in(name, name_length, "name"), string_in(path, path_length, "path"),
                                  optional_string_in(file_name, file_name_length, "file_name"));
  });
}

spk_status spk_request_set_file_bytes(spk_request* request, const char* name, size_t name_length, const void* bytes,
                                      size_t byte_count, const char* file_name, size_t file_name_length,
                                      spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (byte_count > 0) required(static_cast<const char*>(bytes), "bytes");
    check_length(byte_count, "bytes");
    return core(request).set_file_bytes(string_in(name, name_length, "name"),
                                        {static_cast<const char*>(bytes), byte_count},
                                        optional_string_in(file_name, file_name_length, "file_name"));
  });
}

spk_status spk_request_set_raw_body(spk_request* request, const char* content_type, size_t content_type_length,
                                    const void* bytes, size_t byte_count, spk_error** error) {
  return guarded(error, [&] {
    if (byte_count > 0) required(static_cast<const char*>(bytes), "bytes");
    check_length(byte_count, "bytes");
    return core(request).set_raw_body(optional_string_in(content_type, content_type_length, "content_type"),
                                      {static_cast<const char*>(bytes), byte_count});
  });
}

void spk_request_destroy(spk_request* request) {
  delete request;
}
