#include "request.h"

#include <stdexcept>

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;
using support::call;

std::string generated_bytes(size_t count) {
  // Every byte value but the last few, so that text and binary tools both see something odd.
  constexpr size_t kPeriod = 251;
  std::string bytes(count, '\0');
  for (size_t at = 0; at < count; ++at) bytes[at] = static_cast<char>(at % kPeriod);
  return bytes;
}

template <typename Setter>
void set_text(spk_request* request, Setter setter, const std::string& name, const std::string& value) {
  call(setter, request, name.data(), name.size(), value.data(), value.size());
}

template <typename Setter>
void set_texts(spk_request* request, Setter setter, const Json& values) {
  for (const auto& [name, value] : values.items()) set_text(request, setter, name, value);
}

/// A list stands for a parameter that takes several values.
void set_parameters(spk_request* request, const Json& parameters) {
  for (const auto& [name, value] : parameters.items()) {
    if (!value.is_array()) {
      set_text(request, spk_request_set_parameter, name, value);
      continue;
    }
    for (const Json& one : value) set_text(request, spk_request_add_parameter, name, one);
  }
}

void set_attributes(spk_request* request, const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    if (value.is_string()) {
      set_text(request, spk_request_set_attribute, name, value);
    } else if (value.is_boolean()) {
      call(spk_request_set_attribute_bool, request, name.data(), name.size(), value.get<bool>() ? 1 : 0);
    } else if (value.is_number_integer()) {
      call(spk_request_set_attribute_int64, request, name.data(), name.size(), value.get<int64_t>());
    } else if (value.is_null()) {
      call(spk_request_set_attribute_null, request, name.data(), name.size());
    } else {
      set_text(request, spk_request_set_raw_attribute, name, value.dump());
    }
  }
}

void set_file(spk_request* request, const Json& file, const TemporaryFolder& folder) {
  const std::string attribute = file.value("attribute", "file");
  const std::string name = file.at("name");
  const std::string bytes = generated_bytes(file.value("bytes", size_t{0}));
  const std::string from = file.value("from", "memory");
  if (from == "memory") {
    call(spk_request_set_file_bytes, request, attribute.data(), attribute.size(),
         static_cast<const void*>(bytes.data()), bytes.size(), name.data(), name.size());
    return;
  }
  std::string path = folder.path("no-such-folder/" + name);
  if (from == "disk") path = folder.write(name, bytes);
  if (from == "folder") path = folder.path("");
  call(spk_request_set_file, request, attribute.data(), attribute.size(), path.data(), path.size(), name.data(),
       name.size());
}

support::RequestHandle create(const Json& description) {
  if (description.contains("operation")) {
    return support::make<support::RequestHandle>(spk_request_create, operation_named(description["operation"]));
  }
  const std::string method = description.at("method");
  const std::string path = description.at("path");
  return support::make<support::RequestHandle>(spk_request_create_raw, method.data(), method.size(), path.data(),
                                               path.size());
}

}  // namespace

spk_operation operation_named(const std::string& name) {
  constexpr spk_operation kFarBeyondTheLast = 10'000;
  for (spk_operation operation = 1; operation < kFarBeyondTheLast; ++operation) {
    const char* const known = spk_operation_name(operation);
    if (known != nullptr && name == known) return operation;
  }
  throw std::invalid_argument("there is no operation " + name);
}

support::RequestHandle build_request(const Json& description, const TemporaryFolder& folder) {
  support::RequestHandle request = create(description);
  set_parameters(request.get(), description.value("parameters", Json::object()));
  set_texts(request.get(), spk_request_add_raw_query, description.value("raw_query", Json::object()));
  set_texts(request.get(), spk_request_set_raw_header, description.value("raw_headers", Json::object()));
  set_attributes(request.get(), description.value("attributes", Json::object()));
  if (description.contains("file")) set_file(request.get(), description["file"], folder);
  return request;
}

}  // namespace spectrakit::tests
