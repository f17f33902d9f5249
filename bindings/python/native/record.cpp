#include "record.h"

#include <cstring>
#include <string>
#include <string_view>

#include "document.h"
#include "record_descriptors.h"
#include "record_object.h"
#include "value.h"

namespace spectrakit::python {
namespace {

PyTypeObject* record_type = nullptr;

/// The models by resource type. Never freed, as records may outlive the module.
py::dict& models() {
  static auto* const known = new py::dict();
  return *known;
}

/// The model that was asked for last: the records of a page have one type. Borrowed from models(). Guarded by the GIL.
struct LastModel {
  std::string type;
  PyTypeObject* model = nullptr;
};

LastModel& last() {
  static LastModel remembered;
  return remembered;
}

PyTypeObject* model_named(std::string_view type) {
  PyObject* const name = PyUnicode_DecodeUTF8(type.data(), static_cast<Py_ssize_t>(type.size()), "replace");
  if (name == nullptr) return nullptr;
  PyObject* const model = PyDict_GetItemWithError(models().ptr(), name);
  Py_DECREF(name);
  if (model == nullptr && PyErr_Occurred() != nullptr) return nullptr;
  return model != nullptr ? reinterpret_cast<PyTypeObject*>(model) : record_type;
}

PyTypeObject* model_of(spk_value resource) {
  const char* start = nullptr;
  size_t length = 0;
  if (spk_value_string(spk_resource_type(resource), &start, &length, nullptr) != SPK_OK) return record_type;
  const std::string_view type(start, length);
  if (last().model != nullptr && type == last().type) return last().model;
  PyTypeObject* const model = model_named(type);
  if (model != nullptr) {
    last().type = type;
    last().model = model;
  }
  return model;
}

RecordObject* as_record(PyObject* object) {
  return reinterpret_cast<RecordObject*>(object);
}

spk_value resource_of(PyObject* self) {
  return as_record(self)->resource;
}

/// The text of a member that a resource always has; empty when it does not.
PyObject* member_text(spk_value value) {
  const char* start = nullptr;
  size_t length = 0;
  if (spk_value_text(value, &start, &length, nullptr) != SPK_OK) return PyUnicode_New(0, 0);
  return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), "replace");
}

spk_value attribute_named(PyObject* self, PyObject* name) {
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(name, &length);
  if (start == nullptr) {
    // No attribute's name holds a lone surrogate.
    if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) != 0) PyErr_Clear();
    return {};
  }
  return spk_resource_attribute(resource_of(self), start, static_cast<size_t>(length));
}

