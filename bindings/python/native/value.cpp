#include "value.h"

#include <datetime.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "datetime_text.h"
#include "failure.h"

namespace spectrakit::python {
namespace {

constexpr std::string_view kNotWhole = ".eE";

/// Sets what a reader of the C ABI reported.
PyObject* set_error(spk_error* error) {
  const ErrorHandle owner(error);
  try {
    set_exception(to_exception(*owner));
  } catch (py::error_already_set& failure) {
    failure.restore();
  }
  return nullptr;
}

PyObject* string_of(spk_value value) {
  const char* start = nullptr;
  size_t length = 0;
  spk_error* error = nullptr;
  if (spk_value_string(value, &start, &length, &error) != SPK_OK) return set_error(error);
  return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), nullptr);
}

PyObject* number_of(spk_value value) {
  size_t length = 0;
  const char* const raw = spk_value_raw(value, &length);
  spk_error* error = nullptr;
  if (std::string_view(raw, length).find_first_of(kNotWhole) != std::string_view::npos) {
    double number = 0;
    if (spk_value_double(value, &number, &error) != SPK_OK) return set_error(error);
    return PyFloat_FromDouble(number);
  }
  int64_t number = 0;
  if (spk_value_int64(value, &number, nullptr) == SPK_OK) return PyLong_FromLongLong(number);
  PyObject* const big = PyLong_FromString(std::string(raw, length).c_str(), nullptr, 10);
  if (big != nullptr || PyErr_ExceptionMatches(PyExc_ValueError) == 0) return big;
  // Python reads no more than some thousand digits.
  PyErr_Clear();
  return spk_value_int64(value, &number, &error) == SPK_OK ? PyLong_FromLongLong(number) : set_error(error);
}

PyObject* bool_of(spk_value value) {
  int boolean = 0;
  spk_error* error = nullptr;
  if (spk_value_bool(value, &boolean, &error) != SPK_OK) return set_error(error);
  return PyBool_FromLong(boolean);
}

/// The names of members, which repeat from record to record, are made once. Guarded by the GIL.
PyObject* member_name(const char* start, size_t length) {
  constexpr size_t kSlots = 1024;
  constexpr size_t kLongest = 64;
  static std::array<PyObject*, kSlots> slots{};
  if (length == 0 || length > kLongest) return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), nullptr);
  size_t hash = length;
  for (size_t at = 0; at < length; ++at) hash = hash * 31 + static_cast<unsigned char>(start[at]);
  PyObject*& slot = slots[hash % kSlots];
  if (slot != nullptr) {
    Py_ssize_t known_length = 0;
    const char* const known = PyUnicode_AsUTF8AndSize(slot, &known_length);
    if (static_cast<size_t>(known_length) == length && std::memcmp(known, start, length) == 0) {
      return Py_NewRef(slot);
    }
  }
  PyObject* const made = PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), nullptr);
  if (made == nullptr) return nullptr;
  Py_XDECREF(slot);
  slot = Py_NewRef(made);
  return made;
}

PyObject* list_of(spk_value array) {
  PyObject* const list = PyList_New(0);
  if (list == nullptr) return nullptr;
  for (spk_value at = spk_value_first(array); is_there(at); at = spk_value_next(at)) {
    PyObject* const element = to_python(at);
    if (element == nullptr || PyList_Append(list, element) != 0) {
      Py_XDECREF(element);
      Py_DECREF(list);
      return nullptr;
    }
    Py_DECREF(element);
  }
  return list;
}

/// Of a name that stands twice the first counts, as it does for spk_value_member.
bool add_member(PyObject* dict, spk_value member) {
  const char* start = nullptr;
  size_t length = 0;
  spk_error* error = nullptr;
  if (spk_value_name(member, &start, &length, &error) != SPK_OK) {
    set_error(error);
    return false;
  }
  PyObject* const name = member_name(start, length);
  if (name == nullptr) return false;
  PyObject* const element = to_python(member);
  const bool added = element != nullptr && PyDict_SetDefault(dict, name, element) != nullptr;
  Py_XDECREF(element);
  Py_DECREF(name);
  return added;
}

PyObject* dict_of(spk_value object) {
  PyObject* const dict = PyDict_New();
  if (dict == nullptr) return nullptr;
  for (spk_value at = spk_value_first(object); is_there(at); at = spk_value_next(at)) {
    if (!add_member(dict, at)) {
      Py_DECREF(dict);
      return nullptr;
    }
  }
  return dict;
}

/// UTC, or a timezone of that offset: a new reference.
PyObject* timezone_of(int offset_minutes) {
  if (offset_minutes == 0) return Py_NewRef(PyDateTime_TimeZone_UTC);
  PyObject* const delta = PyDelta_FromDSU(0, offset_minutes * 60, 0);
  if (delta == nullptr) return nullptr;
  PyObject* const timezone = PyTimeZone_FromOffset(delta);
  Py_DECREF(delta);
  return timezone;
}

PyObject* make_datetime(const DateTimeParts& parts) {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) return nullptr;
  PyObject* const timezone = timezone_of(parts.offset_minutes);
  if (timezone == nullptr) return nullptr;
  PyObject* const made =
      PyDateTimeAPI->DateTime_FromDateAndTime(parts.year, parts.month, parts.day, parts.hour, parts.minute,
                                              parts.second, parts.microsecond, timezone, PyDateTimeAPI->DateTimeType);
  Py_DECREF(timezone);
  return made;
}

}  // namespace

PyObject* to_python(spk_value value) {
  PyObject* made = nullptr;
  switch (spk_value_get_kind(value)) {
    case SPK_VALUE_KIND_STRING:
      return string_of(value);
    case SPK_VALUE_KIND_NUMBER:
      return number_of(value);
    case SPK_VALUE_KIND_BOOL:
      return bool_of(value);
    case SPK_VALUE_KIND_ARRAY:
    case SPK_VALUE_KIND_OBJECT:
      if (Py_EnterRecursiveCall(" while a JSON value was converted") != 0) return nullptr;
      made = spk_value_get_kind(value) == SPK_VALUE_KIND_ARRAY ? list_of(value) : dict_of(value);
      Py_LeaveRecursiveCall();
      return made;
    default:
      return Py_NewRef(Py_None);
  }
}

PyObject* raw_text(spk_value value) {
  size_t length = 0;
  const char* const start = spk_value_raw(value, &length);
  // A JSON text may hold bytes that are no UTF-8 only where a string can not be decoded either.
  return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), "replace");
}

PyObject* to_datetime(spk_value value) {
  const char* start = nullptr;
  size_t length = 0;
  if (spk_value_string(value, &start, &length, nullptr) != SPK_OK) return to_python(value);
  const auto parts = parse_datetime({start, length});
  PyObject* const made = parts ? make_datetime(*parts) : nullptr;
  if (made != nullptr) return made;
  // The 31st of February is text as well.
  if (PyErr_Occurred() != nullptr) {
    if (PyErr_ExceptionMatches(PyExc_ValueError) == 0) return nullptr;
    PyErr_Clear();
  }
  return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), nullptr);
}

}  // namespace spectrakit::python
