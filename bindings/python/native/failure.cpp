#include "failure.h"

#include <string>

#include "attempts.h"

namespace spectrakit::python {
namespace {

/// Never freed: other modules may use it while the interpreter goes down.
py::object& exception_factory() {
  static auto* const factory = new py::object();
  return *factory;
}

const char* limit_name(spk_limit limit) {
  if (limit == SPK_LIMIT_MINUTE) return "minute";
  return limit == SPK_LIMIT_MONTH ? "month" : "unknown";
}

py::list problems_of(const spk_error& error) {
  py::list problems;
  for (size_t at = 0; at < spk_error_problem_count(&error); ++at) {
    py::dict problem;
    problem["pointer"] = text(spk_error_problem_pointer, &error, at);
    problem["code"] = text(spk_error_problem_code, &error, at);
    problem["title"] = text(spk_error_problem_title, &error, at);
    problem["detail"] = text(spk_error_problem_detail, &error, at);
    problems.append(std::move(problem));
  }
  return problems;
}

py::bytes body_of(const spk_error& error) {
  size_t length = 0;
  const char* const start = spk_error_body(&error, &length);
  return {start, length};
}

}  // namespace

void set_exception_factory(py::object factory) {
  exception_factory() = std::move(factory);
}

py::object to_exception(const spk_error& error) {
  const int64_t retry_after_ms = spk_error_retry_after_ms(&error);
  py::dict facts;
  facts["name"] = text(spk_error_name, &error);
  facts["message"] = text(spk_error_message, &error);
  facts["status"] = spk_status_name(spk_error_status(&error));
  facts["operation"] = text(spk_error_operation, &error);
  facts["http_status"] = spk_error_http_status(&error);
  facts["request_id"] = text(spk_error_request_id, &error);
  facts["retryable"] = spk_error_is_retryable(&error) != 0;
  facts["ambiguous"] = spk_error_is_ambiguous(&error) != 0;
  facts["retry_after_s"] = retry_after_ms < 0 ? py::object(py::none())
                                              : py::float_(static_cast<double>(retry_after_ms) / kMillisecondsInSecond);
  facts["limit"] = limit_name(spk_error_limit(&error));
  facts["explanation"] = text(spk_error_explain, &error);
  facts["support_bundle"] = text(spk_error_support_bundle, &error);
  facts["body"] = body_of(error);
  facts["body_is_cut"] = spk_error_body_is_cut(&error) != 0;
  facts["attempts"] = attempts_of(error);
  facts["problems"] = problems_of(error);
  return call_python(exception_factory(), py::make_tuple(std::move(facts)));
}

void set_exception(const py::object& exception) {
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
}

void raise(ErrorHandle error) {
  const py::object exception = to_exception(*error);
  set_exception(exception);
  throw py::error_already_set();
}

void raise_invalid_argument(const std::string& message) {
  py::dict facts;
  facts["name"] = "InvalidArgumentError";
  facts["message"] = message;
  facts["status"] = spk_status_name(SPK_INVALID_ARGUMENT);
  const py::object exception = call_python(exception_factory(), py::make_tuple(std::move(facts)));
  set_exception(exception);
  throw py::error_already_set();
}

}  // namespace spectrakit::python