void dealloc(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Py_XDECREF(as_record(self)->document);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* refuse_new(PyTypeObject* type, PyObject*, PyObject*) {
  return PyErr_Format(PyExc_TypeError, "%s: a record comes from the service and can not be made", type->tp_name);
}

PyObject* repr(PyObject* self) {
  const char* const dot = std::strrchr(Py_TYPE(self)->tp_name, '.');
  PyObject* const id = member_text(spk_resource_id(resource_of(self)));
  if (id == nullptr) return nullptr;
  PyObject* const made = PyUnicode_FromFormat("<%s %U>", dot != nullptr ? dot + 1 : Py_TYPE(self)->tp_name, id);
  Py_DECREF(id);
  return made;
}

Py_hash_t hash(PyObject* self) {
  PyObject* const id = member_text(spk_resource_id(resource_of(self)));
  if (id == nullptr) return -1;
  const Py_hash_t made = PyObject_Hash(id);
  Py_DECREF(id);
  return made;
}

int is_equal(PyObject* self, PyObject* other) {
  size_t length = 0;
  size_t other_length = 0;
  const char* const raw = spk_value_raw(resource_of(self), &length);
  const char* const other_raw = spk_value_raw(resource_of(other), &other_length);
  if (std::string_view(raw, length) == std::string_view(other_raw, other_length)) return 1;
  PyObject* const dict = to_python(resource_of(self));
  PyObject* const other_dict = dict != nullptr ? to_python(resource_of(other)) : nullptr;
  const int equal = other_dict != nullptr ? PyObject_RichCompareBool(dict, other_dict, Py_EQ) : -1;
  Py_XDECREF(dict);
  Py_XDECREF(other_dict);
  return equal;
}

PyObject* compare(PyObject* self, PyObject* other, int how) {
  if ((how != Py_EQ && how != Py_NE) || PyObject_TypeCheck(other, record_type) == 0) Py_RETURN_NOTIMPLEMENTED;
  const int equal = is_equal(self, other);
  if (equal < 0) return nullptr;
  return PyBool_FromLong((equal == 1) == (how == Py_EQ));
}

/// Whether it is a str; sets TypeError when it is not.
bool is_name(PyObject* name) {
  if (PyUnicode_Check(name) != 0) return true;
  PyErr_Format(PyExc_TypeError, "a name is a str, not %.100s", Py_TYPE(name)->tp_name);
  return false;
}

PyObject* subscript(PyObject* self, PyObject* name) {
  if (!is_name(name)) return nullptr;
  const spk_value value = attribute_named(self, name);
  if (PyErr_Occurred() != nullptr) return nullptr;
  if (!is_there(value)) {
    PyErr_SetObject(PyExc_KeyError, name);
    return nullptr;
  }
  return to_python(value);
}

int contains(PyObject* self, PyObject* name) {
  if (PyUnicode_Check(name) == 0) return 0;
  const spk_value value = attribute_named(self, name);
  if (PyErr_Occurred() != nullptr) return -1;
  return is_there(value) ? 1 : 0;
}

PyObject* get(PyObject* self, PyObject* arguments) {
  PyObject* name = nullptr;
  PyObject* fallback = Py_None;
  if (PyArg_ParseTuple(arguments, "U|O:get", &name, &fallback) == 0) return nullptr;
  const spk_value value = attribute_named(self, name);
  if (PyErr_Occurred() != nullptr) return nullptr;
  return is_there(value) ? to_python(value) : Py_NewRef(fallback);
}

PyObject* to_dict(PyObject* self, PyObject*) {
  return to_python(resource_of(self));
}

/// What a relationship names, one or many, each passed to `each` until that fails.
template <typename Each>
bool for_each_target(spk_value resource, const char* name, size_t length, Each&& each) {
  const spk_value relationships = spk_value_member(resource, "relationships", SPK_NUL);
  const spk_value data = spk_value_member(spk_value_member(relationships, name, length), "data", SPK_NUL);
  if (spk_value_get_kind(data) == SPK_VALUE_KIND_OBJECT) return each(data);
  for (spk_value at = spk_value_first(data); is_there(at); at = spk_value_next(at)) {
    if (!each(at)) return false;
  }
  return true;
}

PyObject* related_ids(PyObject* self, PyObject* name) {
  if (!is_name(name)) return nullptr;
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(name, &length);
  PyObject* const ids = start != nullptr ? PyList_New(0) : nullptr;
  if (ids == nullptr) return nullptr;
  const auto append = [ids](spk_value target) {
    PyObject* const id = member_text(spk_value_member(target, "id", SPK_NUL));
    const bool appended = id != nullptr && PyList_Append(ids, id) == 0;
    Py_XDECREF(id);
    return appended;
  };
  if (!for_each_target(resource_of(self), start, static_cast<size_t>(length), append)) {
    Py_DECREF(ids);
    return nullptr;
  }
  return ids;
}

PyObject* related(PyObject* self, PyObject* name) {
  if (!is_name(name)) return nullptr;
  Py_ssize_t length = 0;
  const char* const start = PyUnicode_AsUTF8AndSize(name, &length);
  if (start == nullptr) return nullptr;
  return related_records(as_record(self), start, static_cast<size_t>(length));
}

/// A record never changes, so a copy is the record itself.
PyObject* copy(PyObject* self, PyObject*) {
  return Py_NewRef(self);
}

PyObject* reduce(PyObject* self, PyObject*) {
  return PyErr_Format(PyExc_TypeError, "%s can not be pickled; pickle its .to_dict()", Py_TYPE(self)->tp_name);
}

PyObject* id(PyObject* self, void*) {
  return member_text(spk_resource_id(resource_of(self)));
}

PyObject* type(PyObject* self, void*) {
  return member_text(spk_resource_type(resource_of(self)));
}

PyObject* attributes(PyObject* self, void*) {
  const spk_value all = spk_value_member(resource_of(self), "attributes", SPK_NUL);
  return spk_value_get_kind(all) == SPK_VALUE_KIND_OBJECT ? to_python(all) : PyDict_New();
}

PyObject* raw_json(PyObject* self, void*) {
  return raw_text(resource_of(self));
}

PyObject* portal_url(PyObject* self, void*) {
  const char* start = nullptr;
  size_t length = 0;
  if (spk_inspection_portal_url(resource_of(self), &start, &length, nullptr) != SPK_OK) Py_RETURN_NONE;
  return PyUnicode_DecodeUTF8(start, static_cast<Py_ssize_t>(length), nullptr);
}

PyGetSetDef getters[] = {
    {"id", id, nullptr, "The resource's id.", nullptr},
    {"type", type, nullptr, "The resource's type as the service names it.", nullptr},
    {"attributes", attributes, nullptr, "All attributes by name, also those that no document knows.", nullptr},
    {"raw_json", raw_json, nullptr, "The record's JSON text as received.", nullptr},
    {"_portal_url", portal_url, nullptr, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMethodDef methods[] = {
    {"get", get, METH_VARARGS,
     "get($self, name, default=None, /)\n--\n\nThe attribute of that name, or `default` when the record has none."},
    {"to_dict", to_dict, METH_NOARGS,
     "to_dict($self, /)\n--\n\nThe whole record as a dict: id, type, attributes, relationships."},
    {"related_ids", related_ids, METH_O,
     "related_ids($self, name, /)\n--\n\nThe ids that the relationship names, also of what the answer does not carry."},
    {"related", related, METH_O,
     "related($self, name, /)\n--\n\nThe records behind the relationship that the answer carries, as a list."},
    {"__copy__", copy, METH_NOARGS, nullptr},
    {"__deepcopy__", copy, METH_O, nullptr},
    {"__reduce__", reduce, METH_NOARGS, nullptr},
    {nullptr, nullptr, 0, nullptr}};

constexpr char kDocumentation[] =
    "A record of an answer. Attributes are decoded when they are read, from the answer, which lives as long as any of\n"
    "its records. record[\"name\"] gives any attribute as it was received. Records never change.";

PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                       {Py_tp_new, reinterpret_cast<void*>(refuse_new)},
                       {Py_tp_repr, reinterpret_cast<void*>(repr)},
                       {Py_tp_hash, reinterpret_cast<void*>(hash)},
                       {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
                       {Py_mp_subscript, reinterpret_cast<void*>(subscript)},
                       {Py_sq_contains, reinterpret_cast<void*>(contains)},
                       {Py_tp_getset, getters},
                       {Py_tp_methods, methods},
                       {Py_tp_doc, const_cast<char*>(kDocumentation)},
                       {0, nullptr}};

PyType_Spec spec = {"spectrakit.models.Record", sizeof(RecordObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                    slots};

py::object make_record_type() {
  auto made = py::reinterpret_steal<py::object>(PyType_FromSpec(&spec));
  if (!made) throw py::error_already_set();
  // A record is no sequence; without this, Python would try to walk it by numbers.
  py::setattr(made, "__iter__", py::none());
  record_type = reinterpret_cast<PyTypeObject*>(py::object(made).release().ptr());
  return made;
}

}  // namespace

RecordObject* record_of(PyObject* object) {
  if (PyObject_TypeCheck(object, record_type) != 0) return as_record(object);
  PyErr_Format(PyExc_TypeError, "a record is needed, not %.100s", Py_TYPE(object)->tp_name);
  return nullptr;
}

void set_models(py::dict known) {
  last() = {};
  models() = std::move(known);
}

PyObject* make_record(PyObject* document, spk_value resource) {
  PyTypeObject* const model = model_of(resource);
  PyObject* const made = model != nullptr ? model->tp_alloc(model, 0) : nullptr;
  if (made == nullptr) return nullptr;
  as_record(made)->document = Py_NewRef(document);
  as_record(made)->resource = resource;
  return made;
}

PyObject* make_records(PyObject* document) {
  const spk_document* const handle = document_of(document);
  if (handle == nullptr) return nullptr;
  const auto count = static_cast<Py_ssize_t>(spk_document_record_count(handle));
  PyObject* const list = PyList_New(count);
  if (list == nullptr) return nullptr;
  for (Py_ssize_t at = 0; at < count; ++at) {
    PyObject* const made = make_record(document, spk_document_record(handle, static_cast<size_t>(at)));
    if (made == nullptr) {
      Py_DECREF(list);
      return nullptr;
    }
    PyList_SET_ITEM(list, at, made);
  }
  return list;
}

PyObject* related_record(RecordObject* record, const char* name, size_t length) {
  const spk_value target = spk_resource_related(record->resource, name, length, 0);
  if (!is_there(target)) Py_RETURN_NONE;
  return make_record(record->document, target);
}

PyObject* related_records(RecordObject* record, const char* name, size_t length) {
  PyObject* const list = PyList_New(0);
  if (list == nullptr) return nullptr;
  for (size_t at = 0; at < spk_resource_related_count(record->resource, name, length); ++at) {
    const spk_value target = spk_resource_related(record->resource, name, length, at);
    if (!is_there(target)) continue;
    PyObject* const made = make_record(record->document, target);
    if (made == nullptr || PyList_Append(list, made) != 0) {
      Py_XDECREF(made);
      Py_DECREF(list);
      return nullptr;
    }
    Py_DECREF(made);
  }
  return list;
}

void add_record_types(py::module_& module) {
  module.attr("Record") = make_record_type();
  module.attr("Attribute") = make_attribute_type();
  module.attr("Relation") = make_relation_type();
}

}  // namespace spectrakit::python
