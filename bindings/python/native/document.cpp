#include "document.h"

#include "attempts.h"
#include "failure.h"
#include "record.h"
#include "value.h"

namespace spectrakit::python {
namespace {

struct DocumentObject {
  PyObject_HEAD spk_document* document;
};

PyTypeObject* document_type = nullptr;

const spk_document& handle_of(PyObject* self) {
  return *reinterpret_cast<DocumentObject*>(self)->document;
}

void dealloc(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  spk_document_destroy(reinterpret_cast<DocumentObject*>(self)->document);
  type->tp_free(self);
  Py_DECREF(type);
}

/// Runs what throws in a place where only nullptr may be returned.
template <typename Work>
PyObject* guarded(Work&& work) {
  try {
    return work().release().ptr();
  } catch (py::error_already_set& failure) {
    failure.restore();
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  }
  return nullptr;
}

PyObject* http_status(PyObject* self, void*) {
  return PyLong_FromLong(spk_document_http_status(&handle_of(self)));
}

PyObject* request_id(PyObject* self, void*) {
  return guarded([&] { return text(spk_document_request_id, &handle_of(self)); });
}

PyObject* body(PyObject* self, void*) {
  size_t length = 0;
  const char* const start = spk_document_body(&handle_of(self), &length);
  return PyBytes_FromStringAndSize(start, static_cast<Py_ssize_t>(length));
}

PyObject* explanation(PyObject* self, void*) {
  return guarded([&] { return text(spk_document_explain, &handle_of(self)); });
}

PyObject* support_bundle(PyObject* self, void*) {
  return guarded([&] { return text(spk_document_support_bundle, &handle_of(self)); });
}

PyObject* attempts(PyObject* self, void*) {
  return guarded([&] { return attempts_of(handle_of(self)); });
}

PyObject* header(PyObject* self, PyObject* name) {
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(name, &length);
  if (start == nullptr) return nullptr;
  size_t value_length = 0;
  const char* const value = spk_document_header(&handle_of(self), start, static_cast<size_t>(length), &value_length);
  if (value == nullptr) Py_RETURN_NONE;
  return PyUnicode_DecodeUTF8(value, static_cast<Py_ssize_t>(value_length), "replace");
}

PyObject* json(PyObject* self, PyObject*) {
  return to_python(spk_document_root(&handle_of(self)));
}

PyObject* member(PyObject* self, PyObject* name) {
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(name, &length);
  if (start == nullptr) return nullptr;
  return to_python(spk_value_member(spk_document_root(&handle_of(self)), start, static_cast<size_t>(length)));
}

PyObject* records(PyObject* self, PyObject*) {
  return make_records(self);
}

PyObject* record(PyObject* self, PyObject*) {
  if (spk_document_record_count(&handle_of(self)) == 0) Py_RETURN_NONE;
  return make_record(self, spk_document_record(&handle_of(self), 0));
}

PyObject* record_dicts(PyObject* self, PyObject*) {
  const spk_document& document = handle_of(self);
  const auto count = static_cast<Py_ssize_t>(spk_document_record_count(&document));
  PyObject* const list = PyList_New(count);
  if (list == nullptr) return nullptr;
  for (Py_ssize_t at = 0; at < count; ++at) {
    PyObject* const dict = to_python(spk_document_record(&document, static_cast<size_t>(at)));
    if (dict == nullptr) {
      Py_DECREF(list);
      return nullptr;
    }
    PyList_SET_ITEM(list, at, dict);
  }
  return list;
}

PyObject* refuse_new(PyTypeObject*, PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "a Document comes from the service and can not be made");
  return nullptr;
}

PyGetSetDef getters[] = {{"http_status", http_status, nullptr, nullptr, nullptr},
                         {"request_id", request_id, nullptr, nullptr, nullptr},
                         {"body", body, nullptr, nullptr, nullptr},
                         {"explanation", explanation, nullptr, nullptr, nullptr},
                         {"support_bundle", support_bundle, nullptr, nullptr, nullptr},
                         {"attempts", attempts, nullptr, nullptr, nullptr},
                         {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMethodDef methods[] = {{"header", header, METH_O, nullptr},
                         {"json", json, METH_NOARGS, nullptr},
                         {"member", member, METH_O, nullptr},
                         {"records", records, METH_NOARGS, nullptr},
                         {"record", record, METH_NOARGS, nullptr},
                         {"record_dicts", record_dicts, METH_NOARGS, nullptr},
                         {nullptr, nullptr, 0, nullptr}};

PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                       {Py_tp_new, reinterpret_cast<void*>(refuse_new)},
                       {Py_tp_getset, getters},
                       {Py_tp_methods, methods},
                       {0, nullptr}};

PyType_Spec spec = {"spectrakit._native.Document", sizeof(DocumentObject), 0, Py_TPFLAGS_DEFAULT, slots};

}  // namespace

void add_document_type(py::module_& module) {
  const auto type = py::reinterpret_steal<py::object>(PyType_FromSpec(&spec));
  if (!type) throw py::error_already_set();
  module.attr("Document") = type;
  document_type = reinterpret_cast<PyTypeObject*>(py::object(type).release().ptr());
}

py::object make_document(DocumentHandle document) {
  PyObject* const made = document_type->tp_alloc(document_type, 0);
  if (made == nullptr) throw py::error_already_set();
  reinterpret_cast<DocumentObject*>(made)->document = document.release();
  return py::reinterpret_steal<py::object>(made);
}

const spk_document* document_of(PyObject* object) {
  if (!Py_IS_TYPE(object, document_type)) {
    PyErr_SetString(PyExc_TypeError, "a Document is needed");
    return nullptr;
  }
  return reinterpret_cast<DocumentObject*>(object)->document;
}

}  // namespace spectrakit::python
