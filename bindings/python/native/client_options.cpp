#include "client_options.h"

#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "failure.h"
#include "text.h"

namespace spectrakit::python {
namespace {

using Setter = void (*)(spk_client_options*, const char* name, py::handle value);

template <auto Set>
void set_text(spk_client_options* options, const char* name, py::handle value) {
  const std::string_view text = utf8(value, name);
  call(Set, options, text.data(), text.size());
}

template <auto Set>
void set_path(spk_client_options* options, const char*, py::handle value) {
  const std::string path = path_utf8(value);
  call(Set, options, path.data(), path.size());
}

template <auto Set>
void set_seconds(spk_client_options* options, const char* name, py::handle value) {
  call(Set, options, to_milliseconds(name, value));
}

template <auto Set, typename Number>
void set_number(spk_client_options* options, const char* name, py::handle value) {
  call(Set, options, to_number<Number>(name, value));
}

int to_flag(const char* name, py::handle value) {
  if (PyBool_Check(value.ptr()) != 0) return value.ptr() == Py_True ? 1 : 0;
  PyErr_Format(PyExc_TypeError, "%s must be a bool, not %.100s", name, Py_TYPE(value.ptr())->tp_name);
  throw py::error_already_set();
}

template <auto Set>
void set_flag(spk_client_options* options, const char* name, py::handle value) {
  call(Set, options, to_flag(name, value));
}

void set_client_certificate(spk_client_options* options, const char* name, py::handle value) {
  if (PyTuple_Check(value.ptr()) == 0) {
    const std::string path = path_utf8(value);
    call(spk_client_options_set_client_certificate, options, path.data(), path.size(), "", size_t{0}, "", size_t{0});
    return;
  }
  const auto parts = py::reinterpret_borrow<py::tuple>(value);
  if (parts.empty() || parts.size() > 3) {
    PyErr_Format(PyExc_TypeError, "%s must be a path, or a tuple of certificate, key and password", name);
    throw py::error_already_set();
  }
  const std::string certificate = path_utf8(parts[0]);
  const std::string key = parts.size() > 1 ? path_utf8(parts[1]) : "";
  const std::string_view password = parts.size() > 2 ? utf8(parts[2], name) : std::string_view();
  call(spk_client_options_set_client_certificate, options, certificate.data(), certificate.size(), key.data(),
       key.size(), password.data(), password.size());
}

/// The quota and what happens when it is used up go to the core together, so this one is set by make_client_options.
void set_nothing(spk_client_options*, const char* name, py::handle value) {
  to_flag(name, value);
}

void set_alternate_paths(spk_client_options* options, const char*, py::handle value) {
  for (const py::handle operation : value) {
    call(spk_client_options_use_alternate_path, options, operation.cast<spk_operation>());
  }
}

struct Option {
  const char* name;
  Setter set;
};

constexpr Option kOptions[] = {
    {"api_key", set_text<spk_client_options_set_api_key>},
    {"base_url", set_text<spk_client_options_set_base_url>},
    {"deadline_s", set_seconds<spk_client_options_set_deadline_ms>},
    {"max_retries", set_number<spk_client_options_set_max_retries, uint32_t>},
    {"max_retry_after_s", set_seconds<spk_client_options_set_max_retry_after_ms>},
    {"retry_refused_writes", set_flag<spk_client_options_set_retry_refused_writes>},
    {"requests_per_minute", set_number<spk_client_options_set_requests_per_minute, uint32_t>},
    {"monthly_quota", nullptr},
    {"stop_at_quota", set_nothing},
    {"ledger_path", set_path<spk_client_options_set_ledger_path>},
    {"connect_timeout_s", set_seconds<spk_client_options_set_connect_timeout_ms>},
    {"first_byte_timeout_s", set_seconds<spk_client_options_set_first_byte_timeout_ms>},
    {"idle_timeout_s", set_seconds<spk_client_options_set_idle_timeout_ms>},
    {"max_response_bytes", set_number<spk_client_options_set_max_response_bytes, uint64_t>},
    {"max_error_body_bytes", set_number<spk_client_options_set_max_error_body_bytes, uint64_t>},
    {"max_header_bytes", set_number<spk_client_options_set_max_header_bytes, size_t>},
    {"max_json_depth", set_number<spk_client_options_set_max_json_depth, uint32_t>},
    {"max_redirects", set_number<spk_client_options_set_max_redirects, uint32_t>},
    {"max_queued_calls", set_number<spk_client_options_set_max_queued_calls, uint32_t>},
    {"ca_file", set_path<spk_client_options_set_ca_file>},
    {"ca_pem", set_text<spk_client_options_set_ca_pem>},
    {"client_certificate", set_client_certificate},
    {"proxy", set_text<spk_client_options_set_proxy>},
    {"no_proxy", set_text<spk_client_options_set_no_proxy>},
    {"alternate_paths", set_alternate_paths},
};

}  // namespace

int64_t to_milliseconds(const char* name, py::handle seconds) {
  if (seconds.is_none()) return SPK_FOREVER_MS;
  if (PyBool_Check(seconds.ptr()) != 0 || PyNumber_Check(seconds.ptr()) == 0 || PyUnicode_Check(seconds.ptr()) != 0) {
    PyErr_Format(PyExc_TypeError, "%s must be seconds as a float or int, or None for no limit; not %.100s", name,
                 Py_TYPE(seconds.ptr())->tp_name);
    throw py::error_already_set();
  }
  constexpr double kLongestS = 1e12;
  const double number = PyFloat_AsDouble(seconds.ptr());
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
  if (!(number >= 0 && number <= kLongestS)) {
    raise_invalid_argument(std::string(name) + " is no number of seconds; None means no limit");
  }
  // 2.007 is a little more than that in binary, and no wish for a millisecond more.
  constexpr double kRoundingError = 1e-6;
  return static_cast<int64_t>(std::ceil(number * 1000 - kRoundingError));
}

ClientOptionsHandle make_client_options(spk_service service, const py::dict& options) {
  auto made = make<ClientOptionsHandle>(spk_client_options_create, service);
  for (const Option& option : kOptions) {
    const py::str name(option.name);
    if (!options.contains(name) || option.set == nullptr) continue;
    option.set(made.get(), option.name, options[name]);
  }
  if (options.contains("monthly_quota")) {
    const py::object quota = options["monthly_quota"];
    const int stop = options.contains("stop_at_quota") && options["stop_at_quota"].ptr() == Py_True ? 1 : 0;
    call(spk_client_options_set_monthly_quota, made.get(), to_number<int64_t>("monthly_quota", quota), stop);
  }
  return made;
}

py::list client_option_names() {
  py::list names;
  for (const Option& option : kOptions) names.append(option.name);
  return names;
}

}  // namespace spectrakit::python
